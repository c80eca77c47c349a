import { useMutation } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";

import { api } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { useRights } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { Checkbox, Field, Input, Select } from "../../kit/field.tsx";
import { FormProblem } from "../../kit/states.tsx";
import { ShownOnce } from "./shown-once.tsx";

export const roleChoices = [
  ["viewer", "viewer: reads and exports"],
  ["analyst", "analyst: triage, notes, verdicts"],
  ["admin", "admin: people and tokens too"],
] as const;
export type Role = (typeof roleChoices)[number][0];

/** Adds a person, with a password that is made and shown once. */
export function NewUser({ onClose }: { onClose: () => void }): ReactElement {
  const { operate } = useRights();
  const [username, setUsername] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("analyst");
  const [operator, setOperator] = useState(false);
  const add = useMutation({
    mutationFn: () =>
      api.createUser({
        body: { username, role, ...(name && { name }), ...(operator && { operator }) },
        idempotencyKey: crypto.randomUUID(),
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["users"] }),
  });
  if (add.data)
    return (
      <ShownOnce title={`${add.data.username} was added`} password={add.data.password} onClose={onClose} />
    );
  return (
    <Dialog title="Add somebody" open onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <Field label="User name" hint="What they sign in with.">
          {(control) => (
            <Input
              {...control}
              autoFocus
              required
              maxLength={100}
              autoComplete="off"
              value={username}
              onChange={(event) => setUsername(event.target.value)}
            />
          )}
        </Field>
        <Field label="Name">
          {(control) => (
            <Input
              {...control}
              maxLength={200}
              autoComplete="off"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label="Role in this tenant">
          {(control) => (
            <Select
              {...control}
              options={roleChoices}
              value={role}
              onChange={(event) => setRole(event.target.value as Role)}
            />
          )}
        </Field>
        {operate && (
          <Checkbox
            label="Operator"
            hint="May change what all tenants share: sources, schedules, jobs, settings."
            checked={operator}
            onChange={(event) => setOperator(event.target.checked)}
          />
        )}
        <FormProblem error={add.error} />
        <Button type="submit" kind="primary" className="self-start" disabled={add.isPending}>
          Add and make a password
        </Button>
      </form>
    </Dialog>
  );
}
