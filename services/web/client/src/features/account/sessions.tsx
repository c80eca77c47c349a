import { useMutation, useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";

import { api, type Item } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { Button } from "../../kit/button.tsx";
import { Badge } from "../../kit/chip.tsx";
import { Panel } from "../../kit/page.tsx";
import { visible } from "../../kit/remote.tsx";
import { errorText, Loaded } from "../../kit/states.tsx";
import { Table, type Column } from "../../kit/table.tsx";
import { Time } from "../../kit/time.tsx";
import { say } from "../../shell/bar-store.ts";
import { sessionsQuery } from "./queries.ts";

type Session = Item<"listSessions">;

/** Where this person is signed in. */
export function Sessions(): ReactElement {
  const sessions = useQuery(sessionsQuery);
  const after = {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["sessions"] }),
    onError: (error: Error) => say(errorText(error).title, "bad"),
  };
  const end = useMutation({ mutationFn: (id: number) => api.revokeSession({ params: { id } }), ...after });
  const endOthers = useMutation({ mutationFn: () => api.revokeOtherSessions(), ...after });
  const columns: Column<Session>[] = [
    {
      name: "Browser",
      cell: (session) => (
        <span>
          {nameOf(session.user_agent)} {session.current && <Badge tone="accent">this one</Badge>}
        </span>
      ),
    },
    { name: "From", cell: ({ address }) => address ?? "–" },
    { name: "Signed in by", cell: ({ method }) => method, wide: true },
    { name: "Since", cell: ({ created_at: at }) => <Time at={at} />, wide: true },
    { name: "Last seen", cell: ({ last_seen_at: at }) => <Time at={at} /> },
    {
      name: "End",
      cell: ({ id, current }) =>
        current ? null : (
          <Button size="small" onClick={() => end.mutate(id)}>
            Sign out
          </Button>
        ),
    },
  ];
  return (
    <Loaded query={sessions}>
      {({ items }) => (
        <Panel
          flush
          title="Where you are signed in"
          aside={
            items.length > 1 && (
              <Button size="small" onClick={() => endOthers.mutate()}>
                Sign out everywhere else
              </Button>
            )
          }
        >
          <Table label="Your sessions" columns={columns} rows={items} keyOf={({ id }) => id} />
        </Panel>
      )}
    </Loaded>
  );
}

/** `Firefox on Windows`: enough to tell one's own browsers apart. */
function nameOf(agent: string | null): string {
  if (!agent) return "Unknown";
  const browser = /Edg|OPR|Firefox|Chrome|Safari/.exec(agent)?.[0];
  const system = /Windows|Android|iPhone|iPad|Mac OS X|Linux/.exec(agent)?.[0];
  const names: Record<string, string> = { Edg: "Edge", OPR: "Opera", "Mac OS X": "macOS" };
  if (!browser) return visible(agent).slice(0, 60);
  return `${names[browser] ?? browser}${system ? ` on ${names[system] ?? system}` : ""}`;
}
