import type { Db } from "@cti/db/client";
import { type JobRecord, jobRecords } from "@cti/db/schema/workers";
import { and, desc, eq, gte, lt, sql } from "drizzle-orm";

import { storable } from "../storable.ts";

/** What is not given does not narrow. */
export type JobRecordFilter = {
  /** "QUEUE:KEY" as the queue names it; all its tries are found. */
  jobId?: string | undefined;
  queue?: string | undefined;
  name?: string | undefined;
  outcome?: string | undefined;
  worker?: string | undefined;
  /** Bounds of the time at which they ended: from `since` on, before `until`. */
  since?: Date | undefined;
  until?: Date | undefined;
  /** Words that stand in the error as they are, in whatever case. */
  text?: string | undefined;
  /** `next` of the page before. */
  before?: number | undefined;
  limit: number;
};

/** Jobs that ended, the latest recorded first; `next` leads to the following page, or is null at the end. */
export async function findJobRecords(
  db: Db,
  filter: JobRecordFilter,
): Promise<{ records: JobRecord[]; next: number | null }> {
  const { jobId, queue, name, outcome, worker, since, until, text, before, limit } = storable(filter);
  const rows = await db
    .select()
    .from(jobRecords)
    .where(
      and(
        jobId === undefined ? undefined : eq(jobRecords.jobId, jobId),
        queue === undefined ? undefined : eq(jobRecords.queue, queue),
        name === undefined ? undefined : eq(jobRecords.name, name),
        outcome === undefined ? undefined : eq(jobRecords.outcome, outcome),
        worker === undefined ? undefined : eq(jobRecords.worker, worker),
        since === undefined ? undefined : gte(jobRecords.finishedAt, since),
        until === undefined ? undefined : lt(jobRecords.finishedAt, until),
        text === undefined ? undefined : sql`strpos(lower(${jobRecords.error}), lower(${text})) > 0`,
        before === undefined ? undefined : lt(jobRecords.id, before),
      ),
    )
    .orderBy(desc(jobRecords.id))
    .limit(limit + 1);
  const records = rows.slice(0, limit);
  return { records, next: rows.length > limit ? (records.at(-1)?.id ?? null) : null };
}
