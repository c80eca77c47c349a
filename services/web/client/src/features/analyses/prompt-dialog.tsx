import { useQuery } from "@tanstack/react-query";
import { Copy } from "lucide-react";
import type { ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { copy, visible } from "../../kit/remote.tsx";
import { Loaded } from "../../kit/states.tsx";
import { promptQuery } from "./queries.ts";

const roles: Record<string, string> = { system: "Instructions", user: "Question", assistant: "Answer" };

/** What the model was asked about the first part, word for word. */
export function PromptDialog({ id, onClose }: { id: number; onClose: () => void }): ReactElement {
  const query = useQuery(promptQuery(id));
  return (
    <Dialog title="Prompt" open wide onClose={onClose}>
      <Loaded query={query}>
        {({ model, prompt_version: version, messages }) => (
          <div className="flex flex-col gap-4">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <p className="text-small text-muted">
                {visible(version)}, asked of {visible(model)} about the first part of the text
              </p>
              <Button
                size="small"
                icon={<Copy size={14} aria-hidden />}
                onClick={() =>
                  void copy(
                    messages.map(({ role, content }) => `# ${role}\n\n${visible(content)}`).join("\n\n"),
                    "the prompt",
                  )
                }
              >
                Copy
              </Button>
            </div>
            {messages.map(({ role, content }, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- a prompt does not change while it stands
              <section key={at}>
                <h3 className="overline-label mb-1">{roles[role] ?? role}</h3>
                <pre
                  tabIndex={0}
                  aria-label={roles[role] ?? role}
                  className="max-h-[45vh] overflow-auto rounded-md border border-line bg-bg px-3 py-2 font-mono text-small whitespace-pre-wrap [overflow-wrap:anywhere]"
                >
                  {visible(content)}
                </pre>
              </section>
            ))}
          </div>
        )}
      </Loaded>
    </Dialog>
  );
}
