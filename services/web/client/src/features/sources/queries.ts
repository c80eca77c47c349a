import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { api, type Answer, type Item } from "../../api/client.ts";

export type SourceLine = Item<"listSources">;
export type Source = Answer<"getSource">;
export type Activity = Item<"getSourceActivity">;
export type Check = Item<"listSourceChecks">;
export type TestResult = Answer<"testSource">;
export type Probe = Answer<"probeSource">;
export type Found = NonNullable<Probe["found"]>;
export type OpmlResult = Answer<"importOpml">;

const pageSize = 200;
/** Far beyond what one installation follows; a list that never ends would never be shown. */
const most = 5_000;

/** All of them: counts by state, filters and orders are made of the whole, and it is some hundred short lines. */
export const sourcesQuery = queryOptions({
  queryKey: ["sources", "all"],
  queryFn: async ({ signal }) => {
    const all: SourceLine[] = [];
    let cursor: string | null = null;
    do {
      const page: Answer<"listSources"> = await api.listSources({
        query: { limit: pageSize, ...(cursor && { cursor }) },
        signal,
      });
      all.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor && all.length < most);
    return all;
  },
  staleTime: 60_000,
});

/** Checks and yield of up to 200 sources. */
export function activityQuery(ids: readonly number[]) {
  const text = ids.join(",");
  return queryOptions({
    queryKey: ["sources", "activity", text],
    queryFn: async ({ signal }) => {
      const { items } = await api.getSourceActivity({ query: { ids: text }, signal });
      return new Map(items.map((item) => [item.source_id, item]));
    },
    staleTime: 60_000,
  });
}

export function sourceQuery(id: number) {
  return queryOptions({
    queryKey: ["source", id, "card"],
    queryFn: ({ signal }) => api.getSource({ params: { id }, signal }),
  });
}

export function checksQuery(id: number) {
  return infiniteQueryOptions({
    queryKey: ["source", id, "checks"],
    queryFn: ({ signal, pageParam }) =>
      api.listSourceChecks({
        params: { id },
        query: { limit: 50, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** Asked for by hand only: it goes out to the site. What it told stays for a while. */
export function testQuery(id: number) {
  return queryOptions({
    queryKey: ["source-test", id],
    queryFn: ({ signal }) => api.testSource({ params: { id }, signal }),
    enabled: false,
    staleTime: Infinity,
    gcTime: 30 * 60_000,
    retry: false,
  });
}

/** Goes out to the site as well, once per address. */
export function probeQuery(url: string) {
  return queryOptions({
    queryKey: ["source-probe", url],
    queryFn: ({ signal }) => api.probeSource({ body: { url }, signal }),
    enabled: url !== "",
    staleTime: Infinity,
    gcTime: 10 * 60_000,
    refetchOnWindowFocus: false,
    retry: false,
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

export function isEnded(state: string): boolean {
  return ended.has(state);
}
