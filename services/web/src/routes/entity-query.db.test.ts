import { stories } from "@cti/db/schema/stories";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import { toEntityFilter } from "./entity-query.ts";

let db: TestDb;

beforeEach(async () => {
  db = await testDb();
});
afterEach(() => db.drop());

const usual = { types: ["domain"], statuses: ["indicator"] };

async function addStory(mergedInto: number | null): Promise<number> {
  const now = new Date();
  const [row] = await db.db
    .insert(stories)
    .values({
      title: "S",
      firstAt: now,
      lastAt: now,
      articleCount: 0,
      ownerCount: 0,
      updatedAt: now,
      mergedInto,
    })
    .returning({ id: stories.id });
  return row?.id ?? 0;
}

test("a story that was merged stands for the one that it went into", async () => {
  const into = await addStory(null);
  const gone = await addStory(into);
  expect(await toEntityFilter(db.db, { story: gone }, usual)).toMatchObject({ ...usual, story: into });
});

test("what is not there is named", async () => {
  await expect(toEntityFilter(db.db, { story: 77 }, usual)).rejects.toThrow(/There is no story 77/);
  await expect(toEntityFilter(db.db, { source: "nowhere" }, usual)).rejects.toThrow(/nowhere/);
});
