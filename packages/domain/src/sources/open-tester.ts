import type { Db } from "@cti/db/client";
import type { Fetcher } from "@cti/fetch/fetcher";
import type { Sql } from "postgres";

import type { CollectDeps } from "../deps.ts";
import { createLimiter } from "../limiter.ts";
import { createReader, ReadError, type Reader } from "../reading/reader.ts";

/** What trying out needs of a process that does not collect. */
export type TesterDeps = { db: Db; sql: Sql; fetcher: Fetcher; now: () => Date };

/** Each has a thread of its own that takes what a site sent. */
const atATime = 2;
const limiter = createLimiter(atATime);

/**
 * Lets a process that does not collect read a source: the thread for it lives as long as the work. Two at a time in a process;
 * the others wait. `signal` ends it: whoever waits for a document then gets a ReadError.
 */
export async function withTester<T>(
  { db, sql, fetcher, now }: TesterDeps,
  signal: AbortSignal,
  work: (deps: CollectDeps) => Promise<T>,
): Promise<T> {
  return limiter(async () => {
    if (signal.aborted)
      throw new ReadError("timeout", "Others were trying out sources; try again in a moment.");
    const reader = lazyReader();
    const close = (): void => void reader.close();
    signal.addEventListener("abort", close, { once: true });
    try {
      const bounded: Fetcher = {
        close: () => Promise.resolve(),
        get: (url, request) =>
          fetcher.get(url, {
            ...request,
            signal: request?.signal ? AbortSignal.any([request.signal, signal]) : signal,
          }),
      };
      return await work({
        db,
        sql,
        fetcher: bounded,
        reader,
        entityIds: new Map(),
        now,
        random: Math.random,
        report: () => undefined,
        limits,
      });
    } finally {
      signal.removeEventListener("abort", close);
      await reader.close();
    }
  });
}

/** A thread takes half a second to load, and an address that does not answer needs none. */
function lazyReader(): Reader {
  let reader: Reader | null = null;
  let isClosed = false;
  return {
    run: (name, task) => {
      if (isClosed) return Promise.reject(new ReadError("cancelled", "The test is over."));
      reader ??= createReader({
        workers: 1,
        timeoutMs: 10_000,
        memoryBytes: 160e6,
        idleMs: 60_000,
        knowledge: null,
      });
      return reader.run(name, task);
    },
    close: async () => {
      isClosed = true;
      await reader?.close();
    },
  };
}

const hour = 3_600_000;

const limits: CollectDeps["limits"] = {
  extract: false,
  concurrency: 1,
  pageConcurrency: 2,
  pagesPerCheck: 10,
  batchSize: 10,
  maxItems: 1_000,
  intervalTier1Ms: hour,
  intervalMs: hour,
  intervalMaxMs: 24 * hour,
  recheckDays: 7,
};
