import type { BullQueue } from "./backends/backend.ts";
import { bullStates } from "./job-view.ts";
import type { QueueName } from "./jobs.ts";
import { jobStates, type QueueState } from "./queue-types.ts";

/** How many of the jobs that were added first are looked at for the one that waits longest. */
const oldest = 20;

export async function readQueueState(queue: BullQueue, name: QueueName): Promise<QueueState> {
  const [counts, paused] = await Promise.all([
    queue.getJobCounts(...jobStates.flatMap((state) => [...bullStates[state]])),
    queue.isPaused(),
  ]);
  const count = (...names: string[]): number => names.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  const waiting = count(...bullStates.waiting);
  return {
    queue: name,
    counts: {
      waiting,
      active: count("active"),
      delayed: count("delayed"),
      completed: count("completed"),
      failed: count("failed"),
    },
    oldestWaitingMs: waiting === 0 ? null : await oldestWaiting(queue),
    paused,
  };
}

/** The queue is in order of priority, so the keys, which sort by time, find the oldest. */
async function oldestWaiting(queue: BullQueue): Promise<number | null> {
  const ranges = await queue.getBackend().getRanges(["wait", "prioritized"], 0, -1, true);
  const keys = ranges.flat().sort().slice(0, oldest);
  const jobs = await Promise.all(keys.map((key) => queue.getJob(key)));
  const readySince = jobs.flatMap((job) =>
    // One that was tried before waits since then at the earliest.
    job ? [Math.max(job.timestamp + (job.opts.delay ?? 0), job.processedOn ?? 0)] : [],
  );
  return readySince.length === 0 ? null : Math.max(0, Date.now() - Math.min(...readySince));
}
