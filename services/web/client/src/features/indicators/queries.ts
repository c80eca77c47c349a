import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api } from "../../api/client.ts";
import { dated, heldList } from "../../kit/held-list.ts";
import { sinceAge } from "../entities/ages.ts";
import { readSort, toFilter, type IndicatorSearch } from "./filters.ts";

export function indicatorsQuery(search: IndicatorSearch) {
  const filter = { ...toFilter(search), sort: readSort(search.sort) };
  return infiniteQueryOptions({
    queryKey: ["indicators", filter, search.since ?? ""],
    queryFn: ({ signal, pageParam }) =>
      dated(
        api.listIndicators({
          query: {
            ...filter,
            ...sinceAge(search.since),
            limit: 100,
            ...(pageParam && { cursor: pageParam }),
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    ...heldList,
  });
}

/** So many pages of 200 are counted before "more than" is said. */
const mostPages = 10;

/** How many indicators the filters let through. */
export function countQuery(search: IndicatorSearch) {
  const filter = toFilter(search);
  return queryOptions({
    queryKey: ["indicators", "count", filter, search.since ?? ""],
    queryFn: async ({ signal }) => {
      let found = 0;
      let cursor: string | null = null;
      const since = sinceAge(search.since);
      for (let pages = 0; pages < mostPages; pages += 1) {
        const page: { items: unknown[]; next_cursor: string | null } = await api.listIndicators({
          query: { ...filter, ...since, limit: 200, fields: "id", sort: "value", ...(cursor && { cursor }) },
          signal,
        });
        found += page.items.length;
        cursor = page.next_cursor;
        if (cursor === null) return { found, more: false };
      }
      return { found, more: true };
    },
  });
}
