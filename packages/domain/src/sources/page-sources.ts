import type { Db } from "@cti/db/client";
import { articles } from "@cti/db/schema/articles";
import { type SourceKind, sources } from "@cti/db/schema/sources";
import { type SQL, and, asc, count, eq, gt, isNull, or, sql } from "drizzle-orm";

import { pageOf, writeCursor } from "../paging/cursor.ts";
import { readRowCursor } from "../paging/row-cursor.ts";
import { type SourceLine, type SourceView, toSourceLine } from "./source-line.ts";
import { type SourceState, sourceStateSql } from "./source-state.ts";

/** What is not given does not narrow. */
export type SourcePageFilter = {
  enabled?: boolean | undefined;
  /** Those whose last check failed, dead ones among them. */
  failing?: boolean | undefined;
  state?: SourceState | undefined;
  tag?: string | undefined;
  kind?: SourceKind | undefined;
  tier?: number | undefined;
  /** Words that stand in slug or name, in whatever case; in the address too for those who may see it. */
  q?: string | undefined;
  limit: number;
  cursor: string | null;
};

const sort = "slug";

/** Sources that are followed, by slug. `counts` has the number of articles by source, see `countArticles`. */
export async function pageSources(
  db: Db,
  filter: SourcePageFilter,
  view: SourceView & { counts: ReadonlyMap<number, number> },
): Promise<{ items: SourceLine[]; next_cursor: string | null }> {
  const after = readRowCursor(filter.cursor, sort, "text");
  const rows = await db
    .select()
    .from(sources)
    .where(
      and(
        ...conditionsOf(filter, view),
        after
          ? or(gt(sources.slug, after.key), and(eq(sources.slug, after.key), gt(sources.id, after.id)))
          : undefined,
      ),
    )
    .orderBy(asc(sources.slug), asc(sources.id))
    .limit(filter.limit + 1);
  const { items, next_cursor } = pageOf(rows, filter.limit, ({ slug, id }) => writeCursor(sort, slug, id));
  return { items: items.map((row) => toSourceLine(row, view.counts.get(row.id) ?? 0, view)), next_cursor };
}

/** Articles by source; one look at an index, for all sources at once. */
export async function countArticles(db: Db): Promise<Map<number, number>> {
  const counted = await db
    .select({ id: articles.sourceId, articles: count() })
    .from(articles)
    .groupBy(articles.sourceId);
  return new Map(counted.map((row) => [row.id, row.articles]));
}

function conditionsOf(filter: SourcePageFilter, { secrets, now }: SourceView): (SQL | undefined)[] {
  const { enabled, failing, state, tag, kind, tier, q } = filter;
  const words = q === undefined ? undefined : `%${q.toLowerCase().replaceAll(/[%_\\]/g, String.raw`\$&`)}%`;
  const searched = secrets ? sql`slug || ' ' || name || ' ' || url` : sql`slug || ' ' || name`;
  return [
    isNull(sources.removedAt),
    enabled === undefined ? undefined : eq(sources.enabled, enabled),
    failing === undefined
      ? undefined
      : failing
        ? gt(sources.consecutiveFailures, 0)
        : eq(sources.consecutiveFailures, 0),
    state === undefined ? undefined : sql`${sourceStateSql(now)} = ${state}`,
    tag === undefined ? undefined : sql`${tag} = any(${sources.tags})`,
    kind === undefined ? undefined : eq(sources.kind, kind),
    tier === undefined ? undefined : eq(sources.tier, tier),
    words === undefined ? undefined : sql`lower(${searched}) like ${words}`,
  ];
}
