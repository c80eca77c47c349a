import { jobRecords } from "@cti/db/schema/workers";
import type { QueueName } from "@cti/queue/jobs";
import type { QueueState, Queues } from "@cti/queue/queue-types";
import { gt, sql } from "drizzle-orm";

import {
  type ComponentHealth,
  countText,
  durationText,
  type HealthDeps,
  percentText,
  worstStatus,
} from "./component-health.ts";

const pingMs = 2_000;
/** What waits for the local model may wait for hours, and nothing else depends on it. */
const ofModel: QueueName = "analyse";
/** Of the jobs that ended within an hour, so many failing ones, and such a share, are too many. */
const failures = { least: 3, share: 0.1 };

/** Whether the queue answers, jobs do not wait for too long, and few of them fail for good. */
export async function checkQueue(deps: HealthDeps, queues: Queues): Promise<ComponentHealth> {
  const states = await readStates(queues).catch((error: unknown) => unreachable(queues, error));
  if ("status" in states) return states;
  const ended = await readEnded(deps);
  const findings = [
    judgeBacklog(
      states.filter(({ queue }) => queue !== ofModel),
      deps.settings.backlogMs,
    ),
    judgeQuestions(states, deps.settings.backlogMs),
    judgeFailures(ended),
    ...states.filter(({ paused }) => paused).map(judgePause),
  ].filter((finding) => finding !== null);
  const waiting = states.reduce((sum, { counts }) => sum + counts.waiting, 0);
  const active = states.reduce((sum, { counts }) => sum + counts.active, 0);
  return {
    status: worstStatus(findings.map(({ status }) => status)),
    message:
      findings.map(({ message }) => message).join(" ") ||
      `The queue answers; ${countText(waiting, "job")} wait${waiting === 1 ? "s" : ""}, ${active} run, ${ended.failed} of ${ended.total} failed within the last hour.`,
    details: {
      backend: queues.backend,
      queues: Object.fromEntries(
        states.map(({ queue, counts, oldestWaitingMs, paused }) => [
          queue,
          {
            ...counts,
            oldest_waiting_seconds: oldestWaitingMs === null ? null : oldestWaitingMs / 1_000,
            paused,
          },
        ]),
      ),
      last_hour: ended,
    },
  };
}

type Finding = Pick<ComponentHealth, "status" | "message">;

async function readStates(queues: Queues): Promise<QueueState[]> {
  await queues.ping(pingMs);
  return queues.states();
}

function unreachable({ backend }: Queues, error: unknown): ComponentHealth {
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, 200);
  const cure = backend === "redis" ? "start Redis, or correct queue.redis_url" : "look at the database";
  return {
    status: "error",
    message: `The queue does not answer (${reason}): ${cure}. No work is lost; what is due is queued when it is back.`,
    details: { backend },
  };
}

type Ended = { total: number; failed: number };

async function readEnded({ db, now }: HealthDeps): Promise<Ended> {
  const [row] = await db
    .select({
      total: sql<number>`count(*)::int`,
      failed: sql<number>`(count(*) filter (where ${jobRecords.outcome} = 'failed'))::int`,
    })
    .from(jobRecords)
    .where(gt(jobRecords.finishedAt, new Date(now().getTime() - 3_600_000)));
  return row ?? { total: 0, failed: 0 };
}

function judgeBacklog(states: QueueState[], limitMs: number): Finding | null {
  const [longest] = states
    .flatMap(({ queue, oldestWaitingMs, counts }) =>
      oldestWaitingMs === null ? [] : [{ queue, ms: oldestWaitingMs, waiting: counts.waiting }],
    )
    .sort((one, other) => other.ms - one.ms);
  if (!longest || longest.ms < limitMs) return null;
  return {
    status: longest.ms >= 4 * limitMs ? "error" : "degraded",
    message: `A job has waited in ${longest.queue} for ${durationText(longest.ms)} with ${countText(longest.waiting, "job")} waiting: start another worker, or raise worker.concurrency_${longest.queue}.`,
  };
}

function judgeQuestions(states: QueueState[], limitMs: number): Finding | null {
  const waiting = states.find(({ queue }) => queue === ofModel);
  const ms = waiting?.oldestWaitingMs ?? 0;
  if (!waiting || ms < 4 * limitMs) return null;
  return {
    status: "degraded",
    message: `A question has waited for the local model for ${durationText(ms)} with ${countText(waiting.counts.waiting, "job")} waiting: ask for less, or take a smaller or faster model (LLM_MODEL).`,
  };
}

function judgeFailures({ total, failed }: Ended): Finding | null {
  if (failed < failures.least || failed < failures.share * total) return null;
  return {
    status: "degraded",
    message: `${failed} of ${countText(total, "job")} failed within the last hour (${percentText(failed / total)}): the dashboard shows their errors.`,
  };
}

function judgePause({ queue }: QueueState): Finding {
  return { status: "degraded", message: `The queue ${queue} is paused: resume it on the dashboard.` };
}
