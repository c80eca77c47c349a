import { useMutation, useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState, type ReactElement } from "react";

import { api, type Item } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { Button } from "../../kit/button.tsx";
import { Badge } from "../../kit/chip.tsx";
import { Panel } from "../../kit/page.tsx";
import { visible } from "../../kit/remote.tsx";
import { Empty, errorText, Loaded } from "../../kit/states.tsx";
import { Table, type Column } from "../../kit/table.tsx";
import { Time, useNow } from "../../kit/time.tsx";
import { say } from "../../shell/bar-store.ts";
import { NewToken } from "./new-token.tsx";
import { tokensQuery } from "./queries.ts";

type Token = Item<"listTokens">;

/** API tokens: the own ones, or as an admin all of the tenant. */
export function Tokens({ all }: { all: boolean }): ReactElement {
  const tokens = useQuery(tokensQuery(all));
  const [making, setMaking] = useState(false);
  const now = useNow();
  const revoke = useMutation({
    mutationFn: (id: number) => api.revokeToken({ params: { id } }),
    onSuccess: () => {
      say("The token is worth nothing any more.");
      return queryClient.invalidateQueries({ queryKey: ["tokens"] });
    },
    onError: (error) => say(errorText(error).title, "bad"),
  });
  const columns: Column<Token>[] = [
    {
      name: "Name",
      cell: ({ name, prefix }) => (
        <>
          {visible(name)} <span className="block font-mono text-tiny text-faint">{prefix}…</span>
        </>
      ),
    },
    ...(all ? [{ name: "Of", cell: ({ username }: Token) => visible(username) }] : []),
    { name: "May", cell: ({ scopes }) => scopes.join(", "), wide: true },
    { name: "Last used", cell: (token) => <Used token={token} /> },
    { name: "Expires", cell: (token) => <Expiry token={token} /> },
    {
      name: "End",
      cell: (token) =>
        token.revoked_at || Date.parse(token.expires_at) < now ? null : (
          <Button size="small" onClick={() => revoke.mutate(token.id)}>
            Revoke
          </Button>
        ),
    },
  ];
  return (
    <>
      <Loaded query={tokens}>
        {({ items }) => (
          <Panel
            flush
            title={all ? "API tokens of this tenant" : "Your API tokens"}
            aside={
              !all && (
                <Button size="small" icon={<Plus size={14} aria-hidden />} onClick={() => setMaking(true)}>
                  New token
                </Button>
              )
            }
          >
            {items.length === 0 ? (
              <Empty title="No tokens yet">
                A token lets a program or the command line work in your name:{" "}
                <code className="font-mono">CTI_SERVER</code> and <code className="font-mono">CTI_TOKEN</code>
                .
              </Empty>
            ) : (
              <Table label="API tokens" columns={columns} rows={items} keyOf={({ id }) => id} />
            )}
          </Panel>
        )}
      </Loaded>
      {making && <NewToken onClose={() => setMaking(false)} />}
    </>
  );
}

function Used({ token: { last_used_at: at, last_used_from: from } }: { token: Token }): ReactElement {
  return (
    <>
      <Time at={at} />
      {from && <span className="block text-tiny text-faint">{from}</span>}
    </>
  );
}

function Expiry({ token: { expires_at: at, revoked_at: revoked } }: { token: Token }): ReactElement {
  const now = useNow();
  if (revoked) return <Badge tone="bad">revoked</Badge>;
  if (Date.parse(at) < now) return <Badge tone="warn">expired</Badge>;
  return <Time at={at} />;
}
