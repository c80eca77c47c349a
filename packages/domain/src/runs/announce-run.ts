import type { RunStatus } from "@cti/db/schema/runs";

import { announce, type AnnounceDeps, tell } from "../events/announce.ts";

export type RunProgress = {
  /** Sources, articles or whatever the run is about; null where the end is not known. */
  done: number;
  total: number | null;
  counts: Record<string, number>;
};

const pauseMs = 1_000;

/**
 * Tells open screens how far a run is: once a second at most, and not before its first second is over. While the last
 * word is on its way no other is sent.
 */
export function openProgress(
  { db, now, report }: AnnounceDeps & { now: () => Date },
  { runId, kind }: { runId: number; kind: string },
): (progress: RunProgress) => void {
  let toldAt = now().getTime();
  let isTelling = false;
  return ({ done, total, counts }) => {
    const at = now().getTime();
    if (isTelling || Math.abs(at - toldAt) < pauseMs) return;
    toldAt = at;
    isTelling = true;
    const data = { run_id: runId, kind, done, total, counts };
    void tell(db, { event: "run.progress", topic: `run:${runId}`, data }, report).finally(
      () => (isTelling = false),
    );
  };
}

/** Tells open screens that a run has ended. */
export function announceEnd(
  deps: AnnounceDeps,
  run: { id: number; kind: string; status: RunStatus; counts: Record<string, unknown> },
): void {
  const { id, kind, status, counts } = run;
  const data = { run_id: id, kind, status, counts };
  announce(deps, { event: "run.finished", topic: `run:${id}`, data });
}
