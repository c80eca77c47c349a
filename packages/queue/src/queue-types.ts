import type { JobInput, JobName, JobPayload, QueueName } from "./jobs.ts";

/** Where the jobs are kept; `redisUrl` wins over the database. */
export type QueueConnection = {
  redisUrl: string | null;
  /** The same database as everything else; the queue lives in its schema `bullmq`. */
  databaseUrl: string;
  /** Shown in the list of connections of the server. */
  name: string;
};

export const jobStates = ["waiting", "active", "delayed", "completed", "failed"] as const;
export type JobState = (typeof jobStates)[number];

export type JobView = {
  id: string;
  queue: QueueName;
  name: JobName;
  state: JobState;
  payload: unknown;
  attempts: number;
  maxAttempts: number;
  addedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  progress: unknown;
  result: unknown;
  /** Of its last try; of a job that was put off what it waits for. */
  error: string | null;
  /** Name of the worker that has or had it. */
  worker: string | null;
};

export type EnqueueOptions = { delayMs?: number; priority?: number };

export type QueueState = {
  queue: QueueName;
  counts: Record<JobState, number>;
  /** Age of the job that has waited longest, paused queue or not; null when none waits. Delayed jobs do not count. */
  oldestWaitingMs: number | null;
  paused: boolean;
};

export type JobFilter = {
  queue?: QueueName;
  states?: JobState[];
  limit: number;
  /**
   * `latest`, the default: by what happened to them last. `added`: by when they were added, the youngest first, which
   * stays as it is while they are worked on.
   */
  order?: "latest" | "added";
  /** For `added`: only what was added before the job of this id. */
  before?: string;
};

/** The sending and looking side of all queues. */
export type Queues = {
  backend: "redis" | "postgres";
  /** Adds a job, or finds the one of the same key that waits or runs. The id names it in `find` and `cancel`. */
  enqueue<Name extends JobName>(
    name: Name,
    payload: JobInput<Name>,
    options?: EnqueueOptions,
  ): Promise<{ id: string; added: boolean }>;
  /** Many of one kind in few round trips; resolves to how many were new. */
  enqueueAll<Name extends JobName>(name: Name, payloads: JobInput<Name>[]): Promise<number>;
  states(): Promise<QueueState[]>;
  list(filter: JobFilter): Promise<JobView[]>;
  /** `id` is "QUEUE:KEY"; null when the queue does not know it (any more). */
  find(id: string): Promise<JobView | null>;
  /** Puts a failed job back; false when it is not failed. */
  retry(id: string): Promise<boolean>;
  /**
   * A waiting or delayed job is removed; of a running one the signal aborts, in whichever process it runs.
   * `gone` when there is no such job or it has ended.
   */
  cancel(id: string, by: string): Promise<"removed" | "signalled" | "gone">;
  pause(queue: QueueName): Promise<void>;
  resume(queue: QueueName): Promise<void>;
  /** Resolves when the backend answers; rejects with QueueError when it does not within `timeoutMs`. */
  ping(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
};

export type JobContext<Name extends JobName> = {
  id: string;
  payload: JobPayload<Name>;
  /** 1 at first. */
  attempt: number;
  /** Aborts on cancel, at the time limit, and when the worker must end or has lost the job; see stop-reasons.ts. */
  signal: AbortSignal;
  progress(value: Record<string, unknown>): Promise<void>;
};

/** What a job gives back is shown to people and kept: small, and without secrets. */
export type Handler<Name extends JobName> = (context: JobContext<Name>) => Promise<Record<string, unknown>>;

/** A workload: one job and what does it. */
export type Workload = { [Name in JobName]: { job: Name; run: Handler<Name> } }[JobName];

export type JobEnd = {
  id: string;
  queue: QueueName;
  name: JobName;
  payload: Record<string, unknown>;
  /** `retrying`: failed, and will be tried again. `handed_back`: the worker had to end before the job did. */
  outcome: "completed" | "failed" | "retrying" | "cancelled" | "handed_back";
  attempt: number;
  addedAt: Date;
  startedAt: Date;
  finishedAt: Date;
  result: Record<string, unknown> | null;
  error: string | null;
};

export type WorkerOptions = {
  /** Shown as the worker of a job: host:pid:number. */
  name: string;
  /** Jobs at a time, per queue; a queue with 0 is not served. */
  concurrency: Record<QueueName, number>;
  workloads: readonly Workload[];
  onEnd: (end: JobEnd) => void;
  /** Errors of the backend, such as a lost connection; work goes on when it is back. */
  onError: (error: Error) => void;
};

export type QueueWorker = {
  /** What runs now, the longest first. */
  active(): { id: string; queue: QueueName; name: JobName; startedAt: Date }[];
  /**
   * Takes no new job and waits for those that run. After `graceMs` their signals abort; what has not ended
   * `abortMs` later goes back to its queue. Safe to call twice.
   */
  close(options: { graceMs: number; abortMs: number }): Promise<void>;
};
