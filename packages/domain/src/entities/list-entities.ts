import type { Db } from "@cti/db/client";
import { currentMentions, entities } from "@cti/db/schema/entities";
import { sources } from "@cti/db/schema/sources";
import { type SQL, and, desc, eq, gte, ilike, inArray, sql } from "drizzle-orm";

export type EntityFilter = {
  types: readonly string[];
  /** Statuses that count: indicator, mentioned, benign, named, proposed, rejected. */
  statuses: readonly string[];
  since: Date | null;
  source: string | null;
  roles: readonly string[];
  minConfidence: number | null;
  /** Part of the value or the label. */
  matching: string | null;
  limit: number | null;
};

export type EntityLine = {
  id: number;
  type: string;
  value: string;
  label: string | null;
  external_id: string | null;
  status: string;
  role: string | null;
  confidence: number;
  benign: string | null;
  articles: number;
  sources: number;
  first_seen: Date;
  last_seen: Date;
};

/** Entities that articles mention, those of most articles first. */
export async function listEntities(db: Db, filter: EntityFilter): Promise<EntityLine[]> {
  const articleCount = sql<number>`count(distinct ${currentMentions.articleId})::int`;
  const query = selectLines(db, filter, articleCount)
    .orderBy(desc(articleCount), desc(sql`max(${currentMentions.seenAt})`), entities.id)
    .$dynamic();
  return filter.limit === null ? query : query.limit(filter.limit);
}

/** One page of what `listEntities` gives, by id, so that any number can be read in turn. */
export async function listEntitiesAfter(
  db: Db,
  filter: EntityFilter,
  afterId: number,
): Promise<EntityLine[]> {
  const articleCount = sql<number>`count(distinct ${currentMentions.articleId})::int`;
  return selectLines(db, filter, articleCount, sql`${entities.id} > ${afterId}`)
    .orderBy(entities.id)
    .limit(filter.limit ?? 1_000);
}

// oxlint-disable-next-line typescript/explicit-function-return-type -- a query whose type only drizzle can write
function selectLines(db: Db, filter: EntityFilter, articleCount: SQL<number>, also?: SQL) {
  const first = <T>(column: SQL | typeof currentMentions.role): SQL<T> =>
    sql<T>`(array_agg(${column} order by ${currentMentions.confidence} desc, ${currentMentions.articleId}))[1]`;
  const when = (order: "min" | "max"): SQL<Date> =>
    sql<Date>`${sql.raw(order)}(${currentMentions.seenAt})`.mapWith(currentMentions.seenAt);
  return db
    .select({
      id: entities.id,
      type: entities.type,
      value: entities.value,
      label: entities.label,
      external_id: entities.externalId,
      status: first<string>(sql`${currentMentions.status}`),
      role: sql<string | null>`(array_agg(${currentMentions.role} order by ${currentMentions.confidence} desc)
        filter (where ${currentMentions.role} is not null))[1]`,
      confidence: sql<number>`round(max(${currentMentions.confidence})::numeric, 2)`.mapWith(Number),
      benign: sql<string | null>`max(${currentMentions.benign})`,
      articles: articleCount,
      sources: sql<number>`count(distinct ${currentMentions.sourceId})::int`,
      first_seen: when("min"),
      last_seen: when("max"),
    })
    .from(currentMentions)
    .innerJoin(entities, eq(entities.id, currentMentions.entityId))
    .innerJoin(sources, eq(sources.id, currentMentions.sourceId))
    .where(and(...conditionsOf(filter), also))
    .groupBy(entities.id);
}

function conditionsOf(filter: EntityFilter): (SQL | undefined)[] {
  const { types, statuses, since, source, roles, minConfidence, matching } = filter;
  const pattern = matching && `%${matching.replace(/[\\%_]/g, "\\$&")}%`;
  return [
    types.length > 0 ? inArray(entities.type, [...types]) : undefined,
    statuses.length > 0 ? inArray(currentMentions.status, [...statuses]) : undefined,
    since ? gte(currentMentions.seenAt, since) : undefined,
    source ? eq(sources.slug, source) : undefined,
    roles.length > 0 ? inArray(currentMentions.role, [...roles]) : undefined,
    minConfidence === null ? undefined : gte(currentMentions.confidence, minConfidence),
    pattern ? sql`(${ilike(entities.value, pattern)} or ${ilike(entities.label, pattern)})` : undefined,
  ];
}
