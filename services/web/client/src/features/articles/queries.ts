import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  type InfiniteData,
} from "@tanstack/react-query";

import { api, type Answer, type Item } from "../../api/client.ts";
import { dated, firstPageQuery, heldList } from "../../kit/held-list.ts";
import { apiFilters, type ArticleFilters } from "./article-search.ts";

export type ArticleRow = Item<"listArticles">;
export type Article = Answer<"getArticle">;
export type Mention = Item<"listArticleMentions">;
export type ArticlePages = InfiniteData<Answer<"listArticles">, string | null>;

const sorts = ["newest", "score", "hunt"] as const;
export type Sort = (typeof sorts)[number];

export function sortOf(text: string | undefined): Sort {
  return sorts.find((sort) => sort === text) ?? "newest";
}

export const articleLists = ["articles", "list"] as const;

/** The name under which it is remembered where somebody was in the list. */
export function placeOf(filters: ArticleFilters): string {
  return JSON.stringify([...articleLists, filters]);
}

function readPage(
  filters: ArticleFilters,
  { cursor, signal }: { cursor: string | null; signal: AbortSignal },
) {
  return api.listArticles({
    query: {
      ...apiFilters(filters, new Date()),
      sort: sortOf(filters.sort),
      limit: 50,
      ...(cursor ? { cursor } : { count: "estimate" }),
    },
    signal,
  });
}

/** The list stays as it was read until somebody asks for it again: rows never move under the hand. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what TanStack Query infers
export const articlesQuery = (filters: ArticleFilters) =>
  infiniteQueryOptions({
    queryKey: [...articleLists, filters],
    queryFn: ({ pageParam, signal }) => dated(readPage(filters, { cursor: pageParam, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    ...heldList,
  });

/** The first page as it is now. What people marked here stays as the list shows it. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what TanStack Query infers
export const firstArticlesQuery = (filters: ArticleFilters, readAt: number) =>
  firstPageQuery({
    key: ["first", "articles", filters],
    list: [...articleLists, filters],
    readAt,
    read: (signal) => readPage(filters, { cursor: null, signal }),
    keep: (fresh, { state, starred }) => ({ ...fresh, state, starred }),
  });

/** How a search is read: its parts, and where it cannot be read. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what TanStack Query infers
export const parsedQuery = (q: string) =>
  queryOptions({
    queryKey: ["articles", "parsed", q],
    queryFn: ({ signal }) => api.parseSearch({ query: { q }, signal }),
    enabled: q !== "",
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });

/** What all of a search is, where it is one indicator, flaw or technique. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what TanStack Query infers
export const directQuery = (q: string) =>
  queryOptions({
    queryKey: ["articles", "direct", q],
    queryFn: ({ signal }) => api.search({ query: { q, limit: 1, fields: "id" }, signal }),
    select: ({ direct }) => direct,
    enabled: q !== "",
    staleTime: 60_000,
  });

// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what TanStack Query infers
export const articleQuery = (id: number) =>
  queryOptions({
    queryKey: ["article", id],
    queryFn: ({ signal }) =>
      api.getArticle({ params: { id }, query: { expand: ["notes", "triage"] }, signal }),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });

export const mentionsAtOnce = 200;

/** What it names, page after page. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what TanStack Query infers
export const mentionsQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: ["article", id, "mentions"],
    queryFn: ({ pageParam, signal }) =>
      api.listArticleMentions({
        params: { id },
        query: { limit: mentionsAtOnce, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });

// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what TanStack Query infers
export const diffQuery = (id: number, from: string | undefined, to: string | undefined) =>
  queryOptions({
    queryKey: ["article", id, "diff", from, to],
    queryFn: ({ signal }) => api.diffArticle({ params: { id }, query: { from, to }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  });

// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what TanStack Query infers
export const rankQuery = (id: number) =>
  queryOptions({
    queryKey: ["article", id, "rank"],
    queryFn: ({ signal }) => api.explainArticleRank({ params: { id }, signal }),
  });

/** The sources' names by slug: articles carry the slug only. */
export const sourceNamesQuery = queryOptions({
  queryKey: ["sources", "names"],
  queryFn: async ({ signal }) => {
    const names = new Map<string, { id: number; name: string }>();
    let cursor: string | null = null;
    for (let page = 0; page < 25; page += 1) {
      const answer: Answer<"listSources"> = await api.listSources({
        query: { limit: 200, fields: "id,slug,name", ...(cursor && { cursor }) },
        signal,
      });
      for (const { id, slug, name } of answer.items) names.set(slug, { id, name });
      cursor = answer.next_cursor;
      if (!cursor) break;
    }
    return names;
  },
  staleTime: 300_000,
});

export const languagesQuery = queryOptions({
  queryKey: ["articles", "languages"],
  queryFn: async ({ signal }) => (await api.getStats({ signal })).languages,
  staleTime: 300_000,
});
