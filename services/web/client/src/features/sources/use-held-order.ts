import { useState } from "react";

import type { SourceLine } from "./queries.ts";

/**
 * Keeps rows where they are while their sources change: what is known is shown in the order that people last asked
 * for, what came meanwhile is counted and comes in on demand. `key` says what they asked for.
 */
export function useHeldOrder(
  matching: readonly SourceLine[],
  all: readonly SourceLine[],
  key: string,
): { rows: SourceLine[]; waiting: number; bringIn: () => void } {
  const [held, setHeld] = useState<{ key: string; ids: number[] } | null>(null);
  let ids = held?.key === key ? held.ids : null;
  if (ids === null) {
    ids = matching.map(({ id }) => id);
    setHeld({ key, ids });
  }
  const known = new Map(all.map((source) => [source.id, source]));
  const there = new Set(ids);
  return {
    rows: ids.flatMap((id) => known.get(id) ?? []),
    waiting: matching.filter(({ id }) => !there.has(id)).length,
    bringIn: () => setHeld({ key, ids: matching.map(({ id }) => id) }),
  };
}
