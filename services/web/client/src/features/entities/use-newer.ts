import { useQuery } from "@tanstack/react-query";

import type { EntityRow } from "./queries.ts";

/**
 * How many rows stand above what a list shows, looked for once a minute. The list itself stays: rows come in when
 * people ask for them.
 */
export function useNewer(
  key: readonly unknown[],
  rows: readonly EntityRow[],
  firstPage: (signal: AbortSignal) => Promise<{ items: EntityRow[] }>,
  on: boolean,
): { count: number; more: boolean } {
  const { data } = useQuery({
    queryKey: [...key, "newer"],
    queryFn: ({ signal }) => firstPage(signal),
    enabled: on && rows.length > 0,
    refetchInterval: 60_000,
    staleTime: 60_000,
    initialData: { items: [] },
    initialDataUpdatedAt: () => Date.now(),
  });
  const known = new Set(rows.map(({ id }) => id));
  const above = data.items.findIndex(({ id }) => known.has(id));
  if (!on || data.items.length === 0) return { count: 0, more: false };
  return above === -1 ? { count: data.items.length, more: true } : { count: above, more: false };
}
