import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useState, type ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { Button, ButtonLink } from "../../kit/button.tsx";
import { GridList } from "../../kit/grid-list.tsx";
import { ListPage } from "../../kit/list-page.tsx";
import { NewPill } from "../../kit/new-pill.tsx";
import { Empty, Loaded } from "../../kit/states.tsx";
import { useHeld } from "../../kit/use-held.ts";
import { useRefetchOn } from "../../kit/use-refetch-on.ts";
import { runsQuery, type RunLine } from "./queries.ts";
import { RunFilterRow } from "./run-filters.tsx";
import { RunHeadings, RunRow } from "./run-row.tsx";
import { RunNow } from "./run-now.tsx";
import { RunsPicture } from "./runs-picture.tsx";
import { useRunProgress } from "./use-run-progress.ts";
import { useRunSources } from "./use-run-sources.ts";
import { kindTitle } from "./words.ts";

const route = getRouteApi("/inside/ops/runs");

/** What ran, what it did and what failed. */
export function RunsPage(): ReactElement {
  const filters = route.useSearch();
  const { operate } = useRights();
  return (
    <ListPage
      title="Runs"
      actions={operate && <RunNow />}
      above={
        <>
          <RunsPicture />
          <RunFilterRow filters={filters} />
        </>
      }
    >
      <RunList />
    </ListPage>
  );
}

function RunList(): ReactElement {
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const [active, setActive] = useState<number | null>(null);
  const runs = useInfiniteQuery(runsQuery(filters));
  const items = runs.data?.pages.flatMap((page) => page.items) ?? [];
  useRefetchOn(["run.progress", "run.finished", "missed"], ["run-list", "run-stats"], {
    pauseMs: 5_000,
    // Nothing tells that a run begins; the first word of one that is not in the list does.
    isNews: ({ event, data }) =>
      event !== "run.progress" || !items.some(({ id }) => id === Number(data["run_id"])),
  });
  const { shown, newer, show } = useHeld(items, idOf, JSON.stringify(filters));
  const progress = useRunProgress();
  const sources = useRunSources(shown);
  const open = useCallback(
    ({ id }: RunLine) => void navigate({ to: "/ops/runs/$id", params: { id: String(id) } }),
    [navigate],
  );
  const { fetchNextPage, isFetchingNextPage, hasNextPage } = runs;
  const more = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);
  return (
    <Loaded query={runs} lines={12}>
      {() =>
        shown.length === 0 ? (
          <NoRuns filtered={Object.keys(filters).length > 0} />
        ) : (
          <>
            <NewPill newer={newer} onShow={show} />
            <GridList
              label="Runs"
              items={shown}
              active={active}
              onActive={setActive}
              onOpen={open}
              nameOf={({ id, kind }) => `${kindTitle(kind)} ${id}`}
              header={<RunHeadings />}
              row={(run) => <RunRow run={run} source={sources.get(run.id)} progress={progress.get(run.id)} />}
              more={more}
              hasMore={hasNextPage}
            />
          </>
        )
      }
    </Loaded>
  );
}

function idOf({ id }: RunLine): number {
  return id;
}

function NoRuns({ filtered }: { filtered: boolean }): ReactElement {
  const navigate = route.useNavigate();
  const { operate } = useRights();
  if (filtered)
    return (
      <Empty
        title="No run matches these filters"
        actions={<Button onClick={() => void navigate({ search: {} })}>Clear filters</Button>}
      />
    );
  return (
    <Empty
      title="Nothing has run yet"
      actions={
        <>
          {operate && <RunNow />}
          <ButtonLink to="/ops/jobs" search={{ tab: "schedules" }}>
            See the schedules
          </ButtonLink>
        </>
      }
    >
      Sources are collected by schedule; what each round did will stand here.
    </Empty>
  );
}
