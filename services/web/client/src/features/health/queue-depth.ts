import { useSyncExternalStore } from "react";

import { queryClient } from "../../api/query-client.ts";
import { queuesQuery, type Queue } from "../jobs/queries.ts";

/** How much waited and ran at a time, in seconds. */
export type Depth = { at: number; waiting: number; running: number };

const most = 2_000;
let samples: readonly Depth[] = [];
const watchers = new Set<() => void>();

function add(sample: Depth): void {
  // What was asked for earlier may be told again.
  if ((samples.at(-1)?.at ?? 0) >= sample.at) return;
  samples = [...samples.slice(1 - most), sample];
  for (const watcher of watchers) watcher();
}

/** What the queues say when they are asked, and what the menu asks for its badges every minute wherever people are. */
queryClient.getQueryCache().subscribe(({ type, query }) => {
  if (type !== "updated" || query.state.status !== "success") return;
  const at = Math.round(query.state.dataUpdatedAt / 1_000);
  if (query.queryHash === JSON.stringify(queuesQuery.queryKey)) {
    const queues = query.state.data as Queue[];
    const sum = (...states: string[]): number =>
      queues.reduce((all, { counts }) => all + states.reduce((n, state) => n + (counts[state] ?? 0), 0), 0);
    add({ at, waiting: sum("waiting", "delayed"), running: sum("active") });
  } else if (query.queryHash === '["nav"]') {
    const { jobs } = query.state.data as { jobs: { waiting: number; running: number } | null };
    if (jobs) add({ at, ...jobs });
  }
});

function watch(told: () => void): () => void {
  watchers.add(told);
  return () => void watchers.delete(told);
}

/** Kept for as long as the browser's tab is open. */
export function useQueueDepth(): readonly Depth[] {
  return useSyncExternalStore(watch, () => samples);
}
