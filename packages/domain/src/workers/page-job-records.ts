import type { Db } from "@cti/db/client";

import { writeCursor } from "../paging/cursor.ts";
import { readRowCursor } from "../paging/row-cursor.ts";
import type { RunView } from "../runs/run-line.ts";
import { findJobRecords, type JobRecordFilter } from "./find-job-records.ts";
import { type JobTry, toJobData, toJobTry } from "./job-line.ts";

/** A try of a job that ended, as the API has it. */
export type JobRecordLine = JobTry & {
  id: number;
  job_id: string;
  queue: string;
  name: string;
  payload: Record<string, unknown> | null;
  result: Record<string, unknown> | null;
  added_at: Date;
};

const sort = "recorded";

/** Tries of jobs that ended, the latest recorded first; kept longer than the queues keep them. */
export async function pageJobRecords(
  db: Db,
  { cursor, ...filter }: Omit<JobRecordFilter, "before"> & { cursor: string | null },
  view: RunView,
): Promise<{ items: JobRecordLine[]; next_cursor: string | null }> {
  const before = readRowCursor(cursor, sort, "any")?.id;
  const { records, next } = await findJobRecords(db, { ...filter, before });
  const items = records.map((record) => ({
    id: record.id,
    job_id: record.jobId,
    queue: record.queue,
    name: record.name,
    ...toJobTry(record, view),
    payload: toJobData(record.payload, view),
    result: toJobData(record.result, view),
    added_at: record.addedAt,
  }));
  return { items, next_cursor: next === null ? null : writeCursor(sort, null, next) };
}
