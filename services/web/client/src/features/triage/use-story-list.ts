import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";

import { readAtOf, readFromTop } from "../../kit/held-list.ts";
import type { StoryLine } from "../stories/queries.ts";
import { stillMatches } from "./filters.ts";
import { storiesQuery, type Asked } from "./queries.ts";

export type StoryList = {
  /** Those that still belong to it, in the order of the server. */
  rows: readonly StoryLine[];
  /** All that were read, also those that have left since. */
  known: ReadonlySet<number>;
  loaded: boolean;
  /** What is shown belongs to the filters before. */
  old: boolean;
  error: unknown;
  /** When it was read from its top. */
  readAt: number;
  hasMore: boolean;
  more: () => void;
  /** Reads the list again from its top. */
  again: () => void;
};

export function useStoryList(asked: Asked): StoryList {
  const options = storiesQuery(asked);
  const list = useInfiniteQuery(options);
  const { data, fetchNextPage, isFetching, isPlaceholderData, hasNextPage } = list;
  const all = useMemo((): StoryLine[] => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const rows = useMemo(
    () => all.filter((line) => (isPlaceholderData ? !line.gone : stillMatches(line, asked.search))),
    [all, asked.search, isPlaceholderData],
  );
  const key = JSON.stringify(options.queryKey);
  return {
    rows,
    known: useMemo(() => new Set(all.map(({ id }) => id)), [all]),
    loaded: data !== undefined,
    old: isPlaceholderData,
    error: list.error,
    readAt: readAtOf(data),
    hasMore: hasNextPage,
    more: useCallback(() => {
      if (!isFetching) void fetchNextPage();
    }, [isFetching, fetchNextPage]),
    again: useCallback(() => void readFromTop(JSON.parse(key) as readonly unknown[]), [key]),
  };
}
