import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { plural } from "../../kit/number.ts";
import { refangSearch, type ArticleFilters } from "./article-search.ts";
import { articlesQuery, parsedQuery, type ArticleRow } from "./queries.ts";

export type ArticleListState = {
  rows: ArticleRow[];
  /** "3 articles", or "about 1,144 articles" as the database estimates. */
  total: string;
  loaded: boolean;
  /** The search says nothing that can be looked for. */
  unreadable: boolean;
  /** Rows of the filters before, while those of the new ones are on their way. */
  old: boolean;
  error: unknown;
  readAt: number;
  hasMore: boolean;
  more: () => void;
  again: () => void;
};

export function useArticleList(filters: ArticleFilters): ArticleListState {
  const q = refangSearch(filters.q ?? "");
  const parsed = useQuery(parsedQuery(q));
  const reading = parsed.isPlaceholderData ? undefined : parsed.data;
  // What cannot be read is not sent: the server would only refuse it.
  const readable = q === "" || Boolean(reading && reading.problems.length === 0) || parsed.isError;
  const query = useInfiniteQuery({ ...articlesQuery(filters), enabled: readable });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = query;
  const rows = useMemo(() => once(data?.pages.flatMap(({ items }) => items) ?? []), [data]);
  const estimate = data?.pages[0]?.total ?? 0;
  const total = hasNextPage
    ? `about ${plural(Math.max(estimate, rows.length), "article")}`
    : plural(rows.length, "article");
  return {
    rows,
    total: data ? total : "",
    loaded: data !== undefined,
    unreadable: q !== "" && Boolean(reading && reading.problems.length > 0),
    old: query.isPlaceholderData,
    error: query.error,
    readAt: query.dataUpdatedAt,
    hasMore: hasNextPage,
    more: () => {
      if (!isFetchingNextPage) void fetchNextPage();
    },
    again: () => void refetch(),
  };
}

/** What came between two pages stands on both. */
function once(rows: ArticleRow[]): ArticleRow[] {
  const seen = new Set<number>();
  return rows.filter(({ id }) => !seen.has(id) && seen.add(id));
}
