import type { Db } from "@cti/db/client";
import { type SQL, sql } from "drizzle-orm";

import { idArray } from "../articles/sql-list.ts";

/** Of two stories, the smaller number first. */
export type Proposal = { storyA: number; storyB: number; similarity: number; sentence: string };

/**
 * Brings the proposals of `storyIds` in line with those found now, and counts those that are new and those that went.
 * A pair that was taken apart by hand or dismissed, itself or as parts of what it was merged from, is left out.
 */
export async function writeProposals(
  db: Db,
  proposals: readonly Proposal[],
  { model, storyIds, now }: { model: string; storyIds: readonly number[]; now: Date },
): Promise<{ added: number; removed: number }> {
  const found = sql`json_to_recordset(${JSON.stringify(proposals)}::json) as n (
    "storyA" bigint, "storyB" bigint, similarity real, sentence text)`;
  return db.transaction(async (tx) => {
    const removed = await tx.execute(sql`
      delete from merge_proposals p where p.dismissed_at is null
        and (p.story_a = ${idArray(storyIds)} or p.story_b = ${idArray(storyIds)})
        and not exists (select from ${found} where n."storyA" = p.story_a and n."storyB" = p.story_b)`);
    const written = await tx.execute<{ is_new: boolean }>(sql`
      with recursive ${dismissedPairs}
      insert into merge_proposals as p (story_a, story_b, similarity, model, sentence, proposed_at)
      select n."storyA", n."storyB", n.similarity, ${model}, n.sentence, ${now.toISOString()}::timestamptz
      from ${found}
      join stories a on a.id = n."storyA" and a.merged_into is null
      join stories b on b.id = n."storyB" and b.merged_into is null
      where not ${isTakenApart(sql`a.id`, sql`b.id`)} and not exists (
        select from dismissed d where least(d.a, d.b) = a.id and greatest(d.a, d.b) = b.id)
      on conflict (story_a, story_b) do update
        set similarity = excluded.similarity, model = excluded.model, sentence = excluded.sentence
        where p.dismissed_at is null
      returning xmax = 0 as is_new`);
    return { added: written.filter(({ is_new }) => is_new).length, removed: removed.count };
  });
}

/** Removes proposals of stories that were merged, emptied or taken apart by hand since. Says how many. */
export async function removeStaleProposals(db: Db): Promise<number> {
  const { count } = await db.execute(sql`
    delete from merge_proposals p using stories a, stories b
    where p.dismissed_at is null and a.id = p.story_a and b.id = p.story_b
      and (a.merged_into is not null or b.merged_into is not null or a.article_count = 0 or b.article_count = 0
        or ${isTakenApart(sql`a.id`, sql`b.id`)})`);
  return count;
}

/** Pairs that were dismissed, followed to the stories that they are parts of now. */
const dismissedPairs = sql`dismissed (a, b, steps) as (
  select story_a, story_b, 0 from merge_proposals where dismissed_at is not null
  union all
  select coalesce(one.merged_into, d.a), coalesce(other.merged_into, d.b), d.steps + 1
  from dismissed d join stories one on one.id = d.a join stories other on other.id = d.b
  where d.steps < 50 and (one.merged_into is not null or other.merged_into is not null))`;

function isTakenApart(a: SQL, b: SQL): SQL {
  return sql`exists (
    select from story_constraints c
    join story_articles m on m.article_id = c.article_a
    join story_articles w on w.article_id = c.article_b
    where c.kind = 'cannot' and ((m.story_id = ${a} and w.story_id = ${b}) or (m.story_id = ${b} and w.story_id = ${a})))`;
}
