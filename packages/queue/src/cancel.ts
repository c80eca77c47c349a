import type { Backend, BullQueue } from "./backends/backend.ts";
import { cancelMark, splitJobId } from "./job-view.ts";

/*
 * A revocation is written into the job and then called out to all workers: by NOTIFY on the connection on which a
 * worker listens for jobs anyway, by pub/sub on Redis. BullMQ's Relay can carry it on both, but is experimental,
 * beats and sweeps all the time, and opens another connection to PostgreSQL in each process.
 * The mark in the job covers what the call misses: a worker that is reconnecting, or that died with the job.
 */
const channel = "cti_cancel";
const longestName = 200;

/** See `Queues.cancel`. */
export async function cancelJob(
  queue: BullQueue,
  backend: Backend,
  { id, key, by }: { id: string; key: string; by: string },
): Promise<"removed" | "signalled" | "gone"> {
  const job = await queue.getJob(key);
  if (!job) return "gone";
  const state = await job.getState();
  if (state === "completed" || state === "failed" || state === "unknown") return "gone";
  if (state !== "active" && (await isRemoved(job))) return "removed";
  const name = by.slice(0, longestName).toWellFormed();
  await job.updateData({ ...(job.data as object), [cancelMark]: name });
  await backend.publish(channel, JSON.stringify({ id, by: name }));
  return "signalled";
}

/** False when a worker has just taken it. */
async function isRemoved(job: { remove(): Promise<void> }): Promise<boolean> {
  try {
    await job.remove();
    return true;
  } catch {
    return false;
  }
}

/** `onGap`: calls may have been missed; the marks in the jobs tell. */
export async function listenForCancels(
  backend: Backend,
  onCancel: (id: string, by: string) => void,
  onGap: () => void,
): Promise<void> {
  await backend.subscribe(
    channel,
    (message) => {
      const call = parseCall(message);
      if (call) onCancel(call.id, call.by);
    },
    onGap,
  );
}

/** Who revoked a job, as its stored data tell; null when nobody did. */
export function cancelledBy(data: unknown): string | null {
  const by = typeof data === "object" && data !== null ? (data as Record<string, unknown>)[cancelMark] : null;
  return typeof by === "string" ? by : null;
}

function parseCall(message: string): { id: string; by: string } | null {
  try {
    const { id, by } = JSON.parse(message) as { id?: unknown; by?: unknown };
    return typeof id === "string" && typeof by === "string" && splitJobId(id) ? { id, by } : null;
  } catch {
    return null;
  }
}
