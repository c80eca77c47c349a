import { closeDeadRuns } from "@cti/domain/runs/run-lock";
import { dueSchedules } from "@cti/domain/schedules/due-schedules";
import { fireSchedule, type Firing } from "@cti/domain/schedules/fire-schedule";
import type { LeaderLock } from "@cti/domain/schedules/leader-lock";
import { type QueueingDeps, queueDueSources } from "@cti/domain/schedules/queue-due-sources";
import type { StartDelays } from "@cti/domain/schedules/start-delays";
import type { Logger } from "@cti/observe/logger";
import type { Queues } from "@cti/queue/queue-types";

import type { Complaints } from "./complaints.ts";

/** What one look did, for metrics and tests. */
export type TickReport = {
  /** Whether this process leads; one that does not does nothing. */
  isLeader: boolean;
  /** Names of schedules that started something, fell into their last run, or are to start right after it. */
  fired: string[];
  skipped: string[];
  waiting: string[];
  failed: string[];
  /** Sources queued by their own cadence, beside those of a round. */
  queuedSources: number;
  closedRuns: number[];
};

export type LookParts = {
  deps: QueueingDeps & { queues: Queues };
  lead: LeaderLock;
  delays: StartDelays;
  complaints: Complaints;
  log: Logger;
  /** False starts only what a person asks for. */
  enabled: boolean;
  memory: LookMemory;
};

/** What a look leaves to the next one. */
export type LookMemory = {
  isLeader: boolean;
  /** Starts that are to be made, by schedule, as far as they are known; none while somebody else leads. */
  expected: Map<string, Date>;
  closedDeadRunsAt: number;
  /** Schedules that could not be started: how often in a row, and when they are tried again (ms). */
  failures: Map<string, { times: number; retryAt: number }>;
};

type Row = Firing["schedule"];

const queueAnswerMs = 5_000;
const closeDeadRunsEveryMs = 60_000;
/** Between two tries of what cannot be started: 5 s, doubled each time up to five minutes. */
const retryMs = { first: 5_000, most: 300_000 };

/** Starts what is due, when this process leads. Rejects only when the database cannot be asked. */
export async function look(parts: LookParts, signal: AbortSignal): Promise<TickReport> {
  const { deps, lead, log, enabled, memory, complaints } = parts;
  const report: TickReport = {
    isLeader: false,
    fired: [],
    skipped: [],
    waiting: [],
    failed: [],
    queuedSources: 0,
    closedRuns: [],
  };
  const hasLed = memory.isLeader;
  memory.isLeader = await lead.hold();
  report.isLeader = memory.isLeader;
  if (hasLed !== memory.isLeader)
    log.info(memory.isLeader ? "leads the schedules" : "another scheduler leads");
  if (!memory.isLeader) {
    memory.expected.clear();
    return report;
  }
  await attempt(complaints, "dead runs", () => closeRuns(parts, report));
  const starts = await selectStarts(parts);
  const canQueue = await attempt(complaints, "queue", () => deps.queues.ping(queueAnswerMs));
  if (!canQueue) {
    report.failed.push(...starts.map(({ name }) => name));
    return report;
  }
  for (const schedule of starts) if (!signal.aborted) await start(parts, schedule, { report, signal });
  if (enabled && !signal.aborted)
    await attempt(complaints, "sources", () => queueSources(parts, { report, signal }));
  return report;
}

/** Whether it went well; an error is for the log, and the next look tries again. */
async function attempt(
  complaints: Complaints,
  subject: string,
  work: () => Promise<void> | void,
): Promise<boolean> {
  try {
    await work();
    complaints.settle(subject);
    return true;
  } catch (error) {
    complaints.raise(subject, error);
    return false;
  }
}

async function closeRuns({ deps, memory, log }: LookParts, report: TickReport): Promise<void> {
  const at = deps.now();
  if (at.getTime() - memory.closedDeadRunsAt < closeDeadRunsEveryMs) return;
  report.closedRuns = await closeDeadRuns(deps.db, at, { settleMs: 2_000 });
  memory.closedDeadRunsAt = at.getTime();
  if (report.closedRuns.length > 0) log.warn({ runs: report.closedRuns }, "runs of dead processes closed");
}

/** Due schedules whose jitter has passed, and whatever a person asked for. */
async function selectStarts({ deps, delays, enabled, memory, complaints }: LookParts): Promise<Row[]> {
  const at = deps.now();
  const { due, nextAt } = await dueSchedules(deps.db, at);
  memory.expected.clear();
  if (nextAt !== null && enabled) memory.expected.set("", nextAt);
  const starts: Row[] = [];
  for (const schedule of due) {
    const { name, requestedAt } = schedule;
    if (requestedAt === null && !enabled) continue;
    if ((memory.failures.get(name)?.retryAt ?? 0) > at.getTime()) continue;
    await attempt(complaints, `times of ${name}`, () => {
      const startAt = requestedAt ?? delays.startOf(schedule);
      memory.expected.set(name, startAt);
      if (requestedAt !== null || startAt <= at) starts.push(schedule);
    });
  }
  return starts;
}

async function start(
  { deps, log, complaints, memory, enabled }: LookParts,
  schedule: Row,
  { report, signal }: { report: TickReport; signal: AbortSignal },
): Promise<void> {
  const { name, job, requestedBy } = schedule;
  const wentWell = await attempt(complaints, `schedule ${name}`, async () => {
    const { outcome, schedule: after } = await fireSchedule(deps, schedule, signal);
    report[outcome].push(name);
    // One that waits for its own last run is not late.
    if (outcome === "waiting" || after.nextRunAt === null || !enabled) memory.expected.delete(name);
    else memory.expected.set(name, after.nextRunAt);
    const by = requestedBy ?? "schedule";
    if (outcome !== "waiting")
      log.info({ schedule: name, job, outcome, by, next: after.nextRunAt }, "schedule due");
  });
  if (wentWell) return void memory.failures.delete(name);
  report.failed.push(name);
  const times = (memory.failures.get(name)?.times ?? 0) + 1;
  const waitMs = Math.min(retryMs.most, retryMs.first * 2 ** (times - 1));
  memory.failures.set(name, { times, retryAt: deps.now().getTime() + waitMs });
}

async function queueSources(
  { deps, log }: LookParts,
  { report, signal }: { report: TickReport; signal: AbortSignal },
): Promise<void> {
  const origin = { mode: "own", trigger: "schedule", actor: "scheduler" } as const;
  report.queuedSources = await queueDueSources(deps, origin, signal);
  if (report.queuedSources > 0) log.debug({ sources: report.queuedSources }, "sources queued");
}
