import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { api, type Answer, type Item } from "../../api/client.ts";
import { timeOf } from "../articles/article-search.ts";
import { jobOfRun } from "./stages.ts";

export type RunLine = Item<"listRuns">;
export type Run = Answer<"getRun">;

/** What the address of the list says; all of it text. */
export type RunFilters = {
  kind?: string;
  status?: string;
  trigger?: string;
  since?: string;
  until?: string;
  all?: string;
};

/** The latest first. The list asks for itself again (see `useRefetchOn`), so its key is its own. */
export function runsQuery({ kind, status, trigger, since, until, all }: RunFilters) {
  return infiniteQueryOptions({
    queryKey: ["run-list", kind, status, trigger, since, until, all],
    queryFn: ({ signal, pageParam }) =>
      api.listRuns({
        query: {
          kind,
          status,
          trigger,
          since: timeOf(since, new Date()),
          until: timeOf(until, new Date()),
          news: all !== "true",
          limit: 100,
          ...(pageParam && { cursor: pageParam }),
        },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function runQuery(id: number) {
  return queryOptions({
    queryKey: ["run", id],
    queryFn: ({ signal }) => api.getRun({ params: { id }, signal }),
    // Events tell of a run as it goes; this is for where they do not arrive.
    refetchInterval: ({ state }) => (state.data?.status === "running" ? 5_000 : false),
  });
}

export const statsDays = 14;

export const runStatsQuery = queryOptions({
  queryKey: ["run-stats", statsDays],
  queryFn: ({ signal }) => api.getRunStats({ query: { days: statsDays }, signal }),
  staleTime: 60_000,
});

/** What a run can be compared with: earlier ones of its kind, or of its source where it has one. The latest first. */
export function earlierRunsQuery(run: Run, sourceId: number | null) {
  const { id, kind, trigger, started_at: until } = run;
  return queryOptions({
    queryKey: ["run", id, "earlier", sourceId],
    queryFn: async ({ signal }) => {
      if (sourceId === null)
        return (await api.listRuns({ query: { kind, trigger, until, limit: 20 }, signal })).items;
      const { items } = await api.listSourceChecks({
        params: { id: sourceId },
        query: { limit: 50 },
        signal,
      });
      return items.flatMap(({ run_id, started_at }) =>
        run_id !== null && run_id < id ? [{ id: run_id, started_at }] : [],
      );
    },
    enabled: run.status !== "running",
    staleTime: 300_000,
  });
}

/** The job that does a run which is going on: what can be cancelled. */
export function runningJobQuery(run: Run, sourceId: number | null) {
  return queryOptions({
    queryKey: ["jobs", "of-run", run.id, sourceId],
    queryFn: async ({ signal }) => {
      const { items } = await api.listJobs({ query: { state: "active", limit: 200 }, signal });
      return jobOfRun(run, sourceId, items) ?? null;
    },
    staleTime: 5_000,
  });
}

/** What collected each source lately: scheduled runs are of one source each, and only their jobs say of which. */
export const collectRecordsQuery = infiniteQueryOptions({
  queryKey: ["job-records", "sources"],
  queryFn: ({ signal, pageParam }) =>
    api.listJobRecords({
      query: {
        name: "collect-source",
        limit: 200,
        fields: "run_id,payload,started_at",
        ...(pageParam && { cursor: pageParam }),
      },
      signal,
    }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
  staleTime: 10_000,
});
