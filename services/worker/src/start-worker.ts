import { hostname } from "node:os";

import type { AnalysisSettings } from "@cti/domain/analyses/analysis-settings";
import { closeOrphans } from "@cti/domain/analyses/close-orphans";
import { keepKnowledge } from "@cti/domain/knowledge/keep-knowledge";
import { closeDeadRuns } from "@cti/domain/runs/run-lock";
import type { StageDeps } from "@cti/domain/stages/run-stages";
import type { Pulse } from "@cti/domain/workers/beat";
import type { Models } from "@cti/llm/models/open-models";
import type { Logger } from "@cti/observe/logger";
import type { QueueName } from "@cti/queue/jobs";
import type { JobEnd, QueueConnection, Queues, QueueWorker, Workload } from "@cti/queue/queue-types";
import { startQueueWorker } from "@cti/queue/start-queue-worker";
import type { BackupSettings } from "@cti/wiring/backup-settings";

import { everyMinute } from "./every-minute.ts";
import { followUp } from "./follow-up.ts";
import { startHeartbeat } from "@cti/wiring/heartbeat";
import { createJobRecorder, type JobRecorder } from "./job-recorder.ts";
import { logJobEnd } from "./log-job-end.ts";
import { startMemoryWatch } from "./memory-watch.ts";
import { withPlainFailures } from "./with-plain-failures.ts";
import { workloadsOf } from "./workloads.ts";

export type WorkerSettings = {
  /** Names this worker among all: host:pid:number. */
  name: string;
  kind: "worker" | "daemon";
  version: string;
  /** Jobs at a time, per queue; a queue with 0 is not served. */
  concurrency: Record<QueueName, number>;
  keepDays: number;
  backup: BackupSettings;
  analyses: AnalysisSettings;
  timeZone: string;
  maxMemoryBytes: number;
};

export type StartWorkerOptions = {
  deps: StageDeps;
  connection: QueueConnection;
  queues: Queues;
  models: Models;
  log: Logger;
  settings: WorkerSettings;
  /** Told of each job that ended, for the metrics. */
  onEnd?: (end: JobEnd) => void;
  /** The version of the knowledge in the database now; extracting by an older one would undo what others did. */
  knowledgeVersion?: () => Promise<string>;
  /** Memory is above its limit for good, or knowledge has changed: start afresh. Called once, not while closing. */
  onRecycle?: () => void;
  /** For tests: the resident memory, two paces, and other work than that of the list. */
  rss?: () => number;
  beatMs?: number;
  settleMs?: number;
  workloads?: readonly Workload[];
};

export type RunningWorker = {
  id: string;
  active: QueueWorker["active"];
  /** It has asked for a fresh start, and works on until it is closed. */
  isRecycling(): boolean;
  /**
   * Takes no new job and waits for those that run; after `graceMs` their signals abort, and what still has not ended
   * goes back to its queue. Safe to call twice.
   */
  close(options: { graceMs: number }): Promise<void>;
};

const abortMs = 5_000;
const lastWordMs = 3_000;

/** Takes jobs of the queues until it is closed, and tells the database of itself and of what it did. */
export async function startWorker(options: StartWorkerOptions): Promise<RunningWorker> {
  const { deps, log, settings } = options;
  const { name, concurrency } = settings;
  const { beatMs = 10_000, rss = () => process.memoryUsage.rss() } = options;
  const startedAt = deps.now();
  const closing = new AbortController();
  const recorder = createJobRecorder({ ...deps, log, worker: name });
  const worker = await startQueueWorker(options.connection, {
    name,
    concurrency,
    ...workOf(options, recorder, closing.signal),
    onError: tellOnce(log, deps.now),
  });
  const pulse = (): Pulse => ({
    ...identityOf(settings, startedAt),
    active: activeOf(worker),
    rssBytes: rss(),
  });
  const heartbeat = await startHeartbeat({ ...deps, log }, { everyMs: beatMs, pulse });
  let isRecycling = false;
  const watches = startWatches(options, { rss, everyMs: beatMs }, (reason) => {
    if (isRecycling || closing.signal.aborted) return;
    isRecycling = true;
    log.warn({ worker: name, reason }, "worker asks for a fresh start");
    options.onRecycle?.();
  });
  log.info({ worker: name, concurrency, backend: options.queues.backend }, "worker started");

  const end = async (graceMs: number): Promise<void> => {
    closing.abort();
    for (const watch of watches) watch.stop();
    await worker.close({ graceMs, abortMs });
    await recorder.close(lastWordMs);
    await heartbeat.stop(lastWordMs);
    log.info({ worker: name }, "worker stopped");
  };
  let ending: Promise<void> | null = null;
  return {
    id: name,
    active: () => worker.active(),
    isRecycling: () => isRecycling,
    close: ({ graceMs }) => (ending ??= end(graceMs)),
  };
}

/** What is worked on, and what happens when a job has ended. */
function workOf(
  { deps, queues, models, log, settings, workloads, settleMs = 20_000, onEnd }: StartWorkerOptions,
  recorder: JobRecorder,
  closing: AbortSignal,
): { workloads: readonly Workload[]; onEnd: (end: JobEnd) => void } {
  const { keepDays, backup, analyses, version, timeZone } = settings;
  const knowledge = keepKnowledge(deps.db);
  const local = { models, knowledge, analyses };
  const work = { stage: deps, queues, log, keepDays, backup, version, timeZone, settleMs, ...local };
  return {
    workloads: (workloads ?? workloadsOf(work)).map((workload) => withPlainFailures(workload, log)),
    onEnd: (end) => {
      recorder.add(end);
      logJobEnd(log, end);
      onEnd?.(end);
      void followUp(work, end, closing);
    },
  };
}

function startWatches(
  { deps, queues, log, settings, knowledgeVersion }: StartWorkerOptions,
  { rss, everyMs }: { rss: () => number; everyMs: number },
  recycle: (reason: string) => void,
): { stop(): void }[] {
  const limitBytes = settings.maxMemoryBytes;
  const onAbove = (bytes: number): void =>
    recycle(`${megabytes(bytes)} MB of memory are more than its ${megabytes(limitBytes)} MB`);
  return [
    startMemoryWatch({ everyMs, limitBytes, rss, onAbove }),
    everyMinute(log, "look for new knowledge", async () => {
      const version = await knowledgeVersion?.();
      if (version !== undefined && version !== deps.stages.extractorVersion)
        recycle("its knowledge is outdated");
    }),
    // Runs of processes that were killed are closed by those that live, soon and not only at the next start.
    everyMinute(log, "look for dead runs", async () => {
      const runIds = await closeDeadRuns(deps.db, deps.now(), { settleMs: 2_000 });
      if (runIds.length > 0) log.warn({ runIds }, "runs of ended processes closed");
    }),
    everyMinute(log, "look for analyses that nobody does", async () => {
      const analysisIds = await closeOrphans({ ...deps, queues });
      if (analysisIds.length > 0) log.warn({ analysisIds }, "analyses that nobody did are queued again");
    }),
  ];
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}

function identityOf(
  { name, kind, version, concurrency }: WorkerSettings,
  startedAt: Date,
): Omit<Pulse, "active" | "rssBytes"> {
  const served = Object.entries(concurrency).filter(([, count]) => count > 0);
  const { pid } = process;
  return { id: name, kind, version, host: hostname(), pid, queues: Object.fromEntries(served), startedAt };
}

function activeOf(worker: QueueWorker): Pulse["active"] {
  return worker.active().map(({ startedAt, ...job }) => ({ ...job, startedAt: startedAt.toISOString() }));
}

/** A backend that is away says so with every try: once a minute is enough. */
function tellOnce(log: Logger, now: () => Date): (error: Error) => void {
  let toldAt = 0;
  return (error) => {
    if (now().getTime() - toldAt < 60_000) return;
    toldAt = now().getTime();
    log.warn({ error: error.message }, "queue backend in trouble");
  };
}
