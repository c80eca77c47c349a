import type { Db } from "@cti/db/client";
import { type Story, stories } from "@cti/db/schema/stories";
import { asc, inArray, sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";

/** One hand at a time: a person's change and a clustering run would otherwise move the same articles. */
const storiesLock = 7_382_010;

/**
 * Holds all stories until the end of the transaction and counts the change. A clustering run compares `before` with
 * the count it left, to see whether somebody changed stories meanwhile.
 */
export async function holdStories(tx: Db): Promise<{ before: number; after: number }> {
  await tx.execute(sql`select pg_advisory_xact_lock(${storiesLock})`);
  const [row] = await tx.execute<{ count: number }>(sql`
    insert into settings (key, value, updated_at) values ('stories.changes', '1', now())
    on conflict (key) do update set value = to_jsonb((settings.value)::int + 1), updated_at = now()
    returning (value)::int as count`);
  const after = row?.count ?? 1;
  return { before: after - 1, after };
}

/** The living story of this id; one that was merged leads to where it went. Throws `not_found`. */
export async function findStory(db: Db, id: number): Promise<Story> {
  const [story] = await findStories(db, [id]);
  if (!story) throw new Error("findStories gives one story for one id.");
  return story;
}

/** The living stories of these ids, in that order; one that was merged leads to where it went. */
export async function findStories(db: Db, ids: number[]): Promise<Story[]> {
  const rows = await db.select().from(stories).where(inArray(stories.id, ids)).orderBy(asc(stories.id));
  const found: Story[] = [];
  for (const id of ids) {
    const story = rows.find((row) => row.id === id);
    if (!story) throw new DomainError("not_found", `There is no story ${id}; \`stories list\` shows them`);
    if (story.mergedInto !== null) found.push(...(await findStories(db, [story.mergedInto])));
    else found.push(story);
  }
  return found;
}
