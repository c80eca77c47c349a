import { Worker } from "node:worker_threads";

import type { KnowledgeData } from "@cti/pipeline/entities/knowledge";

import type { TaskName, TaskOf, ResultOf } from "./tasks.ts";

/** Why a document could not be read: what its parser said, or that it took too long or too much memory twice. */
export class ReadError extends Error {
  override name = "ReadError";
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

export type Reader = {
  run<N extends TaskName>(name: N, task: TaskOf<N>): Promise<ResultOf<N>>;
  close(): Promise<void>;
};

type Job = {
  id: number;
  name: TaskName;
  task: unknown;
  tries: number;
  resolve: (value: never) => void;
  reject: (error: Error) => void;
};

type Thread = { worker: Worker; jobs: Job[]; timer: NodeJS.Timeout | null; dead: boolean };

export type ReaderSettings = {
  workers: number;
  timeoutMs: number;
  memoryBytes: number;
  /** A thread that had nothing to do for so long is ended, which gives its memory back; the next document starts one. */
  idleMs: number;
  /** What the threads know of the field; null leaves articles unextracted. */
  knowledge: KnowledgeData | null;
};

/** Jobs handed to a thread ahead of time, so that it never waits for the main thread. */
const depth = 3;
const maxTries = 2;

/**
 * Threads that parse what the web sent. Each document has `timeoutMs` and `memoryBytes`; one that exceeds
 * them ends its thread, is tried once more, and then fails with a reason. The first thread starts at once, since
 * it takes half a second to load; the others start on demand.
 */
export function createReader(settings: ReaderSettings): Reader {
  return new ThreadReader(settings);
}

class ThreadReader implements Reader {
  readonly settings: ReaderSettings;
  readonly threads: Thread[] = [];
  readonly waiting: Job[] = [];
  nextId = 1;
  closed = false;

  constructor(settings: ReaderSettings) {
    this.settings = settings;
    this.startThread();
  }

  run<N extends TaskName>(name: N, task: TaskOf<N>): Promise<ResultOf<N>> {
    if (this.closed) return Promise.reject(new ReadError("cancelled", "The reader is closed."));
    return new Promise((resolve, reject) => {
      this.waiting.push({ id: this.nextId++, name, task, tries: 0, resolve, reject });
      this.pump();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    const unread = [...this.waiting.splice(0), ...this.threads.flatMap(({ jobs }) => jobs.splice(0))];
    for (const job of unread) job.reject(new ReadError("cancelled", "The reader is closed."));
    await Promise.all(this.threads.map(({ worker }) => worker.terminate()));
  }

  pump(): void {
    while (!this.closed && this.waiting.length > 0) {
      const thread = this.pickThread();
      const job = thread && this.waiting.shift();
      if (!thread || !job) return;
      thread.jobs.push(job);
      // Not transferred: a page that ends its thread is needed for the second try.
      thread.worker.postMessage({ id: job.id, name: job.name, task: job.task });
      if (thread.jobs.length === 1) this.watch(thread);
    }
  }

  pickThread(): Thread | undefined {
    const [least] = this.threads.toSorted((a, b) => a.jobs.length - b.jobs.length);
    if (least && (least.jobs.length === 0 || this.threads.length >= this.settings.workers))
      return least.jobs.length < depth ? least : undefined;
    return this.startThread();
  }

  startThread(): Thread {
    const worker = new Worker(new URL("./reader-thread.ts", import.meta.url), {
      workerData: this.settings.knowledge,
      resourceLimits: {
        maxOldGenerationSizeMb: Math.round(this.settings.memoryBytes / 1e6),
        maxYoungGenerationSizeMb: 64,
      },
    });
    const thread: Thread = { worker, jobs: [], timer: null, dead: false };
    worker.on("message", (answer: Answer) => this.settle(thread, answer));
    worker.on("error", (error) =>
      this.lose(
        thread,
        memoryRanOut(error) ? "too_complex" : "unreadable",
        `ended its thread: ${error.message}`,
      ),
    );
    worker.on("exit", () => this.lose(thread, "unreadable", "ended its thread"));
    this.threads.push(thread);
    this.watch(thread);
    return thread;
  }

  /** The time limit is for the document in hand: it starts again with each answer. Without one it may end. */
  watch(thread: Thread): void {
    if (thread.timer) clearTimeout(thread.timer);
    const { timeoutMs } = this.settings;
    const expire = (): void => this.lose(thread, "timeout", `took longer than ${timeoutMs} ms`);
    if (thread.jobs.length === 0) {
      thread.worker.unref();
      thread.timer = setTimeout(() => this.lose(thread, "", ""), this.settings.idleMs).unref();
      return;
    }
    thread.worker.ref();
    thread.timer = setTimeout(expire, timeoutMs);
  }

  settle(thread: Thread, answer: Answer): void {
    const job = thread.jobs.find(({ id }) => id === answer.id);
    if (!job) return;
    thread.jobs.splice(thread.jobs.indexOf(job), 1);
    if ("value" in answer) job.resolve(answer.value);
    else job.reject(new ReadError(answer.reason, answer.message));
    this.watch(thread);
    this.pump();
  }

  /** Only the first job can be the guilty one: a thread works in order. The others start again elsewhere. */
  lose(thread: Thread, reason: string, message: string): void {
    if (thread.dead) return;
    thread.dead = true;
    if (thread.timer) clearTimeout(thread.timer);
    this.threads.splice(this.threads.indexOf(thread), 1);
    void thread.worker.terminate();
    const [guilty, ...innocent] = thread.jobs;
    this.waiting.unshift(...innocent);
    if (guilty) this.retry(guilty, reason, message);
    this.pump();
  }

  retry(job: Job, reason: string, message: string): void {
    job.tries += 1;
    if (this.closed || job.tries >= maxTries) job.reject(new ReadError(reason, `The document ${message}.`));
    else this.waiting.unshift(job);
  }
}

type Answer = { id: number; value: never } | { id: number; reason: string; message: string };

function memoryRanOut(error: Error): boolean {
  return "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}
