import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";

import { visible } from "../../kit/remote.tsx";
import { sourceNamesQuery } from "../articles/queries.ts";
import { collectRecordsQuery, type RunLine } from "./queries.ts";

export type RunSource = { slug: string; name: string };

/** Which source each of these runs collected, as far as their jobs are still known. */
export function useRunSources(runs: readonly RunLine[]): ReadonlyMap<number, RunSource> {
  const collects = runs.filter(({ kind, trigger }) => kind === "collect" && trigger !== "cli");
  const oldest = collects.at(-1)?.started_at;
  const records = useInfiniteQuery({ ...collectRecordsQuery, enabled: collects.length > 0 });
  const { data, hasNextPage, isFetching, isError, fetchNextPage, refetch } = records;
  const seen = data?.pages.at(-1)?.items.at(-1)?.started_at;
  const wantsOlder = !isFetching && !isError && hasNextPage && !!oldest && !!seen && seen > oldest;
  useEffect(() => {
    if (wantsOlder) void fetchNextPage();
  }, [wantsOlder, fetchNextPage]);
  const newest = collects.find(({ finished_at }) => finished_at !== null)?.id;
  useEffect(() => {
    if (newest !== undefined) void refetch();
  }, [newest, refetch]);
  const { data: names } = useQuery(sourceNamesQuery);
  return useMemo(() => {
    const byId = new Map([...(names ?? [])].map(([slug, { id, name }]) => [id, { slug, name }]));
    const found = new Map<number, RunSource>();
    for (const { run_id, payload } of data?.pages.flatMap(({ items }) => items) ?? []) {
      const source = byId.get(Number(payload?.["sourceId"]));
      if (run_id !== null && source) found.set(run_id, { ...source, name: visible(source.name) });
    }
    return found;
  }, [data, names]);
}
