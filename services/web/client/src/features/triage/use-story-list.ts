import { useInfiniteQuery, type InfiniteData } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";

import { queryClient } from "../../api/query-client.ts";
import type { StoryLine } from "../stories/queries.ts";
import { stillMatches } from "./filters.ts";
import { storiesQuery, type Asked } from "./queries.ts";

export type StoryList = {
  /** Those that still belong to it, in the order of the server. */
  rows: readonly StoryLine[];
  loaded: boolean;
  /** What is shown belongs to the filters before. */
  old: boolean;
  error: unknown;
  hasMore: boolean;
  more: () => void;
  /** Reads the list again from its top. */
  again: () => void;
};

type Pages = InfiniteData<{ items: StoryLine[]; next_cursor: string | null }, string | null>;

export function useStoryList(asked: Asked): StoryList {
  const options = storiesQuery(asked);
  const list = useInfiniteQuery(options);
  const { data, fetchNextPage, isFetchingNextPage, refetch, isPlaceholderData, hasNextPage } = list;
  const rows = useMemo(() => {
    const items = data?.pages.flatMap(({ items }) => items) ?? [];
    return isPlaceholderData ? items : items.filter((line) => stillMatches(line, asked.search));
  }, [data, asked.search, isPlaceholderData]);
  const key = JSON.stringify(options.queryKey);
  return {
    rows,
    loaded: data !== undefined,
    old: isPlaceholderData,
    error: list.error,
    hasMore: hasNextPage,
    more: useCallback(() => {
      if (!isFetchingNextPage) void fetchNextPage();
    }, [isFetchingNextPage, fetchNextPage]),
    again: useCallback(() => {
      // Only the first page: what was scrolled through is not read a second time.
      queryClient.setQueryData<Pages>(
        JSON.parse(key) as readonly unknown[],
        (pages) => pages && { pages: pages.pages.slice(0, 1), pageParams: pages.pageParams.slice(0, 1) },
      );
      void refetch();
    }, [key, refetch]),
  };
}
