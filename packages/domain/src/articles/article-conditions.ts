import type { Db } from "@cti/db/client";
import { articles } from "@cti/db/schema/articles";
import { sources } from "@cti/db/schema/sources";
import type { TriageState } from "@cti/db/schema/triage";
import type { Query } from "@cti/pipeline/query/query";
import { type SQL, eq, sql } from "drizzle-orm";

import { type CompiledQuery, compileQuery } from "./compile-query.ts";
import { fieldCondition } from "./field-conditions.ts";
import { listOf } from "./sql-list.ts";

export type ArticleFilter = {
  source?: string | null;
  /** Of its source. */
  tag?: string | null;
  language?: string | null;
  since?: Date | null;
  until?: Date | null;
  state?: TriageState | null;
  /** In the search language; see `readSearch`. */
  search?: Query | null;
  /** Only articles that a rule or a refusal keeps out of the list. */
  rejected?: boolean;
  /** Only articles whose page could not be read. */
  incomplete?: boolean;
};

/** `plain` asks for columns of articles; `search` for all the rest, and is null where nothing is searched. */
export type ArticleConditions = { plain: SQL; search: CompiledQuery | null };

/** A filter as conditions on `articles`. Sources are looked up first, so that the conditions ask by number. */
export async function articleConditions(db: Db, filter: ArticleFilter): Promise<ArticleConditions> {
  const { search = null, state = null } = filter;
  const compiled = [
    ...(search && search.kind !== "all" ? [await compileQuery(db, search)] : []),
    ...(state ? [{ wide: null, ...fieldCondition({ kind: "state", values: [state] }) }] : []),
  ];
  return {
    plain: allOf([...plainConditions(filter), ...(await sourceConditions(db, filter))]),
    search:
      compiled.length === 0
        ? null
        : {
            each: allOf(compiled.map(({ each }) => each)),
            set: allOf(compiled.map(({ set }) => set)),
            wide: compiled.every(({ wide }) => wide === null)
              ? null
              : allOf(compiled.map(({ wide, set }) => wide ?? set)),
          },
  };
}

function allOf(conditions: SQL[]): SQL {
  return conditions.length === 0 ? sql`true` : sql`(${sql.join(conditions, sql` and `)})`;
}

/** When an article appeared: by its publisher, or as we saw it. */
export const appearedAt: SQL = sql`coalesce(articles.published_at, articles.collected_at)`;

/** By the publisher's date, or by ours where there is none. */
export function appearedSince(since: Date): SQL {
  return sql`coalesce(${articles.publishedAt}, ${articles.collectedAt}) >= ${since.toISOString()}::timestamptz`;
}

function plainConditions(filter: ArticleFilter): SQL[] {
  const { rejected, search, incomplete, language, since, until } = filter;
  const conditions = [
    rejected ? sql`articles.rejected_reason is not null` : null,
    // Hidden, unless a search asks for them.
    !rejected && !(search && asksForRejected(search)) ? sql`articles.rejected_reason is null` : null,
    incomplete ? sql`articles.scrape_error is not null` : null,
    language ? sql`articles.language = ${language}` : null,
    since ? appearedSince(since) : null,
    until ? sql`${appearedAt} < ${until.toISOString()}::timestamptz` : null,
  ];
  return conditions.filter((condition) => condition !== null);
}

function asksForRejected(query: Query): boolean {
  if (query.kind === "and" || query.kind === "or") return query.nodes.some(asksForRejected);
  if (query.kind === "not") return asksForRejected(query.node);
  return query.kind === "is" && query.values.includes("rejected");
}

async function sourceConditions(db: Db, { source, tag }: ArticleFilter): Promise<SQL[]> {
  const conditions: SQL[] = [];
  if (source) conditions.push(await ofSources(db, eq(sources.slug, source)));
  if (tag) conditions.push(await ofSources(db, sql`${tag} = any(${sources.tags})`));
  return conditions;
}

async function ofSources(db: Db, condition: SQL): Promise<SQL> {
  const rows = await db.select({ id: sources.id }).from(sources).where(condition);
  return rows.length === 0 ? sql`false` : sql`articles.source_id in ${listOf(rows.map(({ id }) => id))}`;
}
