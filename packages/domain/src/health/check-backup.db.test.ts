import { runs } from "@cti/db/schema/runs";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import { seedSchedules } from "../schedules/seed-schedules.ts";
import { checkBackup } from "./check-backup.ts";
import type { ComponentHealth, HealthDeps } from "./component-health.ts";

let db: TestDb;
const made = new Date("2026-11-20T02:45:00Z");
const hoursLater = (hours: number): Date => new Date(made.getTime() + hours * 3_600_000);

beforeEach(async () => {
  db = await testDb();
});
afterEach(async () => {
  await db.drop();
});

const check = (at: Date): Promise<ComponentHealth> =>
  checkBackup({ db: db.db, now: () => at, settings: {} as HealthDeps["settings"] });
const addRun = async (status: "completed" | "failed", startedAt: Date, action = "create"): Promise<void> => {
  const errors = status === "failed" ? [{ reason: "internal", message: "The disk is full" }] : [];
  const run = { kind: "backup", trigger: "schedule", actor: "scheduler", params: { action } } as const;
  await db.db
    .insert(runs)
    .values({ ...run, status, startedAt, errors, metrics: { name: "b.tar", bytes: 7 } });
};
const seed = async (enabled: boolean): Promise<void> => {
  const row = { intervalSeconds: null, cron: "45 2 * * *", timeZone: "UTC", jitterSeconds: 0 };
  const seeded = { ...row, overlap: "skip", enabled } as const;
  await seedSchedules(db.db, [{ name: "daily_backup", job: "backup", seed: seeded }], made);
};

test("a backup of last night is well, one of three nights ago is not", async () => {
  await seed(true);
  await addRun("completed", made);
  expect(await check(hoursLater(47))).toMatchObject({
    status: "ok",
    message: "The last backup is 47 h old.",
    details: { last_backup_at: made, name: "b.tar", bytes: 7 },
  });
  expect(await check(hoursLater(49))).toMatchObject({ status: "degraded" });
});

test("a failed try is told although the one before is young; a trial that failed is not a backup", async () => {
  await seed(true);
  await addRun("completed", made);
  await addRun("failed", hoursLater(1), "verify");
  expect(await check(hoursLater(2))).toMatchObject({ status: "ok" });
  await addRun("failed", hoursLater(2));
  const health = await check(hoursLater(3));
  expect(health.status).toBe("degraded");
  expect(health.message).toContain("The last backup is 3 h old, and the last try failed (The disk is full)");
});

test("before the first one it is waited for as long as for a later one, and without a schedule not at all", async () => {
  await seed(true);
  expect(await check(hoursLater(47))).toMatchObject({
    status: "ok",
    message: "No backup has been made yet.",
  });
  expect(await check(hoursLater(49))).toMatchObject({ status: "degraded" });
  await seed(false);
  const health = await check(hoursLater(490));
  expect(health).toMatchObject({ status: "ok" });
  expect(health.message).toContain("none is made by itself");
});
