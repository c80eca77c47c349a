import { benignEntries, benignMarks, entities } from "@cti/db/schema/entities";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import { markOldEntries } from "./mark-old-entries.ts";

let database: TestDb;
beforeEach(async () => {
  database = await testDb();
});
afterEach(() => database.drop());

test("entries from before there were marks get theirs, once", async () => {
  const { db } = database;
  await db.insert(entities).values([
    { type: "domain", value: "cdn.example.com", key: "cdn.example.com" },
    { type: "domain", value: "bad.example.net", key: "bad.example.net" },
  ]);
  await db.insert(benignEntries).values({ match: "domain", value: "example.com", actor: "ada" });
  const now = new Date();
  await Promise.all([markOldEntries(db, now), markOldEntries(db, now)]);
  const marks = await db.select().from(benignMarks);
  expect(marks).toMatchObject([{ tenantId: 1, reason: "your list: example.com" }]);
  await db.delete(benignMarks);
  await markOldEntries(db, now);
  expect(await db.select().from(benignMarks)).toEqual([]);
});
