import type { RunStatus } from "@cti/db/schema/runs";
import { type Schedule, schedules } from "@cti/db/schema/schedules";
import { jobRecords } from "@cti/db/schema/workers";
import { describeSchedule } from "@cti/pipeline/schedule/describe-schedule";
import { gapAfter, nextRun } from "@cti/pipeline/schedule/next-run";
import { eq, sql } from "drizzle-orm";

import { listWorkers } from "../workers/list-workers.ts";
import {
  type ComponentHealth,
  countText,
  durationText,
  type HealthDeps,
  worstStatus,
} from "./component-health.ts";

/** In units of a schedule's interval: so long without success is degraded, and an error. */
const limits = { degraded: 2, error: 10 };
/** After its start a scheduler has so long to make up for what was missed before it is an error. */
const catchingUpMs = 5 * 60_000;

/** Whether what is to run by itself does so, with success. */
export async function checkSchedules(deps: HealthDeps): Promise<ComponentHealth> {
  const { db, now, settings } = deps;
  if (!settings.scheduling)
    return { status: "ok", message: "Nothing runs by itself: scheduler.enabled is off.", details: {} };
  const schedulers = (await listWorkers(db, { all: false })).filter(
    ({ kind, state }) => (kind === "scheduler" || kind === "daemon") && state === "online",
  );
  const enabled = await db.select().from(schedules).where(eq(schedules.enabled, true)).orderBy(schedules.id);
  const judged: Judged[] = [];
  for (const schedule of enabled) judged.push(await judge(deps, schedule));
  const details = {
    schedulers: schedulers.length,
    schedules: Object.fromEntries(judged.map((one) => [one.schedule.name, toDetail(one)])),
  };
  if (schedulers.length === 0)
    return {
      status: "error",
      message:
        "No scheduler is alive, so nothing runs by itself: `./run_cli.sh daemon` or `./collector beat -b` starts one.",
      details,
    };
  const upMs = Math.max(...schedulers.map(({ startedAt }) => now().getTime() - startedAt.getTime()));
  return { ...summarise(judged, { isCatchingUp: upMs < catchingUpMs }), details };
}

type Judged = {
  schedule: Schedule;
  status: ComponentHealth["status"];
  /** Time without success, or since it was made or changed when there was none yet. */
  sinceMs: number;
};

async function judge({ db, now, settings }: HealthDeps, schedule: Schedule): Promise<Judged> {
  const intervalMs = longestGap(schedule, now());
  const since = isFailed(schedule.lastStatus) ? await readSuccess(db, schedule) : schedule.updatedAt;
  const sinceMs = Math.max(0, now().getTime() - since.getTime());
  const slackMs = settings.lookEveryMs + schedule.jitterSeconds * 1_000;
  const intervals = (sinceMs - slackMs) / intervalMs;
  if (intervals <= limits.degraded) return { schedule, status: "ok", sinceMs };
  return { schedule, status: intervals > limits.error ? "error" : "degraded", sinceMs };
}

/** Of a cron line: the longest of the next pauses, so that the nights of a line for office hours are no failure. */
export function longestGap(schedule: Schedule, now: Date): number {
  if (schedule.cron === null) return gapAfter(schedule, now);
  let longest = 0;
  let at = nextRun(schedule, { after: now, previous: null });
  for (let step = 0; at && step < 10; step += 1) {
    const gapMs = gapAfter(schedule, at);
    longest = Math.max(longest, gapMs);
    at = Number.isFinite(gapMs) ? new Date(at.getTime() + gapMs) : null;
  }
  return longest || Number.POSITIVE_INFINITY;
}

function isFailed(status: RunStatus | null): boolean {
  return status === "failed" || status === "cancelled";
}

/** When a failing schedule's job last went well; when it never did, its first try. */
async function readSuccess(db: HealthDeps["db"], schedule: Schedule): Promise<Date> {
  const status = sql`coalesce(${jobRecords.result}->>'status', 'completed')`;
  const isSuccess = sql`${jobRecords.outcome} = 'completed' and ${status} in ('completed', 'completed_with_errors')`;
  const [row] = await db
    .select({
      last: sql<Date | null>`max(${jobRecords.finishedAt}) filter (where ${isSuccess})`.mapWith(
        jobRecords.finishedAt,
      ),
      first: sql<Date | null>`min(${jobRecords.finishedAt})`.mapWith(jobRecords.finishedAt),
    })
    .from(jobRecords)
    .where(eq(jobRecords.name, schedule.job));
  return row?.last ?? row?.first ?? schedule.updatedAt;
}

function summarise(
  judged: Judged[],
  { isCatchingUp }: { isCatchingUp: boolean },
): Pick<ComponentHealth, "status" | "message"> {
  const behind = judged.filter(({ status }) => status !== "ok");
  const [worst] = [...behind].sort(
    (one, other) => Number(other.status === "error") - Number(one.status === "error"),
  );
  if (!worst)
    return {
      status: "ok",
      message: `A scheduler is alive; ${countText(judged.length, "schedule")} on time.`,
    };
  const told = `${behind.length} of ${countText(judged.length, "schedule")} without success for too long, ${worst.schedule.name} (${describeSchedule(worst.schedule)}) for ${durationText(worst.sinceMs)}`;
  if (isCatchingUp)
    return { status: "degraded", message: `${told}: the scheduler has just started and makes up for it.` };
  const reason = worst.schedule.lastError === null ? "" : ` (${worst.schedule.lastError.slice(0, 200)})`;
  return {
    status: worstStatus(behind.map(({ status }) => status)),
    message: `${told}${reason}: \`schedules show ${worst.schedule.name}\` says why.`,
  };
}

function toDetail({ schedule, status, sinceMs }: Judged): Record<string, unknown> {
  return {
    status,
    times: describeSchedule(schedule),
    seconds_without_success: Math.round(sinceMs / 1_000),
    last_run_at: schedule.lastRunAt,
    next_run_at: schedule.nextRunAt,
    last_status: schedule.lastStatus,
    last_error: schedule.lastError,
    skipped: schedule.skipped,
  };
}
