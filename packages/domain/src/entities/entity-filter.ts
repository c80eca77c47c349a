import { type SQL, sql } from "drizzle-orm";

export type EntityFilter = {
  types: readonly string[];
  /** Statuses that count: indicator, mentioned, benign, named, proposed, rejected. */
  statuses: readonly string[];
  since: Date | null;
  /** Slug. */
  source: string | null;
  roles: readonly string[];
  minConfidence: number | null;
  /** Part of the value or the label. */
  matching: string | null;
  /** Only in articles of this story. */
  story: number | null;
};

/** Lets every mention of every entity through: where a narrower filter begins. */
export const everything: EntityFilter = {
  types: [],
  statuses: [],
  since: null,
  source: null,
  roles: [],
  minConfidence: null,
  matching: null,
  story: null,
};

/** What a filter asks of an entity `e`. */
export function ofEntity({ types, matching, story }: EntityFilter): SQL {
  const pattern = matching && `%${matching.replace(/[\\%_]/g, "\\$&")}%`;
  return allOf([
    types.length > 0 ? sql`e.type in ${listOf(types)}` : null,
    pattern ? sql`(e.value ilike ${pattern} or e.label ilike ${pattern})` : null,
    story === null
      ? null
      : sql`e.id in (select m.entity_id from story_articles sa join mentions m on m.article_id = sa.article_id
          where sa.story_id = ${story})`,
  ]);
}

/** What a filter asks of a row `m` of current_mentions. */
export function ofMention(filter: EntityFilter): SQL {
  const { statuses, source, roles, minConfidence } = filter;
  return allOf([
    statuses.length > 0 ? sql`m.status in ${listOf(statuses)}` : null,
    within(filter),
    source === null ? null : sql`m.source_id = (select s.id from sources s where s.slug = ${source})`,
    roles.length > 0 ? sql`m.role in ${listOf(roles)}` : null,
    minConfidence === null ? null : sql`m.confidence >= ${minConfidence}::real`,
  ]);
}

/** Whether a filter looks at a part of the articles only: since a time, of a story. */
export function isWithin({ since, story }: EntityFilter): boolean {
  return since !== null || story !== null;
}

/** That part, for a row `m` of mentions or current_mentions; indexes find it, so that the rest is not even looked at. */
export function within({ since, story }: EntityFilter): SQL {
  return allOf([
    since ? sql`m.seen_at >= ${since.toISOString()}::timestamptz` : null,
    story === null
      ? null
      : sql`m.article_id in (select sa.article_id from story_articles sa where sa.story_id = ${story})`,
  ]);
}

/** For `in`: values in parentheses. */
export function listOf(values: readonly (string | number)[]): SQL {
  return sql`(${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )})`;
}

function allOf(conditions: (SQL | null)[]): SQL {
  const asked = conditions.filter((condition) => condition !== null);
  return asked.length === 0 ? sql`true` : sql.join(asked, sql` and `);
}
