import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { readAtOf, readFromTop } from "../../kit/held-list.ts";
import { plural } from "../../kit/number.ts";
import { refangSearch, type ArticleFilters } from "./article-search.ts";
import { articleLists, articlesQuery, parsedQuery, type ArticleRow } from "./queries.ts";

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

/** `on`: whether it is asked for at all. */
export function useArticleList(filters: ArticleFilters, on = true): ArticleListState {
  const q = on ? refangSearch(filters.q ?? "") : "";
  const parsed = useQuery(parsedQuery(q));
  const reading = parsed.isPlaceholderData ? undefined : parsed.data;
  // What cannot be read is not sent: the server would only refuse it.
  const readable = q === "" || Boolean(reading && reading.problems.length === 0) || parsed.isError;
  const query = useInfiniteQuery({ ...articlesQuery(filters), enabled: on && readable });
  const { data, hasNextPage, isFetching, fetchNextPage } = query;
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
    readAt: readAtOf(data),
    hasMore: hasNextPage,
    more: () => {
      if (!isFetching) void fetchNextPage();
    },
    again: () => void readFromTop([...articleLists, filters]),
  };
}

/** What came between two pages stands on both. */
function once(rows: ArticleRow[]): ArticleRow[] {
  const seen = new Set<number>();
  return rows.filter(({ id }) => !seen.has(id) && seen.add(id));
}
