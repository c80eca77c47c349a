import type { RunStatus, RunTrigger } from "@cti/db/schema/runs";
import type { Schedule } from "@cti/db/schema/schedules";
import { nextRun } from "@cti/pipeline/schedule/next-run";
import type { JobName } from "@cti/queue/jobs";

import { DomainError } from "../errors.ts";
import { recordableMessage } from "../workers/recordable.ts";
import { markFired } from "./mark-fired.ts";
import type { QueueingDeps } from "./queue-due-sources.ts";
import { recordOutcome } from "./record-outcome.ts";
import { runRound } from "./run-round.ts";

export type Firing = {
  /** `skipped`: the last job still waits or runs. `waiting`: the same, and it is to start right after it. */
  outcome: "fired" | "skipped" | "waiting";
  /** The row afterwards. */
  schedule: Schedule;
};

/** Jobs that a schedule may start; sources are queued by the round alone. */
const scheduledJobs = [
  "scrape-missing",
  "extract-entities",
  "cluster",
  "rank",
  "cleanup",
  "daily-report",
  "backup",
  "connectivity-check",
  "embed-articles",
  "analyse-top",
] as const satisfies readonly JobName[];

/**
 * Starts what a due schedule starts. The job is added before the row says so: whoever dies in between leaves the
 * schedule due, and the queue does not take the same job twice.
 */
export async function fireSchedule(
  deps: QueueingDeps,
  schedule: Schedule,
  signal: AbortSignal,
): Promise<Firing> {
  const at = deps.now();
  // A row whose times cannot be read must fail before it starts anything, not after.
  nextRun(schedule, { after: at, previous: schedule.nextRunAt });
  const { db, queues } = deps;
  const origin = originOf(schedule);
  if (schedule.job === "collect-due") {
    await collectDue(deps, schedule, { ...origin, signal });
    return { outcome: "fired", schedule: await markFired(db, schedule, { outcome: "fired", at }) };
  }
  const job = scheduledJobs.find((name) => name === schedule.job);
  if (!job)
    throw new DomainError("invalid", `Schedule ${schedule.name} starts ${schedule.job}, which is no job`);
  const { added } = await queues.enqueue(job, { ...origin, schedule: schedule.name });
  if (!added && schedule.overlap === "queue") return { outcome: "waiting", schedule };
  const outcome = added ? "fired" : "skipped";
  return { outcome, schedule: await markFired(db, schedule, { outcome, at }) };
}

function originOf({ requestedAt, requestedBy }: Schedule): { trigger: RunTrigger; actor: string } {
  if (requestedAt === null) return { trigger: "schedule", actor: "scheduler" };
  return { trigger: "cli", actor: requestedBy ?? "unknown" };
}

async function collectDue(
  deps: QueueingDeps,
  schedule: Schedule,
  { trigger, actor, signal }: { trigger: RunTrigger; actor: string; signal: AbortSignal },
): Promise<void> {
  const all = schedule.requestedAt !== null;
  const startedAt = deps.now().getTime();
  const note = (outcome: {
    status: RunStatus;
    runId: number | null;
    error: string | null;
  }): Promise<void> => {
    const now = deps.now();
    const durationMs = now.getTime() - startedAt;
    return recordOutcome(deps.db, { ...outcome, schedule: schedule.name, durationMs, now });
  };
  const { runId } = await runRound(deps, { all, trigger, actor }, signal).catch(async (failure: unknown) => {
    const error = recordableMessage(failure instanceof Error ? failure.message : String(failure));
    // Why the round failed says more than that this could not be noted either.
    await note({ status: "failed", runId: null, error }).catch(() => undefined);
    throw failure;
  });
  await note({ status: "completed", runId, error: null });
}
