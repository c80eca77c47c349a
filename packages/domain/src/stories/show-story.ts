import type { Db } from "@cti/db/client";
import { articles } from "@cti/db/schema/articles";
import { articleTwins } from "@cti/db/schema/article-features";
import { type RankPart, scores } from "@cti/db/schema/scores";
import { sources } from "@cti/db/schema/sources";
import { type Story, storyArticles, storyChanges, storyRelations } from "@cti/db/schema/stories";
import { and, asc, desc, eq, or, sql } from "drizzle-orm";

import { findStories } from "./lock-stories.ts";

export type StoryMember = {
  article_id: number;
  title: string;
  source: string;
  owner: string;
  url: string | null;
  published_at: Date | null;
  collected_at: Date;
  by: string;
  kind: string;
  similarity: number;
  /** The article whose text this one repeats. */
  twin_of: number | null;
  why: string;
};

export type StoryDetail = Omit<Story, "rankDueAt" | "mergedInto"> & {
  score: number | null;
  scoreParts: RankPart[];
  articles: StoryMember[];
  entities: { type: string; value: string; label: string | null; articles: number }[];
  roundups: { article_id: number; title: string; kind: string; similarity: number }[];
  changes: {
    id: number;
    kind: string;
    from: number;
    into: number;
    by: string;
    actor: string;
    reason: string;
    at: Date;
    undone_at: Date | null;
  }[];
};

/** A story with its articles in the order of their appearance, why each belongs, and what was changed by hand. */
export async function showStory(db: Db, id: number): Promise<StoryDetail> {
  const [story] = await findStories(db, [id]);
  if (!story) throw new Error("findStories gives one story for one id.");
  const { rankDueAt: _, mergedInto: __, ...known } = story;
  const [score] = await db
    .select()
    .from(scores)
    .where(and(eq(scores.subject, "story"), eq(scores.subjectId, story.id)));
  return {
    ...known,
    score: score?.total ?? null,
    scoreParts: score?.parts ?? [],
    articles: await membersOf(db, story.id),
    entities: await entitiesOf(db, story.id),
    roundups: await roundupsOf(db, story.id),
    changes: await changesOf(db, story.id),
  };
}

async function membersOf(db: Db, storyId: number): Promise<StoryMember[]> {
  const rows = await db
    .select({
      article_id: articles.id,
      title: articles.title,
      source: sources.slug,
      owner: storyArticles.owner,
      url: articles.url,
      published_at: articles.publishedAt,
      collected_at: articles.collectedAt,
      by: storyArticles.by,
      kind: storyArticles.kind,
      similarity: storyArticles.similarity,
      twin_of: articleTwins.primaryId,
      why: sql<string>`coalesce(${storyArticles.reasons}->>'sentence', '')`,
    })
    .from(storyArticles)
    .innerJoin(articles, eq(articles.id, storyArticles.articleId))
    .innerJoin(sources, eq(sources.id, articles.sourceId))
    .leftJoin(articleTwins, eq(articleTwins.articleId, articles.id))
    .where(eq(storyArticles.storyId, storyId))
    .orderBy(asc(sql`coalesce(${articles.publishedAt}, ${articles.collectedAt})`), asc(articles.id));
  return rows;
}

async function entitiesOf(db: Db, storyId: number): Promise<StoryDetail["entities"]> {
  const rows = await db.execute<{ type: string; value: string; label: string | null; articles: number }>(sql`
    select e.type, e.value, e.label, count(*)::int as articles
    from story_articles s join current_mentions m on m.article_id = s.article_id and m.status in ('indicator', 'named')
    join entities e on e.id = m.entity_id
    where s.story_id = ${storyId}
    group by e.id order by articles desc, e.type, e.value limit 60`);
  return [...rows];
}

async function roundupsOf(db: Db, storyId: number): Promise<StoryDetail["roundups"]> {
  return db
    .select({
      article_id: articles.id,
      title: articles.title,
      kind: storyRelations.kind,
      similarity: storyRelations.similarity,
    })
    .from(storyRelations)
    .innerJoin(articles, eq(articles.id, storyRelations.articleId))
    .where(eq(storyRelations.storyId, storyId))
    .orderBy(desc(storyRelations.similarity))
    .limit(20);
}

async function changesOf(db: Db, storyId: number): Promise<StoryDetail["changes"]> {
  return db
    .select({
      id: storyChanges.id,
      kind: storyChanges.kind,
      from: storyChanges.fromStoryId,
      into: storyChanges.intoStoryId,
      by: storyChanges.by,
      actor: storyChanges.actor,
      reason: storyChanges.reason,
      at: storyChanges.at,
      undone_at: storyChanges.undoneAt,
    })
    .from(storyChanges)
    .where(or(eq(storyChanges.fromStoryId, storyId), eq(storyChanges.intoStoryId, storyId)))
    .orderBy(asc(storyChanges.id));
}
