import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useCallback, useState, type ReactElement } from "react";

import { Button, ButtonLink } from "../../kit/button.tsx";
import { GridList } from "../../kit/grid-list.tsx";
import { NewPill } from "../../kit/new-pill.tsx";
import { Empty, Loaded } from "../../kit/states.tsx";
import { useHeld } from "../../kit/use-held.ts";
import { useRefetchOn } from "../../kit/use-refetch-on.ts";
import { JobPane } from "./job-pane.tsx";
import { JobHeadings, JobRow } from "./job-row.tsx";
import { numberOf } from "./job-numbers.ts";
import { jobsQuery, queuesQuery, type JobLine } from "./queries.ts";
import { StateTable } from "./state-table.tsx";
import { useSourceOfJob } from "./use-source-of-job.ts";
import { jobTitle } from "./words.ts";

const route = getRouteApi("/inside/ops/jobs");

/** What the queues hold, as many as are in which state, and the open one beside the list. */
export function Jobs(): ReactElement {
  const { job } = route.useSearch();
  return (
    <div className="flex h-full">
      <div className={`flex min-w-0 flex-1 flex-col ${job ? "max-xl:hidden" : ""}`}>
        <StateTable />
        <div className="relative min-h-0 flex-1">
          <JobList />
        </div>
      </div>
      {job && <JobPane id={job} />}
    </div>
  );
}

function JobList(): ReactElement {
  const { queue, state, job } = route.useSearch();
  const navigate = route.useNavigate();
  const [active, setActive] = useState<number | null>(() => (job ? numberOf(job) : null));
  const jobs = useInfiniteQuery(jobsQuery({ queue, state }));
  useRefetchOn(["job.changed", "missed"], ["job-list"]);
  const items = jobs.data?.pages.flatMap((page) => page.items) ?? [];
  const { shown, newer, show } = useHeld(items, idOf, `${queue} ${state}`);
  const sourceOf = useSourceOfJob();
  const rows = shown.map((line) => ({ id: numberOf(line.id), job: line }));
  const open = useCallback(
    (id: string) => void navigate({ search: (old) => ({ ...old, job: id }), replace: true }),
    [navigate],
  );
  const { fetchNextPage, isFetchingNextPage, hasNextPage } = jobs;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);
  return (
    <Loaded query={jobs} lines={12}>
      {() =>
        rows.length === 0 ? (
          <NoJobs filtered={Boolean(queue ?? state)} />
        ) : (
          <>
            <NewPill newer={newer} onShow={show} />
            <GridList
              label="Jobs"
              items={rows}
              active={active}
              onActive={(id) => {
                setActive(id);
                // With one open, moving through the list reads on beside it.
                const line = job && rows.find((row) => row.id === id);
                if (line) open(line.job.id);
              }}
              onOpen={(row) => open(row.job.id)}
              nameOf={(row) => jobTitle(row.job.name)}
              {...(!job && { header: <JobHeadings /> })}
              row={(row) => (
                <JobRow job={row.job} source={sourceOf(row.job.source_id)} narrow={Boolean(job)} />
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

function idOf({ id }: JobLine): string {
  return id;
}

function NoJobs({ filtered }: { filtered: boolean }): ReactElement {
  const navigate = route.useNavigate();
  const { data: queues } = useQuery(queuesQuery);
  const total = (queues ?? []).flatMap(({ counts }) => Object.values(counts)).reduce((sum, n) => sum + n, 0);
  if (filtered && total > 0)
    return (
      <Empty
        title="No job is like that now"
        actions={<Button onClick={() => void navigate({ search: {} })}>Show all jobs</Button>}
      >
        What ended longer ago stands in the{" "}
        <Link to="/ops/jobs" search={{ tab: "history" }} className="text-accent underline">
          history
        </Link>
        .
      </Empty>
    );
  return (
    <Empty
      title="The queues are empty"
      actions={
        <ButtonLink to="/ops/jobs" search={{ tab: "schedules" }}>
          See the schedules
        </ButtonLink>
      }
    >
      Jobs come by schedule, or when somebody starts something.
    </Empty>
  );
}
