import { ApiProblem } from "@cti/contract/client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";

import { api } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { useMe, useRights } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { Checkbox, Field, Input, Select } from "../../kit/field.tsx";
import { More } from "../../kit/more.tsx";
import { plural } from "../../kit/number.ts";
import { visible } from "../../kit/remote.tsx";
import { errorText } from "../../kit/states.tsx";
import { offerUndo, say } from "../../shell/bar-store.ts";
import { roleChoices, type Role } from "./new-user.tsx";
import { userSessionsQuery } from "./queries.ts";
import { ShownOnce } from "./shown-once.tsx";
import type { User } from "./users.tsx";

type Change = Parameters<typeof api.changeUser>[0]["body"];

const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ["users"] });

/** Name, role and rights of somebody; what ends access stands below. */
export function EditUser({ user, onClose }: { user: User; onClose: () => void }): ReactElement {
  const { operate } = useRights();
  const [name, setName] = useState(user.name ?? "");
  const [role, setRole] = useState<Role | "">(user.role ?? "");
  const [operator, setOperator] = useState(user.operator);
  const save = useMutation({
    mutationFn: (body: Change) => api.changeUser({ params: { id: user.id }, body, ifMatch: user.revision }),
    onSettled: refresh,
  });
  const made = save.data?.password;
  if (made)
    return (
      <ShownOnce title={`A new password for ${visible(user.username)}`} password={made} onClose={onClose} />
    );
  const change: Change = {
    ...(name !== (user.name ?? "") && { name: name || null }),
    ...(role !== "" && role !== user.role && { role }),
    ...(operator !== user.operator && { operator }),
  };
  return (
    <Dialog title={visible(user.username)} open onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(change, {
            onSuccess: () => {
              say(`${visible(user.username)} was changed.`);
              onClose();
            },
          });
        }}
      >
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
        {user.kind === "person" && user.role && (
          <Field label="Role in this tenant" hint="Another role ends their sessions here.">
            {(control) => (
              <Select
                {...control}
                options={roleChoices}
                value={role}
                onChange={(event) => setRole(event.target.value as Role)}
              />
            )}
          </Field>
        )}
        {operate && (
          <Checkbox
            label="Operator"
            hint="May change what all tenants share."
            checked={operator}
            onChange={(event) => setOperator(event.target.checked)}
          />
        )}
        <Refused error={save.error} user={user} />
        <Button
          type="submit"
          kind="primary"
          className="self-start"
          disabled={save.isPending || Object.keys(change).length === 0}
        >
          Save
        </Button>
      </form>
      <Access user={user} onChange={(body) => save.mutate(body)} onClose={onClose} />
    </Dialog>
  );
}

/** 412: somebody else was faster, and the list has been read again. */
function Refused({ error, user }: { error: unknown; user: User }): ReactElement | null {
  if (!error) return null;
  const changed = error instanceof ApiProblem && error.code === "precondition_failed";
  return (
    <p role="alert" className="text-bad">
      {changed
        ? `Somebody changed this user in the meantime: the role is now ${user.role ?? "none"}. Look again, then save.`
        : errorText(error).title}
    </p>
  );
}

function Access({
  user,
  onChange,
  onClose,
}: {
  user: User;
  onChange: (change: Change) => void;
  onClose: () => void;
}): ReactElement {
  const me = useMe();
  const sessions = useQuery(userSessionsQuery(user.id)).data?.items.length ?? 0;
  const act = async (run: () => Promise<unknown>, done: string): Promise<void> => {
    try {
      await run();
      await refresh();
      say(done);
      onClose();
    } catch (error) {
      say(errorText(error).title, "bad");
    }
  };
  const [confirm, setConfirm] = useState("");
  const params = { id: user.id };
  return (
    <section className="mt-6 border-t border-line pt-4">
      <h3 className="overline-label mb-2">Access</h3>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => onChange({ disabled: user.disabled_at === null })}>
          {user.disabled_at ? "Let in again" : "Disable"}
        </Button>
        {user.kind === "person" && !user.oidc && (
          <Button onClick={() => onChange({ generate_password: true })}>New password</Button>
        )}
        {sessions > 0 && (
          <Button
            onClick={() =>
              void act(() => api.revokeUserSessions({ params }), `${visible(user.username)} was signed out.`)
            }
          >
            End {plural(sessions, "session")}
          </Button>
        )}
        {user.role && user.id !== me.user.id && (
          <Button
            onClick={() => {
              const { role } = user;
              const membership = { id: me.tenant.id, user_id: user.id };
              void act(
                async () => {
                  await api.removeMember({ params: membership });
                  offerUndo(`Took ${visible(user.username)} out of ${me.tenant.name}`, async () => {
                    if (role)
                      await api.setMember({ params: membership, body: { role, username: user.username } });
                    await refresh();
                  });
                },
                `Took ${visible(user.username)} out of ${me.tenant.name}`,
              );
            }}
          >
            Take out of this tenant
          </Button>
        )}
      </div>
      {user.id !== me.user.id && (
        <More className="mt-4" summary="Remove for good">
          <div className="mt-2 flex flex-col gap-2">
            <Field
              label={`Sessions and tokens go with it; what they did keeps their name. Type ${visible(user.username)} to go on.`}
            >
              {(control) => (
                <Input
                  {...control}
                  autoComplete="off"
                  value={confirm}
                  onChange={(event) => setConfirm(event.target.value)}
                />
              )}
            </Field>
            <Button
              kind="danger"
              className="self-start"
              disabled={confirm !== user.username}
              onClick={() =>
                void act(
                  () => api.removeUser({ params, ifMatch: user.revision }),
                  `${visible(user.username)} was removed.`,
                )
              }
            >
              Remove
            </Button>
          </div>
        </More>
      )}
    </section>
  );
}
