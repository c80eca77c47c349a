import type { Db } from "@cti/db/client";
import { articles } from "@cti/db/schema/articles";
import { type Source, sources } from "@cti/db/schema/sources";
import { type SQL, and, asc, count, eq, isNull, sql } from "drizzle-orm";

type ListedSource = Source & { articles: number };

/** Sources with the number of their articles, by slug. */
export async function listSources(
  db: Db,
  filter: { active?: boolean; tag?: string | null; tier?: number | null; failing?: boolean } = {},
): Promise<ListedSource[]> {
  const conditions: (SQL | undefined)[] = [
    isNull(sources.removedAt),
    filter.active ? eq(sources.enabled, true) : undefined,
    filter.tag ? sql`${filter.tag} = any(${sources.tags})` : undefined,
    filter.tier ? eq(sources.tier, filter.tier) : undefined,
    filter.failing ? sql`${sources.consecutiveFailures} > 0` : undefined,
  ];
  const rows = await db
    .select()
    .from(sources)
    .where(and(...conditions))
    .orderBy(asc(sources.slug));
  const counted = await db
    .select({ sourceId: articles.sourceId, articles: count() })
    .from(articles)
    .groupBy(articles.sourceId);
  const bySource = new Map(counted.map((row) => [row.sourceId, row.articles]));
  return rows.map((row) => ({ ...row, articles: bySource.get(row.id) ?? 0 }));
}
