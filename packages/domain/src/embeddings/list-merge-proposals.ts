import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

import { findStories } from "../stories/lock-stories.ts";

export type MergeProposal = {
  story: { id: number; title: string; articles: number; last_at: Date };
  similarity: number;
  /** Why, for people. */
  sentence: string;
  proposed_at: Date;
};

const most = 50;

/** Stories that may be the same event as this one, the nearest first; without those that were dismissed. */
export async function listMergeProposals(db: Db, storyId: number): Promise<MergeProposal[]> {
  const [story] = await findStories(db, [storyId]);
  if (!story) throw new Error("findStories gives one story for one id.");
  const rows = await db.execute<{
    id: string;
    title: string;
    articles: number;
    last_at: string;
    similarity: number;
    sentence: string;
    proposed_at: string;
  }>(sql`
    select s.id, s.title, s.article_count as articles, s.last_at, p.similarity, p.sentence, p.proposed_at
    from merge_proposals p
    join stories s on s.id = case when p.story_a = ${story.id} then p.story_b else p.story_a end
    where (p.story_a = ${story.id} or p.story_b = ${story.id}) and p.dismissed_at is null
      and s.merged_into is null and s.article_count > 0
    order by p.similarity desc, s.id limit ${most}`);
  return rows.map(({ id, title, articles, last_at, proposed_at, ...row }) => ({
    ...row,
    story: { id: Number(id), title, articles, last_at: new Date(last_at) },
    proposed_at: new Date(proposed_at),
  }));
}
