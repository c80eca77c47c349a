import { createHash } from "node:crypto";

import { auditLog } from "@cti/db/schema/audit-log";
import { settings } from "@cti/db/schema/settings";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { asc, eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { writeCursor } from "../paging/cursor.ts";
import { asTenant } from "../tenants/as-tenant.ts";
import { createTenant } from "../tenants/create-tenant.ts";
import { auditHash, headKey, rootHash } from "./audit-hash.ts";
import { type AuditFormat, exportAudit } from "./export-audit.ts";
import { type AuditFilter, type AuditRow, listAudit } from "./list-audit.ts";
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
    await database.owner.db.update(auditLog).set(change).where(second);
    expect((await verifyAudit(database.db)).firstBreak).toMatchObject({ id: ids[1], kind: "changed" });
    const { id: _, ...rest } = before ?? { id: 0 };
    await database.owner.db.update(auditLog).set(rest).where(second);
  }
  expect((await verifyAudit(database.db)).firstBreak).toBeNull();
});

test("a removed row is named by the one after it, the last one by the one before", async () => {
  const ids = await record(4);
  await database.owner.db.delete(auditLog).where(eq(auditLog.id, ids[3] ?? 0));
  expect((await verifyAudit(database.db)).firstBreak).toMatchObject({ id: ids[2], kind: "cut" });
  await database.owner.db.delete(auditLog).where(eq(auditLog.id, ids[1] ?? 0));
  expect((await verifyAudit(database.db)).firstBreak).toMatchObject({ id: ids[2], kind: "moved" });
  await database.owner.db.delete(auditLog);
  expect((await verifyAudit(database.db)).firstBreak).toMatchObject({ id: 0, kind: "cut" });
});

test("rows cut off the end stay missed when others are written after them", async () => {
  const ids = await record(4);
  await database.owner.db.delete(auditLog).where(eq(auditLog.id, ids[3] ?? 0));
  const [next] = await record(1);
  expect((await verifyAudit(database.db)).firstBreak).toMatchObject({ id: next, kind: "moved" });
});

test("a log whose kept end was removed is not whole", async () => {
  const ids = await record(2);
  await database.owner.db.delete(settings).where(eq(settings.key, headKey));
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
    await database.owner.db
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
  const first = await listAudit(database.db, {}, { limit: 4 });
  await record(1);
  const second = await listAudit(database.db, {}, { limit: 4, cursor: first.next_cursor });
  expect([...first.items, ...second.items].map(({ subject }) => subject)).toEqual([
    "queue collect",
    "job 4",
    "job 3",
    "job 2",
    "job 1",
    "job 0",
  ]);
  expect(second.next_cursor).toBeNull();
  const subjects = async (filter: AuditFilter): Promise<string[]> =>
    (await listAudit(database.db, filter, { limit: 9 })).items.map(({ subject }) => subject);
  expect(await subjects({ actor: "bob" })).toEqual(["queue collect"]);
  expect(await subjects({ action: "queue" })).toEqual(["queue collect"]);
  expect(await subjects({ action: "%" })).toEqual([]);
  expect(await subjects({ subject: "job 4" })).toEqual(["job 4"]);
  expect(await subjects({ since: new Date("2026-03-01T10:00:01Z") })).toEqual([]);
  expect(await subjects({ until: new Date("2026-03-01T10:00:01Z") })).toHaveLength(7);
});

test("a cursor that this list did not write is refused", async () => {
  const of = (id: number | string): string => writeCursor("audit", null, id);
  for (const cursor of ["x", of("1; --"), of(1.5), writeCursor("articles", null, 1)])
    await expect(listAudit(database.db, {}, { limit: 1, cursor })).rejects.toThrow("not of this list");
});

test("a row belongs to the tenant in whose transaction it was written, unless told", async () => {
  const { id } = await createTenant(database.db, { slug: "red", name: "Red" }, new Date());
  await record(1);
  await asTenant(database.db, id, (tx) => recordAudit(tx, entry("of red")));
  await recordAudit(database.db, entry("of all", { tenantId: null }));
  const subjects = async (tenantId?: number): Promise<string[]> =>
    (await listAudit(database.db, tenantId ? { tenantId } : {}, { limit: 9 })).items.map(
      (row) => row.subject,
    );
  expect(await subjects(id)).toEqual(["of red"]);
  expect(await subjects(1)).toEqual(["job 0"]);
  expect(await subjects()).toEqual(["of all", "of red", "job 0"]);
  expect(await verifyAudit(database.db)).toMatchObject({ rows: 3, firstBreak: null });
});

test("rows from before there were tenants keep their hashes, and none changes hands unseen", async () => {
  const content = { ...entry("old"), id: 1, at: new Date(0) };
  const { actor, address, action, subject, detail } = content;
  const before = createHash("sha256")
    .update(`${rootHash}\n`)
    .update(
      JSON.stringify([
        ["action", action],
        ["actor", actor],
        ["address", address],
        ["at", "1970-01-01T00:00:00.000Z"],
        ["detail", Object.entries(detail)],
        ["id", 1],
        ["subject", subject],
      ]),
    )
    .digest("hex");
  expect(auditHash(rootHash, { ...content, tenantId: null })).toBe(before);
  const [id] = await record(1);
  for (const tenantId of [null, 2]) {
    await database.owner.db.update(auditLog).set({ tenantId });
    expect((await verifyAudit(database.db)).firstBreak).toMatchObject({ id, kind: "changed" });
  }
});

test("ASVS 16.2.1: a row says who did what, when and from where, and what it was before and after", async () => {
  const detail = { before: { role: "viewer" }, after: { role: "admin" } };
  await recordAudit(database.db, entry("user:7", { action: "user.role", detail }));
  expect((await listAudit(database.db, {}, { limit: 1 })).items).toEqual([
    {
      id: expect.any(Number) as number,
      at: new Date("2026-03-01T10:00:00.123Z"),
      tenant_id: 1,
      actor: "alice",
      address: "192.0.2.7",
      action: "user.role",
      subject: "user:7",
      detail,
    },
  ]);
});

test("ASVS 16.2.2: times are kept as points in time and told in UTC, wherever the writer is", async () => {
  await recordAudit(database.db, entry("late", { now: new Date("2026-03-29T03:30:00.500+02:00") }));
  const [row] = await database.owner.sql`
    select pg_typeof(at)::text as type, at at time zone 'UTC' = '2026-03-29 01:30:00.5' as same from audit_log`;
  expect(row).toEqual({ type: "timestamp with time zone", same: true });
  expect(await exported("ndjson")).toContain('"at":"2026-03-29T01:30:00.500Z"');
});

test("ASVS 16.4.2: the role of our processes adds rows, and neither changes nor removes any", async () => {
  await record(1);
  for (const statement of [
    "update audit_log set actor = 'nobody'",
    "delete from audit_log",
    "truncate audit_log",
    "alter table audit_log disable trigger all",
    "drop table audit_log",
    "select setval(pg_get_serial_sequence('audit_log', 'id'), 1)",
  ])
    await expect(database.sql.unsafe(statement)).rejects.toMatchObject({ code: "42501" });
  expect(await verifyAudit(database.db)).toMatchObject({ rows: 1, firstBreak: null });
});

test("an export has all rows, also those of pages after the first", async () => {
  await database.db.transaction(async (tx) => {
    for (let at = 0; at < 501; at++) await recordAudit(tx, entry(`job ${at}`));
  });
  const lines = (await exported("ndjson")).trimEnd().split("\n");
  expect(lines.map((text) => (JSON.parse(text) as AuditRow).subject)).toEqual(
    Array.from({ length: 501 }, (_, at) => `job ${500 - at}`),
  );
  expect(JSON.parse(await exported("json"))).toHaveLength(501);
  expect((await exported("csv")).trimEnd().split("\r\n")).toHaveLength(502);
});

test("an empty log is exported as nothing", async () => {
  expect(await exported("ndjson")).toBe("");
  expect(JSON.parse(await exported("json"))).toEqual([]);
  expect(await exported("csv")).toBe("id,at,tenant_id,actor,address,action,subject,detail\r\n");
});

test("ASVS 1.2.10: no cell of an exported table begins like a formula, and no byte steers a terminal", async () => {
  for (const actor of ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", '"a,b"', "\u009b31m\u001b[2J"])
    await recordAudit(database.db, entry("x", { actor, address: null, detail: { a: "\u009b31m" } }));
  const cells = (await exported("csv"))
    .trimEnd()
    .split("\r\n")
    .slice(1)
    .map((line) => line.split(",x,")[0]?.split(",").slice(3, -2).join(","));
  expect(cells).toEqual(["\ufffd31m\ufffd[2J", '"""a,b"""', "'\t=1", "'@SUM(1)", "'-1", "'+1", "'=1+1"]);
  for (const format of ["csv", "ndjson", "json"] as const)
    expect(await exported(format)).not.toMatch(/(?![\r\n\t])\p{Cc}/u);
});

async function exported(format: AuditFormat): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of exportAudit((work) => work(database.db), {}, format)) pieces.push(piece);
  return pieces.join("");
}
