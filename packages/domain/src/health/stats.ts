import type { Db } from "@cti/db/client";
import { articleCopies, articles, articleVersions } from "@cti/db/schema/articles";
import { sources } from "@cti/db/schema/sources";
import { count, desc, eq, isNull, sql } from "drizzle-orm";

export type Stats = {
  sources: { total: number; enabled: number; failing: number; due: number };
  articles: {
    total: number;
    last24h: number;
    last7d: number;
    words: number;
    versions: number;
    copies: number;
    incomplete: number;
    rejected: number;
  };
  understood: { extracted: number; entities: number; twins: number; stories: number; severalTell: number };
  languages: { language: string; count: number }[];
  topSources: { source: string; articles: number }[];
  databaseBytes: number;
};

/** How much there is, at a glance. */
export async function readStats(db: Db, now: Date): Promise<Stats> {
  const at = now.toISOString();
  const n = (filter: ReturnType<typeof sql>): ReturnType<typeof sql<number>> =>
    sql<number>`(count(*) filter (where ${filter}))::int`;
  const [sourceRow] = await db
    .select({
      total: sql<number>`count(*)::int`,
      enabled: n(sql`${sources.enabled}`),
      failing: n(sql`${sources.enabled} and ${sources.consecutiveFailures} > 0`),
      due: n(sql`${sources.enabled} and ${sources.nextCheckAt} <= ${at}`),
    })
    .from(sources)
    .where(isNull(sources.removedAt));
  const [articleRow] = await db
    .select({
      total: n(sql`${articles.rejectedReason} is null`),
      last24h: n(
        sql`${articles.rejectedReason} is null and ${articles.collectedAt} > ${at}::timestamptz - interval '1 day'`,
      ),
      last7d: n(
        sql`${articles.rejectedReason} is null and ${articles.collectedAt} > ${at}::timestamptz - interval '7 days'`,
      ),
      words: sql<number>`coalesce(sum(${articles.wordCount}), 0)::float8`,
      incomplete: n(sql`${articles.scrapeError} is not null`),
      rejected: n(sql`${articles.rejectedReason} is not null`),
    })
    .from(articles);
  const [versions] = await db.select({ count: count() }).from(articleVersions);
  const [copies] = await db.select({ count: count() }).from(articleCopies);
  const [understood] = await db.execute<Stats["understood"]>(sql`
    select (select count(*) from article_features)::int as extracted, (select count(*) from entities)::int as entities,
      (select count(*) from article_twins)::int as twins, count(*)::int as stories,
      (count(*) filter (where owner_count > 1))::int as "severalTell"
    from stories where merged_into is null`);
  const languages = await db
    .select({ language: sql<string>`coalesce(${articles.language}, 'unknown')`, count: count() })
    .from(articles)
    .groupBy(articles.language)
    .orderBy(desc(count()))
    .limit(10);
  const topSources = await db
    .select({ source: sources.slug, articles: count() })
    .from(articles)
    .innerJoin(sources, eq(sources.id, articles.sourceId))
    .groupBy(sources.slug)
    .orderBy(desc(count()))
    .limit(10);
  const [size] = await db.execute<{ bytes: number }>(
    sql`select pg_database_size(current_database())::float8 as bytes`,
  );
  return {
    sources: sourceRow ?? { total: 0, enabled: 0, failing: 0, due: 0 },
    articles: {
      ...(articleRow ?? { total: 0, last24h: 0, last7d: 0, words: 0, incomplete: 0, rejected: 0 }),
      versions: versions?.count ?? 0,
      copies: copies?.count ?? 0,
    },
    understood: understood ?? { extracted: 0, entities: 0, twins: 0, stories: 0, severalTell: 0 },
    languages,
    topSources,
    databaseBytes: size?.bytes ?? 0,
  };
}
