import type { Db } from "@cti/db/client";
import type { Queues } from "@cti/queue/queue-types";

import { DomainError } from "../errors.ts";
import type { RunView } from "../runs/run-line.ts";
import { findJobRecords } from "./find-job-records.ts";
import { type JobLine, type JobTry, toEndedLine, toJobData, toJobLine, toJobTry } from "./job-line.ts";

export type JobFull = JobLine & {
  payload: Record<string, unknown> | null;
  progress: Record<string, unknown> | null;
  result: Record<string, unknown> | null;
  /** The queue still holds it, so it can be cancelled or retried. */
  is_held: boolean;
  /** Tries that ended, the latest first. */
  tries: JobTry[];
};

const mostTries = 50;

/** A job by its id, also when the queue has forgotten it. Throws DomainError not_found. */
export async function getJob(
  { db, queues }: { db: Db; queues: Pick<Queues, "find"> },
  id: string,
  view: RunView,
): Promise<JobFull> {
  const job = await queues.find(id);
  const { records } = await findJobRecords(db, { jobId: id, limit: mostTries });
  const tries = records.map((record) => toJobTry(record, view));
  const [last] = records;
  if (job) {
    const line = toJobLine(job, view);
    return {
      ...line,
      run_id: line.run_id ?? last?.runId ?? null,
      payload: toJobData(job.payload, view),
      progress: toJobData(job.progress, view),
      result: toJobData(job.result, view),
      is_held: true,
      tries,
    };
  }
  if (!last) throw new DomainError("not_found", `There is no job ${id}`);
  return {
    ...toEndedLine(last, view),
    payload: toJobData(last.payload, view),
    progress: null,
    result: toJobData(last.result, view),
    is_held: false,
    tries,
  };
}
