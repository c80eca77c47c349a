import type { QueueName } from "@cti/queue/jobs";
import type { QueueState, Queues } from "@cti/queue/queue-types";

import { listWorkers, type WorkerView } from "../workers/list-workers.ts";
import { type ComponentHealth, countText, durationText, type HealthDeps } from "./component-health.ts";

/** The queue of the local model, without which everything else works. */
const ofModel: QueueName = "analyse";

/** Whether somebody does the work: a worker that beats, for every queue. */
export async function checkWorkers({ db }: HealthDeps, queues: Queues): Promise<ComponentHealth> {
  const shown = (await listWorkers(db, { all: false })).filter(({ kind }) => isWorker(kind));
  const online = shown.filter(({ state }) => state === "online");
  const lost = shown.filter(({ state }) => state === "lost");
  // Whether the queue answers is another component's matter; without it nothing is known to wait.
  const states = await queues.states().catch(() => []);
  return {
    ...judge(online, lost, states),
    details: { online: online.length, lost: lost.length, workers: shown.map(toDetail) },
  };
}

function judge(
  online: WorkerView[],
  lost: WorkerView[],
  states: QueueState[],
): Pick<ComponentHealth, "status" | "message"> {
  const waitingIn = (queue: string): number =>
    states.find((state) => state.queue === queue)?.counts.waiting ?? 0;
  if (online.length === 0) {
    const waiting = states.reduce((sum, { counts }) => sum + counts.waiting, 0);
    const last = lost[0] ? ` (the last one fell silent ${durationText(lost[0].silentMs)} ago)` : "";
    return {
      status: waiting > 0 ? "error" : "degraded",
      message: `No worker is online${last} and ${countText(waiting, "job")} wait${waiting === 1 ? "s" : ""}: \`./collector worker -b\` or \`./run_cli.sh daemon\` starts one.`,
    };
  }
  const unserved = states
    .map(({ queue }) => queue)
    .filter((queue) => !online.some(({ queues }) => (queues[queue] ?? 0) > 0))
    // Who has no local model need not serve it.
    .filter((queue) => queue !== ofModel || waitingIn(queue) > 0);
  if (unserved.length > 0) {
    const waiting = unserved.reduce((sum, queue) => sum + waitingIn(queue), 0);
    return {
      status: waiting > waitingIn(ofModel) ? "error" : "degraded",
      message: `No worker serves ${unserved.join(" and ")}, where ${countText(waiting, "job")} wait${waiting === 1 ? "s" : ""}: set worker.concurrency_${unserved[0]} above 0 in one of them.`,
    };
  }
  const running = online.reduce((sum, { active }) => sum + active.length, 0);
  return {
    status: "ok",
    message: `${countText(online.length, "worker")} online with ${countText(running, "job")} in hand.`,
  };
}

function isWorker(kind: WorkerView["kind"]): boolean {
  return kind === "worker" || kind === "daemon";
}

function toDetail(row: WorkerView): Record<string, unknown> {
  return {
    worker: `${row.host}:${row.pid}`,
    state: row.state,
    version: row.version,
    queues: row.queues,
    active: row.active.length,
    rss_bytes: row.rssBytes,
    silent_seconds: Math.round(row.silentMs / 1_000),
  };
}
