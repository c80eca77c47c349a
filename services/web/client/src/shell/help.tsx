import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { keyChoices, keyOf, showKey, type Binding } from "../keys/key-store.ts";
import { Dialog } from "../kit/dialog.tsx";

/** What the keys do on this page. The bindings are taken before the window opens: below it they rest. */
export function Help({ bindings, onClose }: { bindings: Binding[]; onClose: () => void }): ReactElement {
  const groups = Map.groupBy(bindings, ({ group }) => group);
  return (
    <Dialog title="Keys" open onClose={onClose} wide>
      {!keyChoices().on && <p className="mb-3 text-warn">Keys are switched off in your account.</p>}
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {[...groups].map(([group, actions]) => (
          <section key={group}>
            <h3 className="overline-label mb-1">{group}</h3>
            <dl>
              {actions.map((action) => (
                <div
                  key={action.id}
                  className="flex justify-between gap-4 border-b border-line py-1 last:border-0"
                >
                  <dt>{action.label}</dt>
                  <dd>
                    <kbd className="rounded border border-line-strong bg-raised px-1.5 py-px font-mono text-tiny">
                      {showKey(keyOf(action))}
                    </kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="mt-4 text-small text-muted">
        Change keys, or switch them off, in{" "}
        <Link to="/account" search={{ tab: "keys" }} onClick={onClose} className="text-accent underline">
          your account
        </Link>
        .
      </p>
    </Dialog>
  );
}
