import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { api, type Answer, type Item } from "../../api/client.ts";
import { timeOf } from "../articles/article-search.ts";

export type JobLine = Item<"listJobs">;
export type Job = Answer<"getJob">;
export type Queue = Item<"listQueues">;
export type Worker = Item<"listWorkers">;
export type Schedule = Item<"listSchedules">;
export type JobRecord = Item<"listJobRecords">;

/** The one added last first. The list asks for itself again (see `useRefetchOn`), so its key is its own. */
export function jobsQuery({ queue, state }: { queue?: string | undefined; state?: string | undefined }) {
  return infiniteQueryOptions({
    queryKey: ["job-list", queue, state],
    queryFn: ({ signal, pageParam }) =>
      api.listJobs({ query: { queue, state, limit: 50, ...(pageParam && { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: 30_000,
  });
}

const ended = new Set(["completed", "failed", "cancelled"]);

export function jobQuery(id: string) {
  return queryOptions({
    queryKey: ["jobs", "one", id],
    queryFn: ({ signal }) => api.getJob({ params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data && ended.has(state.data.state) ? false : 2_000),
  });
}

export const queuesQuery = queryOptions({
  queryKey: ["jobs", "queues"],
  queryFn: async ({ signal }) => (await api.listQueues({ signal })).items,
  refetchInterval: 10_000,
});

export function workersQuery(all: boolean) {
  return queryOptions({
    queryKey: ["workers", all],
    queryFn: async ({ signal }) => (await api.listWorkers({ query: { limit: 200, all }, signal })).items,
    refetchInterval: 10_000,
  });
}

export const schedulesQuery = queryOptions({
  queryKey: ["schedules"],
  queryFn: ({ signal }) => api.listSchedules({ query: { limit: 200 }, signal }),
  refetchInterval: 30_000,
});

export type RecordFilters = {
  name?: string;
  outcome?: string;
  since?: string;
  error?: string;
  worker?: string;
};

export function recordsQuery({ name, outcome, since, error, worker }: RecordFilters) {
  return infiniteQueryOptions({
    queryKey: ["job-records", "list", name, outcome, since, error, worker],
    queryFn: ({ signal, pageParam }) =>
      api.listJobRecords({
        query: {
          name,
          outcome,
          error,
          worker,
          since: timeOf(since, new Date()),
          limit: 100,
          ...(pageParam && { cursor: pageParam }),
        },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}
