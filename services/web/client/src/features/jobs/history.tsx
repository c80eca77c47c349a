import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useCallback, useState, type ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { Select } from "../../kit/field.tsx";
import { FilterBox } from "../../kit/filter-box.tsx";
import { GridList } from "../../kit/grid-list.tsx";
import { NewPill } from "../../kit/new-pill.tsx";
import { OutcomeIcon, OutcomeText } from "../../kit/outcome.tsx";
import { visible } from "../../kit/remote.tsx";
import { Empty, Loaded } from "../../kit/states.tsx";
import { duration, Time } from "../../kit/time.tsx";
import { useHeld } from "../../kit/use-held.ts";
import { useRefetchOn } from "../../kit/use-refetch-on.ts";
import { recordsQuery, type JobRecord, type RecordFilters } from "./queries.ts";
import { useSourceOfJob } from "./use-source-of-job.ts";
import { jobNames, jobTitle } from "./words.ts";

const route = getRouteApi("/inside/ops/jobs");

/** Tries of jobs that ended, kept longer than the queues keep their jobs. */
export function History(): ReactElement {
  const { name, outcome, since, error, worker } = route.useSearch();
  const filters: RecordFilters = {
    ...(name && { name }),
    ...(outcome && { outcome }),
    ...(since && { since }),
    ...(error && { error }),
    ...(worker && { worker }),
  };
  return (
    <div className="flex h-full flex-col">
      <Filters filters={filters} />
      <div className="relative min-h-0 flex-1">
        <Records filters={filters} />
      </div>
    </div>
  );
}

const picks = [
  ["name", "Job", [["", "Any job"], ...jobNames.map((name) => [name, jobTitle(name)] as const)]],
  [
    "outcome",
    "Outcome",
    [
      ["", "Any outcome"],
      ["completed", "Completed"],
      ["failed", "Failed"],
      ["retrying", "Retrying"],
      ["cancelled", "Cancelled"],
      ["handed_back", "Handed back"],
    ],
  ],
  [
    "since",
    "Time",
    [
      ["", "Any time"],
      ["24h", "Last 24 hours"],
      ["7d", "Last 7 days"],
      ["30d", "Last 30 days"],
    ],
  ],
] as const;

function Filters({ filters }: { filters: RecordFilters }): ReactElement {
  const navigate = route.useNavigate();
  const set = useCallback(
    (change: RecordFilters) => void navigate({ search: (old) => ({ ...old, ...change }), replace: true }),
    [navigate],
  );
  const setError = useCallback((error: string) => set({ error }), [set]);
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-3 md:px-6">
      <FilterBox
        value={filters.error ?? ""}
        onChange={setError}
        label="Filter by words of the error"
        placeholder="Words of the error"
      />
      {picks.map(([member, label, options]) => (
        <Select
          key={member}
          aria-label={label}
          className="!h-8 text-[0.875rem]"
          value={filters[member] ?? ""}
          options={options}
          onChange={({ target }) => set({ [member]: target.value })}
        />
      ))}
      {filters.worker && (
        <Button size="small" title="Show every worker" onClick={() => set({ worker: "" })}>
          by {visible(filters.worker)} ✕
        </Button>
      )}
    </div>
  );
}

function Records({ filters }: { filters: RecordFilters }): ReactElement {
  const navigate = route.useNavigate();
  const [active, setActive] = useState<number | null>(null);
  const records = useInfiniteQuery(recordsQuery(filters));
  useRefetchOn(["job.changed", "missed"], ["job-records"], { pauseMs: 5_000 });
  const items = records.data?.pages.flatMap((page) => page.items) ?? [];
  const { shown, newer, show } = useHeld(items, ({ id }) => id, JSON.stringify(filters));
  const sourceOf = useSourceOfJob();
  const { fetchNextPage, isFetchingNextPage, hasNextPage } = records;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);
  return (
    <Loaded query={records} lines={12}>
      {() =>
        shown.length === 0 ? (
          <NoRecords filtered={Object.keys(filters).length > 0} />
        ) : (
          <>
            <NewPill newer={newer} onShow={show} />
            <GridList
              label="Tries that ended"
              items={shown}
              active={active}
              onActive={setActive}
              onOpen={({ job_id }) => void navigate({ search: { job: job_id } })}
              nameOf={(record) => jobTitle(record.name)}
              header={<RecordHeadings />}
              row={(record) => (
                <RecordRow record={record} source={sourceOf(Number(record.payload?.["sourceId"] ?? 0))} />
              )}
              more={more}
              hasMore={hasNextPage}
            />
          </>
        )
      }
    </Loaded>
  );
}

const grid =
  "grid w-full grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 px-4 lg:grid-cols-[minmax(0,1fr)_8.5rem_6rem_6rem_6rem] md:px-6";

function RecordHeadings(): ReactElement {
  return (
    <div role="presentation" className={grid}>
      {["Job", "Outcome", "Run", "Took", "Ended"].map((name, index) => (
        <span
          key={name}
          role="columnheader"
          className={index === 0 ? "pl-7" : index < 4 ? "max-lg:hidden" : "max-lg:text-right"}
        >
          {name}
        </span>
      ))}
    </div>
  );
}

function RecordRow({ record, source }: { record: JobRecord; source: string | undefined }): ReactElement {
  const { job_id: job, name, attempt, outcome, error, worker, started_at: from, finished_at: to } = record;
  return (
    <div role="presentation" className={`${grid} py-1.5`}>
      <div role="gridcell" className="flex min-w-0 items-center gap-3">
        <OutcomeIcon state={outcome} />
        <div className="min-w-0">
          <p className="truncate font-medium">
            <Link to="/ops/jobs" search={{ job }} tabIndex={-1} className="hover:underline">
              {jobTitle(name)}
              {source !== undefined && <span className="text-muted"> · {source}</span>}
            </Link>
          </p>
          <p className={`truncate text-small ${error === null ? "text-muted" : "text-bad"}`}>
            {error === null ? `Try ${attempt}, by ${visible(worker)}` : visible(error)}
          </p>
        </div>
      </div>
      <div role="gridcell" className="text-small max-lg:hidden">
        <OutcomeText state={outcome} />
      </div>
      <div role="gridcell" className="text-small max-lg:hidden">
        {record.run_id !== null && (
          <Link
            to="/ops/runs/$id"
            params={{ id: String(record.run_id) }}
            tabIndex={-1}
            className="text-muted hover:text-text hover:underline"
          >
            Run {record.run_id}
          </Link>
        )}
      </div>
      <div role="gridcell" className="text-small text-muted max-lg:hidden">
        {duration(Date.parse(to) - Date.parse(from))}
      </div>
      <div role="gridcell" className="text-right text-small text-muted lg:text-left">
        <Time at={to} />
        <span className="block lg:hidden">
          <OutcomeText state={outcome} />
        </span>
      </div>
    </div>
  );
}

function NoRecords({ filtered }: { filtered: boolean }): ReactElement {
  const navigate = route.useNavigate();
  if (!filtered) return <Empty title="No job has ended yet">Each try that ends is written down here.</Empty>;
  return (
    <Empty
      title="Nothing matches these filters"
      actions={<Button onClick={() => void navigate({ search: { tab: "history" } })}>Clear filters</Button>}
    />
  );
}
