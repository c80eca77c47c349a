import type { Db } from "@cti/db/client";
import type { JobName, QueueName } from "@cti/queue/jobs";
import type { Queues } from "@cti/queue/queue-types";

import { cancelAnalysisOfJob } from "../analyses/cancel-analysis-of-job.ts";
import { DomainError } from "../errors.ts";
import { findJobRecords } from "./find-job-records.ts";

type Deps = { db: Db; queues: Queues };

/**
 * Takes a waiting job out of its queue, or tells a running one to stop. Throws DomainError: not_found, conflict when it
 * has ended.
 */
export async function cancelJob(deps: Deps, id: string, by: string): Promise<"removed" | "signalled"> {
  const outcome = await deps.queues.cancel(id, by);
  if (outcome === "removed") await cancelAnalysisOfJob(deps.db, id);
  if (outcome !== "gone") return outcome;
  throw await explain(deps, id, `${id} has ended, so there is nothing to cancel`);
}

/** Puts a failed job back into its queue. Throws DomainError: not_found, conflict when it has not failed. */
export async function retryJob(deps: Deps, id: string): Promise<void> {
  if (await deps.queues.retry(id)) return;
  throw await explain(deps, id, `${id} has not failed, or the queue holds it no longer`);
}

async function explain({ db, queues }: Deps, id: string, conflict: string): Promise<DomainError> {
  const isKnown = (await queues.find(id)) !== null || (await isRecorded(db, id));
  return isKnown
    ? new DomainError("conflict", conflict)
    : new DomainError("not_found", `There is no job ${id}`);
}

async function isRecorded(db: Db, jobId: string): Promise<boolean> {
  return (await findJobRecords(db, { jobId, limit: 1 })).records.length > 0;
}

const mostRetried = 500;

/** Puts failed jobs back into their queues, at most 500 at a time. `left` have failed and are still there. */
export async function retryFailed(
  queues: Queues,
  { queue, name }: { queue?: QueueName | undefined; name?: JobName | undefined },
): Promise<{ retried: string[]; left: number }> {
  const failed = await queues.list({
    states: ["failed"],
    limit: 10_000,
    ...(queue !== undefined && { queue }),
  });
  const wanted = failed.filter((job) => name === undefined || job.name === name);
  const retried: string[] = [];
  for (const { id } of wanted.slice(0, mostRetried)) if (await queues.retry(id)) retried.push(id);
  return { retried, left: Math.max(0, wanted.length - mostRetried) };
}
