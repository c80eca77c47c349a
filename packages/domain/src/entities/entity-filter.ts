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
};

/** What a filter asks of an entity `e`. */
export function ofEntity({ types, matching }: EntityFilter): SQL {
  const pattern = matching && `%${matching.replace(/[\\%_]/g, "\\$&")}%`;
  return allOf([
    types.length > 0 ? sql`e.type in ${listOf(types)}` : null,
    pattern ? sql`(e.value ilike ${pattern} or e.label ilike ${pattern})` : null,
  ]);
}

/** What a filter asks of a row `m` of current_mentions. */
export function ofMention({ statuses, since, source, roles, minConfidence }: EntityFilter): SQL {
  return allOf([
    statuses.length > 0 ? sql`m.status in ${listOf(statuses)}` : null,
    since ? sql`m.seen_at >= ${since.toISOString()}::timestamptz` : null,
    source === null ? null : sql`m.source_id = (select s.id from sources s where s.slug = ${source})`,
    roles.length > 0 ? sql`m.role in ${listOf(roles)}` : null,
    minConfidence === null ? null : sql`m.confidence >= ${minConfidence}::real`,
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
