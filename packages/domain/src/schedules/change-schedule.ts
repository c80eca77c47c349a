import type { Db } from "@cti/db/client";
import { type Schedule, schedules, type ScheduleSeed } from "@cti/db/schema/schedules";
import { readSchedule, type ScheduleWish } from "@cti/pipeline/schedule/read-schedule";
import { ScheduleError } from "@cti/pipeline/schedule/schedule-error";
import { eq } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { findSchedule } from "./find-schedule.ts";
import { firstStart } from "./first-start.ts";
import { sameTimes, valuesOf } from "./schedule-values.ts";

export type ScheduleChange = ScheduleWish & { enabled?: boolean | undefined };

/** Changes what a person may decide; the configuration leaves it alone from then on. */
export async function changeSchedule(
  db: Db,
  name: string,
  change: ScheduleChange,
  now: Date,
): Promise<Schedule> {
  return rewrite(db, name, now, (row) => {
    const { enabled = row.enabled, ...wish } = change;
    return { ...valuesOf(row), ...readWish(wish, row), enabled };
  });
}

/** Takes back what people changed. */
export async function resetSchedule(db: Db, name: string, now: Date): Promise<Schedule> {
  return rewrite(db, name, now, (row) => {
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
  now: Date,
  valuesFor: (row: Schedule) => ScheduleSeed,
): Promise<Schedule> {
  return db.transaction(async (tx) => {
    const { id } = await findSchedule(tx, name);
    const [row] = await tx.select().from(schedules).where(eq(schedules.id, id)).for("update");
    if (!row) return findSchedule(tx, name);
    const values = valuesFor(row);
    const isSameStart = sameTimes(valuesOf(row), values) && row.enabled === values.enabled;
    const nextRunAt = isSameStart ? row.nextRunAt : firstStart(values, { lastRunAt: row.lastRunAt, now });
    const [changed] = await tx
      .update(schedules)
      .set({ ...values, nextRunAt, updatedAt: now })
      .where(eq(schedules.id, id))
      .returning();
    return changed ?? row;
  });
}

function readWish(wish: ScheduleWish, row: Schedule): ReturnType<typeof readSchedule> {
  try {
    return readSchedule(wish, valuesOf(row));
  } catch (error) {
    if (error instanceof ScheduleError) throw new DomainError("invalid", error.message, { cause: error });
    throw error;
  }
}
