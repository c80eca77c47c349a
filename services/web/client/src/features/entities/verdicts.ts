import { useSyncExternalStore } from "react";

export type Verdict = "accepted" | "rejected";

// What was decided on this page since it was opened. It lies over what lists say, so that no list must be asked again.
let decided: ReadonlyMap<number, Verdict | null> = new Map();
const watchers = new Set<() => void>();

export function setVerdicts(ids: readonly number[], verdict: Verdict | null | undefined): void {
  const next = new Map(decided);
  for (const id of ids)
    if (verdict === undefined) next.delete(id);
    else next.set(id, verdict);
  decided = next;
  for (const watcher of watchers) watcher();
}

function watch(told: () => void): () => void {
  watchers.add(told);
  return () => void watchers.delete(told);
}

/** The verdicts of this visit by entity; null means taken back. */
export function useVerdicts(): ReadonlyMap<number, Verdict | null> {
  return useSyncExternalStore(watch, () => decided);
}
