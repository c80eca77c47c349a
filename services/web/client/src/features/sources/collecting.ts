import { useSyncExternalStore } from "react";

/** The last job that this page asked for, per source. */
type Asked = {
  jobId: string;
  over: boolean;
  /** Asked for by itself: what comes of it is told. */
  alone: boolean;
};

const asked = new Map<number, Asked>();
const watchers = new Set<() => void>();

function watch(told: () => void): () => void {
  watchers.add(told);
  return () => void watchers.delete(told);
}

function tell(): void {
  for (const watcher of watchers) watcher();
}

export function startedCollecting(sourceId: number, jobId: string, alone: boolean): void {
  asked.set(sourceId, { jobId, over: false, alone });
  tell();
}

/** Notes that a job is over; gives it the first time only. */
export function endedCollecting(sourceId: number): Asked | null {
  const job = asked.get(sourceId);
  if (!job || job.over) return null;
  asked.set(sourceId, { ...job, over: true });
  tell();
  return job;
}

/** The job that collects a source, or did last; undefined when this page asked for none. */
export function useCollecting(sourceId: number): Asked | undefined {
  return useSyncExternalStore(watch, () => asked.get(sourceId));
}
