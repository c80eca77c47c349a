import { useState, type FormEvent, type ReactElement } from "react";

import { api } from "../../api/client.ts";
import { Button } from "../../kit/button.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { Field, Input, Select } from "../../kit/field.tsx";
import { plural } from "../../kit/number.ts";
import { defanged } from "../../kit/remote.tsx";
import { errorText } from "../../kit/states.tsx";
import { offerUndo } from "../../shell/bar-store.ts";
import { everywhere } from "./judge.ts";
import { useSourceName } from "./use-source-name.ts";

type Body = Parameters<typeof api.addBenign>[0]["body"];

/** Puts a value on the tenant's own list of what is harmless: marked from now on, dropped never. */
export function BenignDialog({
  type,
  value,
  source,
  onClose,
}: {
  type: string;
  value: string;
  /** Slug of the article's source. */
  source: string;
  onClose: () => void;
}): ReactElement {
  const sourceName = useSourceName();
  const host = type === "domain" ? value : hostOf(type, value);
  const [what, setWhat] = useState<"exact" | "domain">("exact");
  const [where, setWhere] = useState<"everywhere" | "source">("everywhere");
  const [note, setNote] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      const body: Body = {
        value: what === "domain" && host ? host : value,
        match: what,
        ...(what === "exact" && { type: type as NonNullable<Body["type"]> }),
        ...(where === "source" && { source }),
        ...(note.trim() && { note: note.trim() }),
      };
      const { id, articles } = await api.addBenign({ body });
      everywhere();
      offerUndo(`Harmless from now on, in ${plural(articles, "article")}`, async () => {
        await api.removeBenign({ params: { id } });
        everywhere();
      });
      onClose();
    } catch (failed) {
      setError(errorText(failed).title);
      setBusy(false);
    }
  };
  return (
    <Dialog title="Known as harmless" open onClose={onClose}>
      <form onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
        <p className="text-muted">
          <span className="font-mono text-text break-all">{defanged(type, value)}</span> goes onto your list
          of benign values: it stays visible with a badge, and leaves lists and exports of indicators.
        </p>
        <div className="flex flex-wrap gap-4">
          {host && (
            <Field label="What">
              {(props) => (
                <Select
                  {...props}
                  value={what}
                  options={[
                    ["exact", "This value only"],
                    ["domain", `${defanged("domain", host)} and all below it`],
                  ]}
                  onChange={(event) => setWhat(event.target.value as typeof what)}
                />
              )}
            </Field>
          )}
          <Field label="Where">
            {(props) => (
              <Select
                {...props}
                value={where}
                options={[
                  ["everywhere", "In all articles"],
                  ["source", `In articles of ${sourceName(source)}`],
                ]}
                onChange={(event) => setWhere(event.target.value as typeof where)}
              />
            )}
          </Field>
        </div>
        <Field label="Note" hint="Why it is harmless, for whoever asks later" error={error}>
          {(props) => (
            <Input
              {...props}
              value={note}
              maxLength={500}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" type="submit" disabled={busy}>
            Add to the list
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function hostOf(type: string, value: string): string | null {
  if (type !== "url") return null;
  const host = URL.parse(value)?.hostname ?? "";
  return /[a-z]/i.test(host) && !host.includes(":") ? host : null;
}
