import type { StageDeps } from "@cti/domain/stages/run-stages";
import { saveJobRecords } from "@cti/domain/workers/save-job-records";
import type { Logger } from "@cti/observe/logger";
import type { JobEnd } from "@cti/queue/queue-types";

import { createJobAnnouncer } from "./announce-jobs.ts";
import { explainFailure } from "./explain-failure.ts";
import { within } from "@cti/wiring/within";

export type JobRecorder = {
  add(end: JobEnd): void;
  /** Writes what is left, for at most `withinMs`. */
  close(withinMs: number): Promise<void>;
};

type RecorderDeps = Pick<StageDeps, "db" | "now"> & { log: Logger; worker: string };

const mostWaiting = 1_000;
const batchSize = 100;
const collectMs = 500;
const retryMs = 3_000;

/**
 * Keeps what became of jobs, in batches and at most a second late, and tells open screens. While the database is away
 * up to 1,000 wait, and the oldest go first; the work itself does not depend on it.
 */
export function createJobRecorder(deps: RecorderDeps): JobRecorder {
  const { log } = deps;
  const announcer = createJobAnnouncer(deps);
  const waiting: JobEnd[] = [];
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> | null = null;
  let isAway = false;
  let dropped = 0;

  const later = (ms: number): void => {
    timer ??= setTimeout(() => {
      timer = null;
      void flush();
    }, ms).unref();
  };
  const flush = (): Promise<void> => {
    writing ??= writeAll().finally(() => (writing = null));
    return writing;
  };
  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, batchSize);
      const isWritten = await writeBatch(deps, batch);
      if (isAway === isWritten) {
        isAway = !isWritten;
        log.warn(
          { jobs: waiting.length },
          isAway ? "job records wait for the database" : "job records go on",
        );
      }
      if (!isWritten) return later(retryMs);
      announcer.add(batch);
      const written = new Set(batch);
      // Meanwhile the oldest may have been dropped.
      waiting.splice(0, waiting.length, ...waiting.filter((end) => !written.has(end)));
    }
  };
  return {
    add: (end) => {
      waiting.push(end);
      if (waiting.length > mostWaiting) {
        waiting.shift();
        dropped += 1;
      }
      later(collectMs);
    },
    close: async (withinMs) => {
      await within(withinMs, Promise.resolve(writing).then(flush));
      if (timer) clearTimeout(timer);
      announcer.close();
      const jobs = dropped + waiting.length;
      if (jobs > 0) log.error({ jobs }, "job records are lost");
    },
  };
}

/** False when the database is away. What it refuses goes one by one, so that one record does not stop the others. */
async function writeBatch({ db, now, log, worker }: RecorderDeps, batch: JobEnd[]): Promise<boolean> {
  try {
    await saveJobRecords(db, { worker, ends: batch, now: now() });
    return true;
  } catch (error) {
    const { isLost, message } = explainFailure(error);
    if (isLost) return false;
    const [first, ...more] = batch;
    if (more.length === 0) {
      log.error({ id: first?.id, error: message }, "job record was refused");
      return true;
    }
    for (const end of batch) if (!(await writeBatch({ db, now, log, worker }, [end]))) return false;
    return true;
  }
}
