import type { Db } from "@cti/db/client";
import { articles } from "@cti/db/schema/articles";
import { articleTwins } from "@cti/db/schema/article-features";
import { type RankPart, scores } from "@cti/db/schema/scores";
import { sources } from "@cti/db/schema/sources";
import {
  type SplitProposal,
  type Story,
  storyArticles,
  storyChanges,
  storyRelations,
} from "@cti/db/schema/stories";
import { currentTenant } from "@cti/db/schema/tenants";
import { nameTypes } from "@cti/pipeline/entities/entity-types";
import { and, asc, desc, eq, or, sql } from "drizzle-orm";

import { listOf } from "../articles/sql-list.ts";
import { countedMentions, isCounted, isIndicator } from "./counted-mentions.ts";
import { findStory } from "./lock-stories.ts";

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
  /** What no earlier article of the story has. `names`: actors and their malware and tools. */
  adds: Adds;
};

type Adds = { indicators: number; techniques: number; names: number };

export type StoryDetail = {
  id: number;
  title: string;
  /** The article whose title it bears. */
  title_article_id: number | null;
  pinned: boolean;
  first_at: Date;
  last_at: Date;
  /** Without twins; twins count apart. */
  article_count: number;
  twin_count: number;
  owner_count: number;
  updated_at: Date;
  split_proposal: SplitProposal | null;
  score: number | null;
  score_parts: RankPart[];
  articles: StoryMember[];
  entities: { id: number; type: string; value: string; label: string | null; articles: number }[];
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
  const story = await findStory(db, id);
  const [score] = await db
    .select()
    .from(scores)
    .where(
      and(eq(scores.tenantId, currentTenant), eq(scores.subject, "story"), eq(scores.subjectId, story.id)),
    );
  return {
    ...toHead(story),
    score: score?.total ?? null,
    score_parts: score?.parts ?? [],
    articles: await membersOf(db, story.id),
    entities: await entitiesOf(db, story.id),
    roundups: await roundupsOf(db, story.id),
    changes: await changesOf(db, story.id),
  };
}

type Head = Pick<
  StoryDetail,
  | "id"
  | "title"
  | "title_article_id"
  | "pinned"
  | "first_at"
  | "last_at"
  | "article_count"
  | "twin_count"
  | "owner_count"
  | "updated_at"
  | "split_proposal"
>;

function toHead(story: Story): Head {
  return {
    id: story.id,
    title: story.title,
    title_article_id: story.titleArticleId,
    pinned: story.pinned,
    first_at: story.firstAt,
    last_at: story.lastAt,
    article_count: story.articleCount,
    twin_count: story.twinCount,
    owner_count: story.ownerCount,
    updated_at: story.updatedAt,
    split_proposal: story.splitProposal,
  };
}

/** A story of more is cut there: no event has so many reports. */
const maxMembers = 1_000;

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
    .orderBy(asc(sql`coalesce(${articles.publishedAt}, ${articles.collectedAt})`), asc(articles.id))
    .limit(maxMembers);
  const adds = await addsOf(db, storyId);
  return rows.map((row) => ({
    ...row,
    adds: adds.get(row.article_id) ?? { indicators: 0, techniques: 0, names: 0 },
  }));
}

/** By article. */
async function addsOf(db: Db, storyId: number): Promise<Map<number, Adds>> {
  const rows = await db.execute<Adds & { article_id: string }>(sql`
    with member as (
      select sa.article_id, a.source_id,
        row_number() over (order by coalesce(a.published_at, a.collected_at), a.id) as place
      from story_articles sa join articles a on a.id = sa.article_id and a.rejected_reason is null
      where sa.story_id = ${storyId}
    ), earliest as (
      select n.entity_id, min(m.place) as place from member m join ${countedMentions} where ${isCounted}
      group by n.entity_id
    )
    select m.article_id, count(*) filter (where ${isIndicator})::int as indicators,
      count(*) filter (where e.type = 'technique')::int as techniques,
      count(*) filter (where e.type in ('actor', 'ransomware', 'malware', 'tool'))::int as names
    from earliest f join member m on m.place = f.place join entities e on e.id = f.entity_id
    group by m.article_id`);
  return new Map(rows.map(({ article_id, ...adds }) => [Number(article_id), adds]));
}

const telling = [...nameTypes, "cve", "ghsa", "euvd"];

/** Names, techniques and flaws come first: of other indicators a report can list thousands. */
async function entitiesOf(db: Db, storyId: number): Promise<StoryDetail["entities"]> {
  const rows = await db.execute<{
    id: string;
    type: string;
    value: string;
    label: string | null;
    articles: number;
  }>(sql`
    select e.id, e.type, e.value, e.label, count(*)::int as articles
    from (
      select sa.article_id, a.source_id from story_articles sa
      join articles a on a.id = sa.article_id and a.rejected_reason is null where sa.story_id = ${storyId}
    ) m join ${countedMentions} join entities e on e.id = n.entity_id
    where ${isCounted} group by e.id
    order by e.type in ${listOf(telling)} desc, articles desc, e.type, e.value limit 60`);
  return rows.map(({ id, ...row }) => ({ ...row, id: Number(id) }));
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

/** Stories are everybody's: people of other tenants who operate them are not named. */
const shownActor = sql<string>`case when exists (
    select from users u where u.username = ${storyChanges.actor} and not exists (
      select from memberships m where m.user_id = u.id and m.tenant_id = current_tenant()))
  then 'an operator' else ${storyChanges.actor} end`;

async function changesOf(db: Db, storyId: number): Promise<StoryDetail["changes"]> {
  return db
    .select({
      id: storyChanges.id,
      kind: storyChanges.kind,
      from: storyChanges.fromStoryId,
      into: storyChanges.intoStoryId,
      by: storyChanges.by,
      actor: shownActor,
      reason: storyChanges.reason,
      at: storyChanges.at,
      undone_at: storyChanges.undoneAt,
    })
    .from(storyChanges)
    .where(or(eq(storyChanges.fromStoryId, storyId), eq(storyChanges.intoStoryId, storyId)))
    .orderBy(asc(storyChanges.id));
}
