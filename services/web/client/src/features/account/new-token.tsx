import { useMutation } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";

import { api } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { useMe } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { Checkbox, Field, Input, Select } from "../../kit/field.tsx";
import { copy } from "../../kit/remote.tsx";
import { FormProblem } from "../../kit/states.tsx";

const scopes = [
  ["read", "Read everything this tenant sees"],
  ["export", "Take out articles and indicators in bulk"],
  ["write", "Triage, notes, tags, verdicts"],
  ["admin", "Manage people of the tenant"],
  ["operator", "Sources, schedules, jobs, settings"],
] as const;
type Scope = (typeof scopes)[number][0];

const lifetimes = [
  ["30", "30 days"],
  ["90", "90 days"],
  ["365", "a year"],
] as const;

/** Makes a token and shows it, once. */
export function NewToken({ onClose }: { onClose: () => void }): ReactElement {
  const me = useMe();
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const [chosen, setChosen] = useState<Scope[]>(["read"]);
  const make = useMutation({
    mutationFn: () =>
      api.createToken({
        body: { name, scopes: chosen, expires_in_days: Number(days) },
        idempotencyKey: crypto.randomUUID(),
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["tokens"] }),
  });
  if (make.data) return <MadeToken token={make.data.token} onClose={onClose} />;
  return (
    <Dialog title="New API token" open onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <Field label="What it is for">
          {(control) => (
            <Input
              {...control}
              autoFocus
              required
              maxLength={100}
              placeholder="Nightly export"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 text-small font-medium text-muted">What it may do</legend>
          {scopes
            .filter(([scope]) => me.scopes.includes(scope))
            .map(([scope, label]) => (
              <Checkbox
                key={scope}
                label={scope}
                hint={label}
                checked={chosen.includes(scope)}
                onChange={({ target }) =>
                  setChosen(target.checked ? [...chosen, scope] : chosen.filter((other) => other !== scope))
                }
              />
            ))}
        </fieldset>
        <Field label="Ends after">
          {(control) => (
            <Select
              {...control}
              options={lifetimes}
              value={days}
              onChange={(event) => setDays(event.target.value)}
            />
          )}
        </Field>
        <FormProblem error={make.error} />
        <Button
          type="submit"
          kind="primary"
          className="self-start"
          disabled={make.isPending || chosen.length === 0}
        >
          Make the token
        </Button>
      </form>
    </Dialog>
  );
}

function MadeToken({ token, onClose }: { token: string; onClose: () => void }): ReactElement {
  return (
    <Dialog title="Your new token" open onClose={onClose}>
      <p className="text-muted">Copy it now: it is not shown again. Whoever has it can act in your name.</p>
      <p className="my-4 rounded-md border border-line bg-bg p-3 font-mono text-[0.875rem] break-all select-all">
        {token}
      </p>
      <div className="flex gap-2">
        <Button kind="primary" onClick={() => void copy(token, "the token")}>
          Copy
        </Button>
        <Button onClick={onClose}>Done</Button>
      </div>
    </Dialog>
  );
}
