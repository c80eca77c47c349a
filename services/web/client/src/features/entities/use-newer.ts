import { useQuery } from "@tanstack/react-query";

import { countNewer } from "../../kit/count-newer.ts";
import { firstPageQuery } from "../../kit/held-list.ts";
import type { EntityRow } from "./queries.ts";

/**
 * How many rows stand above what a list shows: looked for when somebody comes back to it, and once a minute where it
 * begins with the newest. The list itself stays: rows come in when people ask for them.
 */
export function useNewer(
  list: readonly unknown[],
  {
    rows,
    readAt,
    isNewestFirst,
    on,
  }: { rows: readonly EntityRow[]; readAt: number; isNewestFirst: boolean; on: boolean },
  read: (signal: AbortSignal) => Promise<{ items: EntityRow[] }>,
): { count: number; more: boolean } {
  const isOn = on && rows.length > 0;
  const { data } = useQuery({
    ...firstPageQuery({ key: ["first", ...list], list, readAt, read }),
    enabled: isOn,
    refetchInterval: isNewestFirst ? 60_000 : false,
  });
  return isOn ? countNewer(data.items, new Set(rows.map(({ id }) => id))) : { count: 0, more: false };
}
