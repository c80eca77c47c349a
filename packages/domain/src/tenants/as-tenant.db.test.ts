import { notes } from "@cti/db/schema/notes";
import { openClient } from "@cti/db/client";
import { tenants } from "@cti/db/schema/tenants";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { isTimeout } from "../database-error.ts";
import { asTenant } from "./as-tenant.ts";

let database: TestDb;
beforeEach(async () => {
  database = await testDb();
});
afterEach(() => database.drop());

test("statements that are prepared ask for the tenant of the moment, on every connection of a pool", async () => {
  await database.owner.db.insert(tenants).values({ id: 2, slug: "red", name: "Red" });
  const pool = openClient(database.url, { poolSize: 3, name: "pool", role: "cti_app" });
  const write = (tenant: number, at: number): Promise<number[]> =>
    asTenant(pool.db, tenant, async (tx) => {
      await tx.insert(notes).values({ subject: "article", subjectId: at, text: `${tenant}`, actor: "a" });
      const rows = await tx.select({ text: notes.text }).from(notes).where(eq(notes.subject, "article"));
      return [...new Set(rows.map(({ text }) => Number(text)))];
    });
  const seen = await Promise.all(Array.from({ length: 60 }, (_, at) => write(1 + (at % 2), at)));
  await pool.close();
  expect(seen).toEqual(seen.map((_, at) => [1 + (at % 2)]));
  const rows = await database.owner.db.select({ tenant: notes.tenantId, text: notes.text }).from(notes);
  expect(rows).toHaveLength(60);
  expect(rows.filter(({ tenant, text }) => String(tenant) !== text)).toEqual([]);
});

test("a statement that takes longer than its transaction gives it is given up", async () => {
  const late = asTenant(database.db, 1, (tx) => tx.execute(sql`select pg_sleep(20)`), { timeoutMs: 50 });
  const error: unknown = await late.catch((cause: unknown) => cause);
  expect(isTimeout(error)).toBe(true);
});
