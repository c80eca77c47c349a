import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { plural } from "../../kit/number.ts";
import { meaningQuery, type Near } from "../meaning/queries.ts";
import type { ArticleListState } from "./use-article-list.ts";

/** What a search by meaning found, as a list of articles; null unless that is what was asked for. */
export type MeaningList = ArticleListState & { near: Near | null; similarity: (id: number) => number | null };

const longest = 500;

/** The articles that mean what the search says, in whatever words: the nearest, in one page. */
export function useMeaningList(q: string | null): MeaningList {
  const asked = (q ?? "").trim().slice(0, longest);
  const query = useQuery({ ...meaningQuery(asked), enabled: asked !== "" });
  const { data, refetch } = query;
  const known = useMemo(
    () => new Map(data?.items.map(({ article, similarity }) => [article.id, similarity] as const)),
    [data],
  );
  const rows = useMemo(() => data?.items.map(({ article }) => article) ?? [], [data]);
  return {
    rows,
    total: data ? `the ${plural(rows.length, "nearest article")}` : "",
    loaded: data !== undefined || asked === "",
    unreadable: false,
    old: query.isPlaceholderData,
    error: query.error,
    readAt: query.dataUpdatedAt,
    hasMore: false,
    more: () => undefined,
    again: () => void refetch(),
    near: data ?? null,
    similarity: (id) => known.get(id) ?? null,
  };
}
