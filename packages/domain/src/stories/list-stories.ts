import type { Db } from "@cti/db/client";
import { articles } from "@cti/db/schema/articles";
import { scores } from "@cti/db/schema/scores";
import { sources } from "@cti/db/schema/sources";
import { stories, storyArticles } from "@cti/db/schema/stories";
import { type SQL, and, desc, eq, gte, isNull, sql } from "drizzle-orm";

export type StoryFilter = {
  since: Date | null;
  /** At least this many articles that are no twins. */
  minArticles: number;
  order: "rank" | "time";
  source: string | null;
  limit: number;
};

export type StoryLine = {
  id: number;
  title: string;
  score: number | null;
  articles: number;
  twins: number;
  owners: number;
  pinned: boolean;
  first_at: Date;
  last_at: Date;
};

const columns = {
  id: stories.id,
  title: stories.title,
  score: scores.total,
  articles: stories.articleCount,
  twins: stories.twinCount,
  owners: stories.ownerCount,
  pinned: stories.pinned,
  first_at: stories.firstAt,
  last_at: stories.lastAt,
};

/** Living stories, pinned ones first, then by rank or by their newest article. */
export async function listStories(db: Db, filter: StoryFilter): Promise<StoryLine[]> {
  const byRank = filter.order === "rank" ? [sql`${scores.total} desc nulls last`] : [];
  return db
    .select(columns)
    .from(stories)
    .leftJoin(scores, and(eq(scores.subject, "story"), eq(scores.subjectId, stories.id)))
    .where(and(...conditionsOf(filter)))
    .orderBy(desc(stories.pinned), ...byRank, desc(stories.lastAt), desc(stories.id))
    .limit(filter.limit);
}

function conditionsOf({ since, minArticles, source }: StoryFilter): (SQL | undefined)[] {
  return [
    isNull(stories.mergedInto),
    gte(stories.articleCount, minArticles),
    since ? gte(stories.lastAt, since) : undefined,
    source
      ? sql`exists (select 1 from ${storyArticles} join ${articles} on ${articles.id} = ${storyArticles.articleId}
          join ${sources} on ${sources.id} = ${articles.sourceId}
          where ${storyArticles.storyId} = ${stories.id} and ${sources.slug} = ${source})`
      : undefined,
  ];
}
