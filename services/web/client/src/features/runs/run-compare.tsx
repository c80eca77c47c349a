import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import type { ReactElement } from "react";

import { IconButton } from "../../kit/button.tsx";
import { Select } from "../../kit/field.tsx";
import { More } from "../../kit/more.tsx";
import { Panel } from "../../kit/page.tsx";
import { Remote } from "../../kit/remote.tsx";
import { Loaded } from "../../kit/states.tsx";
import { Table } from "../../kit/table.tsx";
import { utc } from "../../kit/time.tsx";
import { compareRuns, compareSources, type Line } from "./compare.ts";
import { earlierRunsQuery, runQuery, type Run } from "./queries.ts";
import { SourceName } from "./source-name.tsx";
import { onlySource, type Names } from "./use-source-names.ts";

const route = getRouteApi("/inside/ops/runs/$id");

/** This run beside another one: what is different stands out, what is the same is quiet. */
export function RunCompare({ run, other, names }: { run: Run; other: number; names: Names }): ReactElement {
  const navigate = route.useNavigate();
  const query = useQuery({ ...runQuery(other), enabled: Number.isInteger(other) });
  const { data: earlier = [] } = useQuery(
    earlierRunsQuery(run, names.get(onlySource(run) ?? "")?.id ?? null),
  );
  const known = earlier.some(({ id }) => id === other);
  const choose = (id: string | undefined): void =>
    void navigate({ search: id ? { with: id } : {}, replace: true });
  return (
    <Panel
      flush
      title={`Compared with run ${other}`}
      aside={
        <span className="flex items-center gap-2">
          <Select
            aria-label="Compare with"
            className="!h-8 text-[0.875rem]"
            value={String(other)}
            options={[
              ...(known ? [] : [[String(other), `Run ${other}`] as const]),
              ...earlier.map(({ id, started_at }) => [String(id), `Run ${id}, ${utc(started_at)}`] as const),
            ]}
            onChange={({ target }) => choose(target.value)}
          />
          <IconButton
            label="Close comparison"
            icon={<X size={16} aria-hidden />}
            onClick={() => choose(undefined)}
          />
        </span>
      }
    >
      <Loaded query={query}>{(second) => <Lines one={run} other={second} names={names} />}</Loaded>
    </Panel>
  );
}

function Lines({ one, other, names }: { one: Run; other: Run; names: Names }): ReactElement {
  const lines = compareRuns(one, other);
  const changed = lines.filter(({ change }) => change !== null);
  const same = lines.filter(({ change }) => change === null);
  const sources = compareSources(one, other);
  return (
    <>
      {changed.length === 0 && <p className="px-4 py-3 text-muted">They ended the same in everything.</p>}
      {changed.length > 0 && <Beside what="What differs" one={one} other={other} lines={changed} />}
      {sources.length > 0 && (
        <div className="border-t border-line">
          <Table
            label="Sources that ended differently"
            rows={sources.slice(0, 200)}
            keyOf={({ source }) => source}
            columns={[
              {
                name: "Source that ended differently",
                cell: ({ source }) => <SourceName slug={source} names={names} />,
              },
              { name: `Run ${one.id}`, cell: (line) => line.one },
              { name: `Run ${other.id}`, cell: (line) => line.other },
            ]}
          />
        </div>
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-4 border-t border-line px-3 py-2 text-small">
        {same.length > 0 && (
          <More className="flex-1 open:basis-full" summary={`${same.length} the same in both`}>
            <Beside what="What is the same" one={one} other={other} lines={same} />
          </More>
        )}
        <Link
          to="/ops/runs/$id"
          params={{ id: String(other.id) }}
          className="inline-flex min-h-6 items-center text-accent hover:underline"
        >
          Open run {other.id}
        </Link>
      </div>
    </>
  );
}

function Beside({
  what,
  one,
  other,
  lines,
}: {
  what: string;
  one: Run;
  other: Run;
  lines: Line[];
}): ReactElement {
  return (
    <Table
      label={`${what} between run ${one.id} and run ${other.id}`}
      rows={lines}
      keyOf={({ name }) => name}
      columns={[
        { name: "What", className: "w-1/4 min-w-36", cell: ({ name }) => name },
        { name: `Run ${one.id}`, right: true, cell: (line) => <Remote text={line.one} /> },
        { name: `Run ${other.id}`, right: true, cell: (line) => <Remote text={line.other} /> },
        {
          name: "Difference",
          right: true,
          cell: ({ change }) => change && <span className="font-medium">{change}</span>,
        },
      ]}
    />
  );
}
