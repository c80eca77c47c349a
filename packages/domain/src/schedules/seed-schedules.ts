import type { Db } from "@cti/db/client";
import { type Schedule, schedules, type ScheduleSeed } from "@cti/db/schema/schedules";
import { eq } from "drizzle-orm";

import { firstStart } from "./first-start.ts";
import { changedFields, sameTimes, valuesOf } from "./schedule-values.ts";

export type SeededSchedule = { name: string; job: string; seed: ScheduleSeed };

export type SeedResult = {
  added: string[];
  updated: string[];
  unchanged: number;
  /** What a person changed, which the configuration therefore no longer decides. */
  kept: { name: string; fields: string[] }[];
};

/** Brings the schedules of the configuration into the database. Safe to repeat and to run twice at once. */
export async function seedSchedules(db: Db, seeds: SeededSchedule[], now: Date): Promise<SeedResult> {
  const result: SeedResult = { added: [], updated: [], unchanged: 0, kept: [] };
  for (const seeded of seeds) {
    await db.transaction(async (tx) => {
      if (await insertMissing(tx, seeded, now)) return void result.added.push(seeded.name);
      const [row] = await tx.select().from(schedules).where(eq(schedules.name, seeded.name)).for("update");
      if (!row) return;
      const kept = row.seed === null ? [] : changedFields(valuesOf(row), row.seed);
      if (kept.length > 0) result.kept.push({ name: row.name, fields: kept });
      if (await updateSeeded(tx, row, { seeded, kept, now })) result.updated.push(row.name);
      else result.unchanged += 1;
    });
  }
  return result;
}

async function insertMissing(tx: Db, { name, job, seed }: SeededSchedule, now: Date): Promise<boolean> {
  const added = await tx
    .insert(schedules)
    .values({
      name,
      job,
      ...seed,
      seed,
      nextRunAt: firstStart(seed, { lastRunAt: null, now }),
      updatedAt: now,
    })
    .onConflictDoNothing()
    .returning({ id: schedules.id });
  return added.length > 0;
}

/** Whether anything but the seed changed. */
async function updateSeeded(
  tx: Db,
  row: Schedule,
  { seeded: { job, seed }, kept, now }: { seeded: SeededSchedule; kept: (keyof ScheduleSeed)[]; now: Date },
): Promise<boolean> {
  const before = valuesOf(row);
  const values = { ...seed, ...Object.fromEntries(kept.map((field) => [field, before[field]])) };
  const hasStart = row.nextRunAt !== null || !values.enabled;
  const nextRunAt =
    hasStart && sameTimes(before, values) && before.enabled === values.enabled
      ? row.nextRunAt
      : firstStart(values, { lastRunAt: row.lastRunAt, now });
  const isChanged = changedFields(before, values).length > 0 || row.job !== job;
  if (
    !isChanged &&
    row.seed !== null &&
    changedFields(row.seed, seed).length === 0 &&
    nextRunAt === row.nextRunAt
  )
    return false;
  await tx
    .update(schedules)
    .set({ job, ...values, seed, nextRunAt, ...(isChanged && { updatedAt: now }) })
    .where(eq(schedules.id, row.id));
  return isChanged;
}
