import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import { changePreferences, type PreferenceChange, readPreferences } from "./preferences.ts";
import { createUser } from "./users.ts";

let db: TestDb;
let userId: number;
const now = new Date("2026-03-10T12:00:00Z");

beforeEach(async () => {
  db = await testDb();
  const user = { kind: "person", password: null, operator: false, tenantId: 1, role: "viewer", now } as const;
  userId = (await createUser(db.db, { ...user, username: "ann" })).id;
});
afterEach(() => db.drop());

const change = (wanted: PreferenceChange): ReturnType<typeof changePreferences> =>
  db.db.transaction((tx) => changePreferences(tx, userId, { change: wanted, now }));

test("who has changed nothing has what is usual", async () => {
  expect(await readPreferences(db.db, userId)).toEqual({
    theme: null,
    time_zone: null,
    density: null,
    keys_enabled: true,
    keys: {},
    visits: {},
    views: {},
  });
});

test("what is named is changed, in what has names too, and null takes a name away", async () => {
  await change({
    theme: "light",
    keys: { keep: "q", next: "n" },
    visits: { triage: "2026-03-10T11:00:00.000Z" },
  });
  const after = await change({ keys_enabled: false, keys: { keep: null, open: "p" }, theme: undefined });
  expect(after).toMatchObject({
    theme: "light",
    keys_enabled: false,
    keys: { next: "n", open: "p" },
    visits: { triage: "2026-03-10T11:00:00.000Z" },
  });
  expect(after.keys).not.toHaveProperty("keep");
  expect(await readPreferences(db.db, userId)).toEqual(after);
});

test("two windows that save at once keep both changes", async () => {
  await Promise.all(Array.from({ length: 6 }, (_, at) => change({ views: { [`page${at}`]: `q=${at}` } })));
  expect(Object.keys((await readPreferences(db.db, userId)).views)).toHaveLength(6);
});

test("more than 16 kB are refused, and nothing is changed", async () => {
  await change({ theme: "dark" });
  const views = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`page${at}`, "x".repeat(1_900)]));
  await expect(change({ theme: "light", views })).rejects.toMatchObject({ problem: "invalid" });
  expect(await readPreferences(db.db, userId)).toMatchObject({ theme: "dark", views: {} });
});
