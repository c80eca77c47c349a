import type { Db } from "@cti/db/client";
import { indicatorTypes } from "@cti/pipeline/entities/entity-types";
import { typesOfField, typesOfThing } from "@cti/pipeline/query/fields";
import { foldName } from "@cti/pipeline/query/fold";
import type { EntityField, HasThing, Query } from "@cti/pipeline/query/query";
import { type SQL, sql } from "drizzle-orm";

type Node<K extends Query["kind"]> = Extract<Query, { kind: K }>;

/**
 * A search as a condition on `articles` joined with `sources`; it means what `matches` in the pipeline says. Names are
 * looked up first, so that the condition asks by number.
 */
export async function compileQuery(db: Db, query: Query): Promise<SQL> {
  switch (query.kind) {
    case "all":
      return sql`true`;
    case "and":
    case "or": {
      const nodes = await Promise.all(query.nodes.map((node) => compileQuery(db, node)));
      return sql`(${sql.join(nodes, query.kind === "and" ? sql` and ` : sql` or `)})`;
    }
    case "not":
      return sql`(not ${await compileQuery(db, query.node)})`;
    case "entity":
      return mentionsAny(await findIds(db, query));
    case "indicator":
      return indicatorCondition(db, query);
    case "word":
    case "phrase":
    case "prefix":
    case "name":
    case "number":
    case "time":
    case "state":
    case "is":
    case "has":
    case "role":
      // What an article does not have fails a comparison, and NOT turns that round.
      return sql`coalesce(${leafCondition(query)}, false)`;
  }
}

function leafCondition(
  query: Exclude<Query, Node<"all" | "and" | "or" | "not" | "entity" | "indicator">>,
): SQL {
  switch (query.kind) {
    case "word":
      return wordCondition(query.word);
    case "phrase":
      return phraseCondition(query.text);
    case "prefix":
      return prefixCondition(query.prefix);
    case "name":
      return nameCondition(query);
    case "number":
      return numberCondition(query);
    case "time": {
      const at = sql`coalesce(articles.published_at, articles.collected_at)`;
      return query.field === "since"
        ? sql`${at} >= ${query.at}::timestamptz`
        : sql`${at} < ${query.at}::timestamptz`;
    }
    case "state":
      return sql`${triageState} in ${listOf(query.values)}`;
    case "is":
      return anyOf(query.values.map(flagCondition));
    case "has":
      return anyOf(query.values.map(thingCondition));
    case "role":
      return sql`exists (select 1 from mentions m join entities e on e.id = m.entity_id
        where m.article_id = articles.id and m.role in ${listOf(query.values)} and ${isPresented})`;
  }
}

/** A word of every day, such as "the", is left out of the index: it is found everywhere. */
function wordCondition(word: string): SQL {
  if (unspaced.test(word)) return containsText(word);
  const query = sql`plainto_tsquery('pg_catalog.english', ${word})`;
  return sql`(numnode(${query}) = 0 or articles.search @@ ${query})`;
}

function phraseCondition(text: string): SQL {
  if (unspaced.test(text)) return containsText(text);
  const query = sql`phraseto_tsquery('pg_catalog.english', ${text})`;
  return sql`(numnode(${query}) = 0 or articles.search @@ ${query})`;
}

/** The index holds stems, so that it can only propose; the text itself decides. */
function prefixCondition(prefix: string): SQL {
  if (unspaced.test(prefix)) return containsText(prefix);
  const start = sql`('''' || ${prefix.replaceAll("'", "")}::text || ''':*')`;
  const begins = `\\m${escapePattern(prefix)}`;
  return sql`(articles.search @@ (to_tsquery('pg_catalog.simple', ${start}) || to_tsquery('pg_catalog.english', ${start}))
    and (articles.title ~* ${begins} or articles.text ~* ${begins}))`;
}

/** Scripts that write no spaces, where the index knows no words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

function containsText(text: string): SQL {
  const pattern = escapePattern(text);
  return sql`(articles.text ~* ${pattern} or articles.title ~* ${pattern})`;
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$*+?()[\]{}|.]/g, "\\$&");
}

function nameCondition({ field, values }: Node<"name">): SQL {
  switch (field) {
    case "source":
      return sql`(lower(sources.slug) in ${listOf(values)} or lower(sources.name) in ${listOf(values)})`;
    case "tag":
      return sql`exists (select 1 from unnest(articles.categories || sources.tags) tag where lower(tag) in ${listOf(values)})`;
    case "lang":
      return sql`lower(coalesce(articles.language, '')) in ${listOf(values)}`;
  }
}

const numbers: Record<Node<"number">["field"], SQL> = {
  tier: sql`sources.tier`,
  words: sql`articles.word_count`,
  story: sql`(select story_id from story_articles where article_id = articles.id)`,
  hunt: sql`(select hunt_score from article_features where article_id = articles.id)`,
  quality: sql`(select quality from article_features where article_id = articles.id)`,
  score: sql`(select total from scores where subject = 'article' and subject_id = articles.id)`,
};

function numberCondition({ field, comparison, values }: Node<"number">): SQL {
  const operator = sql.raw(comparison);
  return anyOf(values.map((value) => sql`${numbers[field]} ${operator} ${value}::float8`));
}

const triageState = sql`coalesce((select state from triage where subject = 'article' and subject_id = articles.id), 'new')`;

function flagCondition(flag: Node<"is">["values"][number]): SQL {
  switch (flag) {
    case "twin":
      return sql`exists (select 1 from article_twins where article_id = articles.id)`;
    case "rejected":
      return sql`articles.rejected_reason is not null`;
    case "starred":
      return sql`exists (select 1 from triage where subject = 'article' and subject_id = articles.id and starred)`;
    case "new":
    case "read":
    case "kept":
    case "dismissed":
    case "snoozed":
      return sql`${triageState} = ${flag}`;
  }
}

/** Observables count when the article presents them as evidence, everything else unless a list knows it as benign. */
const isPresented = sql`case when e.type in ${listOf(typesOfThing("ioc"))} then m.status = 'indicator' else m.status <> 'benign' end`;

function thingCondition(thing: HasThing): SQL {
  if (thing === "code") return sql`articles.html like '%<pre>%'`;
  if (thing === "story") return sql`exists (select 1 from story_articles where article_id = articles.id)`;
  return sql`exists (select 1 from mentions m join entities e on e.id = m.entity_id
    where m.article_id = articles.id and e.type in ${listOf(typesOfThing(thing))} and ${isPresented})`;
}

async function indicatorCondition(db: Db, { value, words }: Node<"indicator">): Promise<SQL> {
  const ids = /^t\d{4}/i.test(value)
    ? await findIds(db, { field: "ttp", values: [value] })
    : await idsWhere(db, [...indicatorTypes, "tactic"], exactly(value));
  const inText = words.length > 0 ? sql`coalesce(${phraseCondition(words.join(" "))}, false)` : sql`false`;
  return sql`(${mentionsAny(ids)} or ${inText})`;
}

function mentionsAny(ids: number[]): SQL {
  if (ids.length === 0) return sql`false`;
  return sql`articles.id in (select article_id from mentions where entity_id in ${listOf(ids)})`;
}

const maxIds = 5_000;

async function findIds(
  db: Db,
  { field, values }: Pick<Node<"entity">, "field" | "values">,
): Promise<number[]> {
  const found = await Promise.all(
    values.map((value) => idsWhere(db, typesOfField(field), conditionOf(field, value))),
  );
  return [...new Set(found.flat())];
}

async function idsWhere(db: Db, types: readonly string[], condition: SQL): Promise<number[]> {
  const rows = await db.execute<{ id: string }>(
    sql`select e.id from entities e where e.type in ${listOf(types)} and ${condition} order by e.id limit ${maxIds}`,
  );
  return rows.map(({ id }) => Number(id));
}

function conditionOf(field: EntityField, value: string): SQL {
  if (field === "ioc" || field === "cve") return exactly(value);
  const isPrefix = value.endsWith("*");
  const bare = isPrefix ? value.slice(0, -1) : value;
  const isParent = field === "ttp" && /^T\d{4}$/.test(value);
  const spelled = field === "ttp" ? sql`lower(n.alias)` : sql`n.folded`;
  const wanted = field === "ttp" ? bare.toLowerCase() : foldName(bare);
  const named = sql`exists (select 1 from entity_aliases n where n.entity_id = e.id
    and ${isPrefix ? sql`starts_with(${spelled}, ${wanted})` : sql`${spelled} = ${wanted}`})`;
  return isParent ? sql`(${named} or starts_with(e.value, ${`${value}.`}))` : named;
}

/** In indicators every character counts, but for case. */
function exactly(value: string): SQL {
  const isPrefix = value.endsWith("*");
  const wanted = (isPrefix ? value.slice(0, -1) : value).toLowerCase();
  const indexed = sql`lower(left(e.value, 200))`;
  const begins = `${wanted.slice(0, 200).replace(/[\\%_]/g, "\\$&")}%`;
  return isPrefix
    ? sql`(${indexed} like ${begins} and starts_with(lower(e.value), ${wanted}))`
    : sql`(${indexed} = ${wanted.slice(0, 200)} and lower(e.value) = ${wanted})`;
}

function anyOf(conditions: SQL[]): SQL {
  return sql`(${sql.join(conditions, sql` or `)})`;
}

function listOf(values: readonly (string | number)[]): SQL {
  return sql`(${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )})`;
}
