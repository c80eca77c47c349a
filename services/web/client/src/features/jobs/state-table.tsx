import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { RotateCw } from "lucide-react";
import type { ReactElement, ReactNode } from "react";

import { useRights } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { count } from "../../kit/number.ts";
import { queuesQuery, type Queue } from "./queries.ts";
import { retryFailed } from "./actions.ts";
import { jobStates, queueTitle } from "./words.ts";

const route = getRouteApi("/inside/ops/jobs");

/** How many jobs are in which state of which queue: each number is the filter for them. */
export function StateTable(): ReactElement | null {
  const { queue, state } = route.useSearch();
  const { operate } = useRights();
  const { data: queues } = useQuery(queuesQuery);
  // While the queue does not answer, the list below says so.
  if (!queues) return null;
  const total = (name: string): number => queues.reduce((sum, { counts }) => sum + (counts[name] ?? 0), 0);
  const failed = queue ? (queues.find(({ name }) => name === queue)?.counts["failed"] ?? 0) : total("failed");
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2 border-b border-line px-4 py-3 md:px-6">
      <div className="-ml-1.5 max-w-full md:-ml-2 overflow-x-auto">
        <table className="text-small">
          <caption className="sr-only">Jobs by queue and state</caption>
          <thead>
            <tr className="text-muted">
              <th scope="col" className="px-1.5 text-left font-normal md:px-2">
                Queue
              </th>
              {jobStates.map((name) => (
                <th key={name} scope="col" className="px-1 text-right font-normal max-sm:text-tiny md:px-2">
                  {name.charAt(0).toUpperCase() + name.slice(1)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Row name="" title="All" current={queue === undefined} state={state} valueOf={total} />
            {queues.map(({ name, counts }) => (
              <Row
                key={name}
                name={name}
                title={queueTitle(name)}
                current={queue === name}
                state={state}
                valueOf={(member) => counts[member] ?? 0}
              />
            ))}
          </tbody>
        </table>
      </div>
      {operate && failed > 0 && (
        <Button icon={<RotateCw size={15} aria-hidden />} onClick={() => void retryFailed(queue)}>
          Retry {count(failed)} failed
        </Button>
      )}
    </div>
  );
}

function Row({
  name,
  title,
  current,
  state,
  valueOf,
}: {
  name: Queue["name"];
  title: string;
  current: boolean;
  state: string | undefined;
  valueOf: (state: string) => number;
}): ReactElement {
  return (
    <tr>
      <th scope="row" className="pr-4 text-left font-normal">
        <Filter queue={name} state="" current={current && state === undefined} left>
          {title}
        </Filter>
      </th>
      {jobStates.map((member) => {
        const value = valueOf(member);
        const tone =
          value === 0 ? "text-faint" : member === "failed" ? "text-bad font-semibold" : "font-medium";
        return (
          <td key={member} className="text-right">
            <Filter
              queue={name}
              state={member}
              current={current && state === member}
              tone={tone}
              label={`${count(value)} ${member}, ${title}`}
            >
              {count(value)}
            </Filter>
          </td>
        );
      })}
    </tr>
  );
}

function Filter({
  queue,
  state,
  current,
  left = false,
  label,
  tone = "",
  children,
}: {
  queue: string;
  state: string;
  current: boolean;
  left?: boolean;
  label?: string;
  tone?: string;
  children: ReactNode;
}): ReactElement {
  return (
    <Link
      to="/ops/jobs"
      search={{ ...(queue && { queue }), ...(state && { state }) }}
      replace
      activeOptions={{ exact: true }}
      aria-label={label}
      aria-current={current ? "true" : undefined}
      className={`inline-flex h-6 min-w-11 items-center rounded px-1.5 md:min-w-16 md:px-2 hover:bg-hover ${left ? "" : "justify-end"} ${tone} ${
        current ? "bg-selected font-semibold" : ""
      }`}
    >
      {children}
    </Link>
  );
}
