import { auditLog } from "@cti/db/schema/audit-log";
import { settings } from "@cti/db/schema/settings";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import { recordSettingChanges, type SettingInForce } from "./record-changes.ts";

const now = new Date("2026-03-01T10:00:00Z");
let database: TestDb;
beforeEach(async () => {
  database = await testDb();
});
afterEach(() => database.drop());

const base: SettingInForce[] = [
  { key: "web.port", value: 8000, secret: false },
  { key: "web.hosts", value: ["a", "b"], secret: false },
  { key: "web.token_max_days", value: 365, secret: false },
  { key: "redis.password", value: "first-secret", secret: true },
  { key: "server.token", value: null, secret: true },
];
const start = (changed: Record<string, unknown> = {}): Promise<string[]> =>
  recordSettingChanges(
    database.db,
    base.map((one) => (one.key in changed ? { ...one, value: changed[one.key] } : one)),
    now,
  );
const details = async (): Promise<unknown[]> =>
  (await database.db.select().from(auditLog).orderBy(auditLog.id)).map(({ detail }) => detail);

test("the first start remembers, and one with the same settings tells nothing", async () => {
  expect(await start()).toEqual([]);
  expect(await start()).toEqual([]);
  expect(await details()).toEqual([]);
});

test("what differs from the start before is one row that concerns the installation", async () => {
  await start();
  expect(await start({ "web.port": 8001, "web.token_max_days": 90 })).toEqual([
    "web.port",
    "web.token_max_days",
  ]);
  expect(await database.db.select().from(auditLog)).toMatchObject([
    {
      tenantId: null,
      actor: "configuration",
      address: null,
      action: "settings.change",
      subject: "web.port, web.token_max_days",
      at: now,
      detail: {
        changes: [
          { setting: "web.port", before: 8000, after: 8001 },
          { setting: "web.token_max_days", before: 365, after: 90 },
        ],
      },
    },
  ]);
  expect(await start({ "web.port": 8001, "web.token_max_days": 90 })).toEqual([]);
});

test("of a secret it is told that it was changed, set or taken away, and neither value is kept anywhere", async () => {
  await start();
  await start({ "redis.password": "second-secret" });
  await start({ "redis.password": "second-secret", "server.token": "third-secret" });
  await start({ "redis.password": null, "server.token": "third-secret" });
  expect(await details()).toEqual([
    { changes: [{ setting: "redis.password", before: "(hidden)", after: "(changed)" }] },
    { changes: [{ setting: "server.token", before: null, after: "(changed)" }] },
    { changes: [{ setting: "redis.password", before: "(hidden)", after: null }] },
  ]);
  const kept = JSON.stringify([
    await database.db.select().from(settings),
    await database.db.select().from(auditLog),
  ]);
  expect(kept).not.toMatch(/(first|second|third)-secret/);
});

test("a setting that is new or gone is told, one that became a secret is hidden", async () => {
  await start();
  const port = { key: "web.port", value: 8000, secret: true };
  await recordSettingChanges(database.db, [port, { key: "new.one", value: "x", secret: false }], now);
  const [told] = (await details()) as { changes: { setting: string }[] }[];
  expect(told?.changes).toEqual(
    expect.arrayContaining([
      { setting: "web.port", before: 8000, after: "(changed)" },
      { setting: "new.one", before: null, after: "x" },
      { setting: "web.hosts", before: ["a", "b"], after: null },
    ]),
  );
});

test("of two processes that start at once one tells the change", async () => {
  await start();
  const told = await Promise.all([start({ "web.port": 1 }), start({ "web.port": 1 })]);
  expect(told.flat()).toEqual(["web.port"]);
  expect(await details()).toHaveLength(1);
});
