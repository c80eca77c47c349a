import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Pause, Play } from "lucide-react";
import type { ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { count } from "../../kit/number.ts";
import { Outcome } from "../../kit/outcome.tsx";
import { Loaded } from "../../kit/states.tsx";
import { Table, type Column } from "../../kit/table.tsx";
import { duration } from "../../kit/time.tsx";
import { pauseQueue } from "./actions.ts";
import { queuesQuery, type Queue } from "./queries.ts";
import { TabBody } from "./tab-body.tsx";
import { jobStates, queueText, queueTitle } from "./words.ts";

/** The queues: how much is in which, how long the oldest has waited, and a switch for each. */
export function Queues(): ReactElement {
  const query = useQuery(queuesQuery);
  const { operate } = useRights();
  const columns: Column<Queue>[] = [
    {
      name: "Queue",
      className: "min-w-40",
      cell: ({ name }) => (
        <>
          <Link to="/ops/jobs" search={{ queue: name }} className="font-medium hover:underline">
            {queueTitle(name)}
          </Link>
          <span className="block text-small text-muted">{queueText(name)}</span>
        </>
      ),
    },
    {
      name: "State",
      cell: ({ paused }) => <Outcome state={paused ? "paused" : "ok"} word={paused ? "Paused" : "Open"} />,
    },
    ...jobStates.map((state): Column<Queue> => ({
      name: state.charAt(0).toUpperCase() + state.slice(1),
      right: true,
      cell: ({ name, counts }) => <StateCount queue={name} state={state} value={counts[state] ?? 0} />,
    })),
    {
      name: "Oldest waits",
      right: true,
      cell: ({ oldest_waiting_ms: ms }) =>
        ms === null ? <span className="text-faint">–</span> : duration(ms),
    },
  ];
  if (operate)
    columns.push({
      name: "Steer",
      right: true,
      cell: ({ name, paused }) => (
        <Button
          size="small"
          icon={paused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
          aria-label={`${paused ? "Resume" : "Pause"} ${queueTitle(name)}`}
          onClick={() => void pauseQueue(name, !paused)}
        >
          {paused ? "Resume" : "Pause"}
        </Button>
      ),
    });
  return (
    <TabBody label="Queues">
      <p className="text-muted">
        A paused queue takes jobs but lets none begin; those that run go on. Nothing is lost meanwhile.
      </p>
      <Loaded query={query} lines={3}>
        {(queues) => <Table label="Queues" columns={columns} rows={queues} keyOf={({ name }) => name} />}
      </Loaded>
    </TabBody>
  );
}

/** A number of jobs, leading to them. */
function StateCount({ queue, state, value }: { queue: string; state: string; value: number }): ReactElement {
  if (value === 0) return <span className="text-faint">0</span>;
  const tone = state === "failed" ? "text-bad" : state === "active" ? "text-accent" : "";
  return (
    <Link
      to="/ops/jobs"
      search={{ queue, state }}
      aria-label={`${count(value)} ${state} in ${queue}`}
      className={`font-medium underline-offset-2 hover:underline ${tone}`}
    >
      {count(value)}
    </Link>
  );
}
