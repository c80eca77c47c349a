import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { api, type Answer } from "../../api/client.ts";
import type { RunAt } from "./hours.ts";

export type Health = Answer<"getHealth">;
export type Component = Health["components"][string];
export type Stats = Answer<"getStats">;
export type Report = Answer<"getReport">;

export const healthQuery = queryOptions({
  queryKey: ["health"],
  queryFn: ({ signal }) => api.getHealth({ signal }),
  refetchInterval: 15_000,
});

export const statsQuery = queryOptions({
  queryKey: ["stats"],
  queryFn: ({ signal }) => api.getStats({ signal }),
  staleTime: 60_000,
});

export const daysQuery = queryOptions({
  queryKey: ["dashboard"],
  queryFn: ({ signal }) => api.getDashboard({ signal }),
  staleTime: 60_000,
});

export const knowledgeQuery = queryOptions({
  queryKey: ["knowledge"],
  queryFn: async ({ signal }) => (await api.listKnowledge({ query: { limit: 200 }, signal })).items,
  staleTime: 300_000,
});

export const reportsQuery = infiniteQueryOptions({
  queryKey: ["reports"],
  queryFn: ({ signal, pageParam }) =>
    api.listReports({ query: { limit: 30, ...(pageParam && { cursor: pageParam }) }, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
  staleTime: 300_000,
});

export function reportQuery(day: string) {
  return queryOptions({
    queryKey: ["reports", "day", day],
    queryFn: ({ signal }) => api.getReport({ params: { day }, signal }),
    staleTime: 300_000,
  });
}

const mostPages = 15;

/** Every run of the last 24 hours, as little of each as its hour needs; `isCut` when there are more than are read. */
export const runsOfDayQuery = queryOptions({
  queryKey: ["health", "runs-of-day"],
  queryFn: async ({ signal }) => {
    const runs: RunAt[] = [];
    const since = new Date(Date.now() - 86_400_000).toISOString();
    let cursor: string | null = null;
    for (let page = 0; page < mostPages; page += 1) {
      const answer: Answer<"listRuns"> = await api.listRuns({
        query: { since, limit: 200, fields: "started_at,status", ...(cursor && { cursor }) },
        signal,
      });
      runs.push(...answer.items);
      cursor = answer.next_cursor;
      if (!cursor) break;
    }
    return { runs, isCut: cursor !== null, now: Date.now() };
  },
  staleTime: 5 * 60_000,
});
