import { auditLog } from "@cti/db/schema/audit-log";
import { settings } from "@cti/db/schema/settings";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { asc, eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { headKey } from "./audit-hash.ts";
import { listAudit } from "./list-audit.ts";
import { type AuditEntry, recordAudit } from "./record.ts";
import { verifyAudit } from "./verify-audit.ts";

let database: TestDb;
beforeEach(async () => {
  database = await testDb();
});
afterEach(() => database.drop());

const entry = (subject: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
  actor: "alice",
  address: "192.0.2.7",
  action: "job.revoke",
  subject,
  detail: { outcome: "removed" },
  now: new Date("2026-03-01T10:00:00.123Z"),
  ...more,
});

async function record(count: number): Promise<number[]> {
  const ids: number[] = [];
  for (let at = 0; at < count; at++) ids.push(await recordAudit(database.db, entry(`job ${at}`)));
  return ids;
}

test("an untouched log is whole, whatever its details look like", async () => {
  await record(3);
  const detail = { z: 1.5, 10: "ten", 9: { b: [null, true, -0, 1e21], a: "ü\u0000\ud800" }, at: new Date(0) };
  await recordAudit(database.db, entry("odd\u0000", { detail, address: null }));
  expect(await verifyAudit(database.db)).toMatchObject({ rows: 4, firstBreak: null });
});

test("an empty log is whole", async () => {
  expect(await verifyAudit(database.db)).toMatchObject({ rows: 0, firstBreak: null });
});

test("rows that are added at once make one chain", async () => {
  await Promise.all(Array.from({ length: 20 }, (_, at) => recordAudit(database.db, entry(`job ${at}`))));
  expect(await verifyAudit(database.db)).toMatchObject({ rows: 20, firstBreak: null });
});

test("a chain longer than a page is followed to its end", async () => {
  await database.db.transaction(async (tx) => {
    for (let at = 0; at < 501; at++) await recordAudit(tx, entry(`job ${at}`));
  });
  expect(await verifyAudit(database.db)).toMatchObject({ rows: 501, firstBreak: null });
});

test("the first changed row is named", async () => {
  const ids = await record(4);
  const second = eq(auditLog.id, ids[1] ?? 0);
  for (const change of [{ actor: "bob" }, { detail: { outcome: "gone" } }, { at: new Date(5) }]) {
    const [before] = await database.db.select().from(auditLog).where(second);
    await database.db.update(auditLog).set(change).where(second);
    expect((await verifyAudit(database.db)).firstBreak).toMatchObject({ id: ids[1], kind: "changed" });
    const { id: _, ...rest } = before ?? { id: 0 };
    await database.db.update(auditLog).set(rest).where(second);
  }
  expect((await verifyAudit(database.db)).firstBreak).toBeNull();
});

test("a removed row is named by the one after it, the last one by the one before", async () => {
  const ids = await record(4);
  await database.db.delete(auditLog).where(eq(auditLog.id, ids[3] ?? 0));
  expect((await verifyAudit(database.db)).firstBreak).toMatchObject({ id: ids[2], kind: "cut" });
  await database.db.delete(auditLog).where(eq(auditLog.id, ids[1] ?? 0));
  expect((await verifyAudit(database.db)).firstBreak).toMatchObject({ id: ids[2], kind: "moved" });
  await database.db.delete(auditLog);
  expect((await verifyAudit(database.db)).firstBreak).toMatchObject({ id: 0, kind: "cut" });
});

test("rows cut off the end stay missed when others are written after them", async () => {
  const ids = await record(4);
  await database.db.delete(auditLog).where(eq(auditLog.id, ids[3] ?? 0));
  const [next] = await record(1);
  expect((await verifyAudit(database.db)).firstBreak).toMatchObject({ id: next, kind: "moved" });
});

test("a log whose kept end was removed is not whole", async () => {
  const ids = await record(2);
  await database.db.delete(settings).where(eq(settings.key, headKey));
  expect((await verifyAudit(database.db)).firstBreak).toMatchObject({ id: ids[1], kind: "cut" });
});

test("names in a detail that PostgreSQL cannot hold do not keep a row from being written", async () => {
  await recordAudit(database.db, entry("queue", { detail: { body: { "a\u0000": 1, "b\ud800": 2 } } }));
  expect(await verifyAudit(database.db)).toMatchObject({ rows: 1, firstBreak: null });
});

test("rows that changed places are found", async () => {
  const ids = await record(3);
  const rows = await database.db.select().from(auditLog).orderBy(asc(auditLog.id));
  for (const [at, from] of [
    [0, 1],
    [1, 0],
  ] as const) {
    const { id: _, ...content } = rows[from] ?? { id: 0 };
    await database.db
      .update(auditLog)
      .set(content)
      .where(eq(auditLog.id, ids[at] ?? 0));
  }
  expect((await verifyAudit(database.db)).firstBreak).toMatchObject({ id: ids[0] });
});

test("a row belongs to the transaction of what it tells of", async () => {
  await record(1);
  const undone = database.db.transaction(async (tx) => {
    await recordAudit(tx, entry("undone"));
    throw new Error("no");
  });
  await expect(undone).rejects.toThrow("no");
  await record(1);
  expect(await verifyAudit(database.db)).toMatchObject({ rows: 2, firstBreak: null });
});

test("secrets do not reach the table", async () => {
  await recordAudit(
    database.db,
    entry("settings", { detail: { redisUrl: "redis://u:pw1@h", password: "pw2" } }),
  );
  const rows = await database.db.select().from(auditLog).orderBy(asc(auditLog.id));
  expect(JSON.stringify(rows)).not.toMatch(/pw[12]/);
});

test("the list is paged from the latest and filtered", async () => {
  await record(5);
  await recordAudit(database.db, entry("queue collect", { action: "queue.pause", actor: "bob" }));
  const first = await listAudit(database.db, { limit: 4 });
  const second = await listAudit(database.db, { limit: 4, before: first.next ?? 0 });
  expect([...first.rows, ...second.rows].map(({ subject }) => subject)).toEqual([
    "queue collect",
    "job 4",
    "job 3",
    "job 2",
    "job 1",
    "job 0",
  ]);
  expect(second.next).toBeNull();
  expect((await listAudit(database.db, { limit: 9, actor: "bob" })).rows).toHaveLength(1);
});
