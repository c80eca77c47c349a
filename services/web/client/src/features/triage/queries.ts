import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api } from "../../api/client.ts";
import { dated, firstPageQuery, heldList } from "../../kit/held-list.ts";
import { marksOfLine, withMarks } from "../stories/marks.ts";
import { toQuery, type Query, type Search } from "./filters.ts";

/** What a list shows: its filters, and since when things are new to the person. */
export type Asked = { search: Search; visit: string | null };

export const storyLists = ["stories", "triage"] as const;

/** The name under which it is remembered where somebody was in the list. */
export function placeOf(asked: Asked): string {
  return JSON.stringify([...storyLists, asked]);
}

function queryNow({ search, visit }: Asked): Query {
  return toQuery(search, { now: Date.now(), visit });
}

function readPage(asked: Asked, { cursor, signal }: { cursor: string | null; signal: AbortSignal }) {
  return api.listStories({
    query: { ...queryNow(asked), expand: ["facts"], limit: 50, ...(cursor && { cursor }) },
    signal,
  });
}

/** Rows never move by themselves: the list is read again only when somebody asks for it. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what the query infers
export const storiesQuery = (asked: Asked) =>
  infiniteQueryOptions({
    queryKey: [...storyLists, asked],
    queryFn: ({ pageParam, signal }) => dated(readPage(asked, { cursor: pageParam, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: keepPreviousData,
    ...heldList,
  });

/** The first page as it is now. What people marked here stays as the list shows it. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what the query infers
export const firstStoriesQuery = (asked: Asked, readAt: number) =>
  firstPageQuery({
    key: ["first", "stories", asked],
    list: [...storyLists, asked],
    readAt,
    read: (signal) => readPage(asked, { cursor: null, signal }),
    keep: (fresh, held) => withMarks(fresh, marksOfLine(held)),
  });

const mostSelected = 1_000;

/** The numbers of all stories that a filter finds, up to as many as one action may have. */
export async function allIds(asked: Asked): Promise<{ ids: number[]; more: boolean }> {
  const query = queryNow(asked);
  const ids: number[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: { id: number }[]; next_cursor: string | null } = await api.listStories({
      query: { ...query, fields: "id", limit: 200, ...(cursor && { cursor }) },
    });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.next_cursor;
  } while (cursor && ids.length < mostSelected);
  return { ids, more: cursor !== null };
}

export const dashboardQuery = queryOptions({
  queryKey: ["dashboard"],
  queryFn: ({ signal }) => api.getDashboard({ signal }),
  staleTime: 60_000,
});

export const preferencesQuery = queryOptions({
  queryKey: ["preferences"],
  queryFn: ({ signal }) => api.getPreferences({ signal }),
  staleTime: 60_000,
});
