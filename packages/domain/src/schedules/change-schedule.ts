import type { Db } from "@cti/db/client";
import { type Schedule, schedules, type ScheduleSeed } from "@cti/db/schema/schedules";
import { readSchedule, type ScheduleWish } from "@cti/pipeline/schedule/read-schedule";
import { ScheduleError } from "@cti/pipeline/schedule/schedule-error";
import { and, eq } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { findSchedule } from "./find-schedule.ts";
import { firstStart } from "./first-start.ts";
import { sameTimes, valuesOf } from "./schedule-values.ts";

export type ScheduleChange = ScheduleWish & { enabled?: boolean | undefined };

/**
 * Changes what a person may decide; the configuration leaves it alone from then on. With `expected` only the revision
 * that the caller has read is changed. Throws DomainError: not_found, invalid, changed.
 */
export async function changeSchedule(
  db: Db,
  name: string,
  change: ScheduleChange,
  now: Date,
  { expected = null }: { expected?: number | null } = {},
): Promise<Schedule> {
  return rewrite(db, name, { now, expected }, (row) => {
    const { enabled = row.enabled, ...wish } = change;
    return { ...valuesOf(row), ...readWish(wish, row), enabled };
  });
}

/** Takes back what people changed. */
export async function resetSchedule(db: Db, name: string, now: Date): Promise<Schedule> {
  return rewrite(db, name, { now, expected: null }, (row) => {
    if (row.seed === null)
      throw new DomainError(
        "invalid",
        `${name} is not in the configuration, so there is nothing to go back to`,
      );
    return row.seed;
  });
}

async function rewrite(
  db: Db,
  name: string,
  { now, expected }: { now: Date; expected: number | null },
  valuesFor: (row: Schedule) => ScheduleSeed,
): Promise<Schedule> {
  return db.transaction(async (tx) => {
    const { id } = await findSchedule(tx, name);
    const [row] = await tx.select().from(schedules).where(eq(schedules.id, id)).for("update");
    if (!row) return findSchedule(tx, name);
    if (expected !== null && row.revision !== expected) throw changedMeanwhile(name);
    const values = valuesFor(row);
    const isSameStart = sameTimes(valuesOf(row), values) && row.enabled === values.enabled;
    const nextRunAt = isSameStart ? row.nextRunAt : firstStart(values, { lastRunAt: row.lastRunAt, now });
    const [changed] = await tx
      .update(schedules)
      .set({ ...values, nextRunAt, revision: row.revision + 1, updatedAt: now })
      .where(and(eq(schedules.id, id), eq(schedules.revision, row.revision)))
      .returning();
    if (!changed) throw changedMeanwhile(name);
    return changed;
  });
}

function changedMeanwhile(name: string): DomainError {
  return new DomainError("changed", `${name} was changed since you read it; read it again`);
}

function readWish(wish: ScheduleWish, row: Schedule): ReturnType<typeof readSchedule> {
  try {
    return readSchedule(wish, valuesOf(row));
  } catch (error) {
    if (error instanceof ScheduleError) throw new DomainError("invalid", error.message, { cause: error });
    throw error;
  }
}
