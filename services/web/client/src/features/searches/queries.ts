import { queryOptions } from "@tanstack/react-query";

import { api, type Item } from "../../api/client.ts";

export type SavedSearch = Item<"listSavedSearches">;
export type Watch = Item<"listWatches">;

export const searchesQuery = queryOptions({
  queryKey: ["searches", "saved"],
  queryFn: ({ signal }) => allOf((page) => api.listSavedSearches({ query: page, signal })),
});

export const watchesQuery = queryOptions({
  queryKey: ["watchlists", "all"],
  queryFn: ({ signal }) => allOf((page) => api.listWatches({ query: page, signal })),
});

type Page<T> = { items: T[]; next_cursor: string | null };

/** Both lists end: a tenant has at most 1,000 watches. */
async function allOf<T>(read: (page: { limit: number; cursor?: string }) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await read({ limit: 200, ...(cursor && { cursor }) });
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor && items.length < 5_000);
  return items;
}
