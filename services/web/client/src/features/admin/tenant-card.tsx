import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";

import { api, type Item } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { Button } from "../../kit/button.tsx";
import { Badge } from "../../kit/chip.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { Field, Input, Select } from "../../kit/field.tsx";
import { visible } from "../../kit/remote.tsx";
import { Empty, errorText, Loaded } from "../../kit/states.tsx";
import { Table, type Column } from "../../kit/table.tsx";
import { offerUndo, say } from "../../shell/bar-store.ts";
import { roleChoices, type Role } from "./new-user.tsx";
import { membersQuery, usersQuery } from "./queries.ts";
import type { Tenant } from "./tenants.tsx";

type Member = Item<"listMembers">;

const refresh = async (): Promise<void> => {
  await queryClient.invalidateQueries({ queryKey: ["members"] });
  await queryClient.invalidateQueries({ queryKey: ["tenants"] });
};

/** Name and members of a tenant. */
export function TenantCard({ tenant, onClose }: { tenant: Tenant; onClose: () => void }): ReactElement {
  const members = useQuery(membersQuery(tenant.id));
  const [name, setName] = useState(tenant.name);
  const rename = useMutation({
    mutationFn: () =>
      api.changeTenant({ params: { id: tenant.id }, body: { name }, ifMatch: tenant.revision }),
    onSuccess: () => say(`The tenant is called ${visible(name)} now.`),
    onSettled: refresh,
  });
  const columns: Column<Member>[] = [
    { name: "Member", cell: (member) => visible(member.name ?? member.username) },
    {
      name: "Role",
      cell: (member) => (
        <Select
          aria-label={`Role of ${visible(member.username)}`}
          options={roleChoices.map(([value]) => [value, value] as const)}
          value={member.role}
          onChange={(event) => void setRole(tenant.id, member, event.target.value as Role)}
        />
      ),
    },
    {
      name: "Origin",
      cell: ({ from_provider: provided }) => provided && <Badge>from the identity provider</Badge>,
      wide: true,
    },
    {
      name: "Take out",
      cell: (member) => (
        <Button size="small" onClick={() => void takeOut(tenant.id, member)}>
          Take out
        </Button>
      ),
    },
  ];
  return (
    <Dialog title={visible(tenant.name)} open onClose={onClose} wide>
      <form
        className="mb-5 flex items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate();
        }}
      >
        <Field label="Name" error={rename.error && errorText(rename.error).title}>
          {(control) => (
            <Input
              {...control}
              required
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" className="!h-9" disabled={name === tenant.name || rename.isPending}>
          Rename
        </Button>
      </form>
      <Loaded query={members} lines={3}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="Nobody is in this tenant yet" />
          ) : (
            <Table label="Members" columns={columns} rows={items} keyOf={({ user_id: id }) => id} />
          )
        }
      </Loaded>
      <AddMember tenant={tenant} />
    </Dialog>
  );
}

async function setRole(id: number, { user_id, username, role: before }: Member, role: Role): Promise<void> {
  const params = { id, user_id };
  try {
    await api.setMember({ params, body: { role } });
    await refresh();
    offerUndo(`${visible(username)} is ${role} now`, async () => {
      await api.setMember({ params, body: { role: before } });
      await refresh();
    });
  } catch (error) {
    say(errorText(error).title, "bad");
  }
}

async function takeOut(id: number, { user_id, username, role }: Member): Promise<void> {
  const params = { id, user_id };
  try {
    await api.removeMember({ params });
    await refresh();
    offerUndo(`Took ${visible(username)} out`, async () => {
      await api.setMember({ params, body: { role, username } });
      await refresh();
    });
  } catch (error) {
    say(errorText(error).title, "bad");
  }
}

function AddMember({ tenant }: { tenant: Tenant }): ReactElement {
  const users = useQuery(usersQuery).data?.items ?? [];
  const [username, setUsername] = useState("");
  const [role, setRole] = useState<Role>("analyst");
  const add = useMutation({
    mutationFn: async () => {
      const user = users.find((other) => other.username === username);
      if (!user) throw new Error("Choose one of the users.");
      await api.setMember({ params: { id: tenant.id, user_id: user.id }, body: { role, username } });
    },
    onSuccess: async () => {
      setUsername("");
      await refresh();
    },
  });
  return (
    <form
      className="mt-4 flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <Field label="Add a member" error={add.error && errorText(add.error).title}>
        {(control) => (
          <Select
            {...control}
            required
            options={[
              ["", "choose …"],
              ...users.map((user) => [user.username, visible(user.username)] as const),
            ]}
            value={username}
            onChange={(event) => setUsername(event.target.value)}
          />
        )}
      </Field>
      <Field label="As">
        {(control) => (
          <Select
            {...control}
            options={roleChoices}
            value={role}
            onChange={(event) => setRole(event.target.value as Role)}
          />
        )}
      </Field>
      <Button type="submit" className="!h-9" disabled={add.isPending}>
        Add
      </Button>
    </form>
  );
}
