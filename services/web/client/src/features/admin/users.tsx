import { useQuery } from "@tanstack/react-query";
import { UserRoundPlus } from "lucide-react";
import { useState, type ReactElement } from "react";

import type { Item } from "../../api/client.ts";
import { Button } from "../../kit/button.tsx";
import { Badge } from "../../kit/chip.tsx";
import { Panel } from "../../kit/page.tsx";
import { visible } from "../../kit/remote.tsx";
import { Loaded } from "../../kit/states.tsx";
import { Table, type Column } from "../../kit/table.tsx";
import { Time } from "../../kit/time.tsx";
import { EditUser } from "./edit-user.tsx";
import { NewUser } from "./new-user.tsx";
import { usersQuery } from "./queries.ts";

export type User = Item<"listUsers">;

/** Everybody of the tenant; for an operator, everybody. */
export function Users(): ReactElement {
  const users = useQuery(usersQuery);
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<number | null>(null);
  const edited = users.data?.items.find(({ id }) => id === editing);
  const columns: Column<User>[] = [
    {
      name: "User",
      cell: (user) => (
        <button
          type="button"
          className="text-left text-accent hover:underline"
          onClick={() => setEditing(user.id)}
        >
          {visible(user.username)}
          {user.name && <span className="block text-small text-muted">{visible(user.name)}</span>}
        </button>
      ),
    },
    {
      name: "Role here",
      cell: ({ role, operator, kind }) => (
        <span className="flex flex-wrap gap-1">
          {role ?? (kind === "collector" ? "service" : "none")}
          {operator && <Badge tone="accent">operator</Badge>}
        </span>
      ),
    },
    {
      name: "Signs in by",
      wide: true,
      cell: ({ oidc, totp, kind }) => signsInBy({ oidc, totp, kind }),
    },
    { name: "Last sign-in", cell: ({ last_login_at: at }) => <Time at={at} /> },
    {
      name: "State",
      cell: ({ disabled_at: disabled, must_change_password: must }) => {
        if (disabled) return <Badge tone="bad">disabled</Badge>;
        return must ? <Badge tone="warn">has to choose a password</Badge> : <Badge tone="good">active</Badge>;
      },
    },
  ];
  return (
    <>
      <Loaded query={users}>
        {({ items }) => (
          <Panel
            flush
            title="Users"
            aside={
              <Button
                size="small"
                icon={<UserRoundPlus size={14} aria-hidden />}
                onClick={() => setAdding(true)}
              >
                Add somebody
              </Button>
            }
          >
            <Table label="Users" columns={columns} rows={items} keyOf={({ id }) => id} />
          </Panel>
        )}
      </Loaded>
      {adding && <NewUser onClose={() => setAdding(false)} />}
      {edited && <EditUser key={edited.id} user={edited} onClose={() => setEditing(null)} />}
    </>
  );
}

function signsInBy({ oidc, totp, kind }: { oidc: boolean; totp: boolean; kind: string }): string {
  if (kind === "collector") return "token";
  if (oidc) return "identity provider";
  return totp ? "password and code" : "password";
}
