import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";

import { mentionsAtOnce, mentionsQuery, type Mention } from "./queries.ts";

/** More than any report names; what lies beyond is told, not drawn. */
const most = 6_000;

/** Everything an article names, in the order of the text, page after page. */
export function useMentions(id: number | null): {
  mentions: Mention[];
  loaded: boolean;
  complete: boolean;
  error: unknown;
} {
  const query = useInfiniteQuery({ ...mentionsQuery(id ?? 0), enabled: id !== null });
  const { data, hasNextPage, isFetching, fetchNextPage } = query;
  const pages = data?.pages;
  const more = hasNextPage && (pages?.length ?? 0) * mentionsAtOnce < most;
  // The first page at once, the others together: each change has the whole text marked anew.
  const shown = more ? pages?.[0] : pages;
  const all = useMemo(() => [shown ?? []].flat().flatMap(({ items }) => items), [shown]);
  useEffect(() => {
    if (more && !isFetching) void fetchNextPage();
  }, [more, isFetching, fetchNextPage]);
  const mentions = useMemo(() => all.toSorted((a, b) => firstPlace(a) - firstPlace(b)), [all]);
  return { mentions, loaded: data !== undefined, complete: !hasNextPage, error: query.error };
}

/** The title stands before the text. */
function firstPlace({ places: [first] }: Mention): number {
  if (!first) return Number.MAX_SAFE_INTEGER;
  return first.field === "title" ? first.start - 1_000_000 : first.start;
}
