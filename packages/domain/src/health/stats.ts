import type { Db } from "@cti/db/client";
import { articleCopies, articleVersions } from "@cti/db/schema/articles";
import { sources } from "@cti/db/schema/sources";
import { count, isNull, sql } from "drizzle-orm";

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

/** The JSON of it. */
export type StatsLine = {
  sources: Stats["sources"];
  articles: Omit<Stats["articles"], "last24h" | "last7d"> & { last_24h: number; last_7d: number };
  understood: Omit<Stats["understood"], "severalTell"> & { several_tell: number };
  languages: Stats["languages"];
  top_sources: Stats["topSources"];
  database_bytes: number;
};

export function toStatsLine(stats: Stats): StatsLine {
  const { last24h, last7d, ...articles } = stats.articles;
  const { severalTell, ...understood } = stats.understood;
  return {
    sources: stats.sources,
    articles: { ...articles, last_24h: last24h, last_7d: last7d },
    understood: { ...understood, several_tell: severalTell },
    languages: stats.languages,
    top_sources: stats.topSources,
    database_bytes: stats.databaseBytes,
  };
}

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
  const groups = await groupArticles(db, at);
  const [versions] = await db.select({ count: count() }).from(articleVersions);
  const [copies] = await db.select({ count: count() }).from(articleCopies);
  const [understood] = await db.execute<Stats["understood"]>(sql`
    select (select count(*) from article_features)::int as extracted, (select count(*) from entities)::int as entities,
      (select count(*) from article_twins)::int as twins, count(*)::int as stories,
      (count(*) filter (where owner_count > 1))::int as "severalTell"
    from stories where merged_into is null`);
  const [size] = await db.execute<{ bytes: number }>(
    sql`select pg_database_size(current_database())::float8 as bytes`,
  );
  return {
    sources: sourceRow ?? { total: 0, enabled: 0, failing: 0, due: 0 },
    articles: {
      ...totalOf(groups),
      versions: versions?.count ?? 0,
      copies: copies?.count ?? 0,
    },
    understood: understood ?? { extracted: 0, entities: 0, twins: 0, stories: 0, severalTell: 0 },
    languages: largest(groups, ({ language }) => language).map(([language, count]) => ({ language, count })),
    topSources: largest(groups, ({ source }) => source).map(([source, articles]) => ({ source, articles })),
    databaseBytes: size?.bytes ?? 0,
  };
}

type Group = {
  source: string;
  language: string;
  count: number;
  total: number;
  last24h: number;
  last7d: number;
  words: number;
  incomplete: number;
  rejected: number;
};

/** All that is asked of articles, in one look at them: a group for each source and language. */
async function groupArticles(db: Db, at: string): Promise<Group[]> {
  return db.execute<Group>(sql`
    select s.slug as source, g.language, g.count, g.total, g.last24h, g.last7d, g.words, g.incomplete, g.rejected
    from (
      select source_id, coalesce(language, 'unknown') as language, count(*)::int as count,
        (count(*) filter (where rejected_reason is null))::int as total,
        (count(*) filter (where rejected_reason is null and collected_at > ${at}::timestamptz - interval '1 day'))::int as last24h,
        (count(*) filter (where rejected_reason is null and collected_at > ${at}::timestamptz - interval '7 days'))::int as last7d,
        coalesce(sum(word_count), 0)::float8 as words,
        (count(*) filter (where scrape_error is not null))::int as incomplete,
        (count(*) filter (where rejected_reason is not null))::int as rejected
      from articles group by 1, 2
    ) g join sources s on s.id = g.source_id`);
}

const summed = ["total", "last24h", "last7d", "words", "incomplete", "rejected"] as const;

function totalOf(groups: readonly Group[]): Record<(typeof summed)[number], number> {
  const total = { total: 0, last24h: 0, last7d: 0, words: 0, incomplete: 0, rejected: 0 };
  for (const group of groups) for (const name of summed) total[name] += group[name];
  return total;
}

const shown = 10;

/** The ten with most articles, by what `nameOf` says of a group. */
function largest(groups: readonly Group[], nameOf: (group: Group) => string): [string, number][] {
  const counts = new Map<string, number>();
  for (const group of groups) counts.set(nameOf(group), (counts.get(nameOf(group)) ?? 0) + group.count);
  return [...counts]
    .sort(([name, one], [otherName, other]) => other - one || (name < otherName ? -1 : 1))
    .slice(0, shown);
}
