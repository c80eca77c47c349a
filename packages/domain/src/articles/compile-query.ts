import type { Db } from "@cti/db/client";
import { indicatorTypes } from "@cti/pipeline/entities/entity-types";
import type { EntityField, Query } from "@cti/pipeline/query/query";
import { typesOfField } from "@cti/pipeline/query/fields";
import { foldName } from "@cti/pipeline/query/fold";
import { type SQL, sql } from "drizzle-orm";

import { fieldCondition } from "./field-conditions.ts";
import { listOf } from "./sql-list.ts";
import { phraseCondition, prefixCondition, prefixWords, wordCondition } from "./text-conditions.ts";

/**
 * A search as a condition on `articles`, in two writings that mean the same, namely what `matches` in the pipeline says:
 * `each` is cheap to ask of one article after the other, `set` lets indexes find all articles at once. `wide` finds more
 * than that, but without a look into the words of an article, which are stored apart from it; null where it is `set`.
 */
export type CompiledQuery = { each: SQL; set: SQL; wide: SQL | null };

/** `ids` selects the articles where an index can; `isText` where it is the text's own index that does. */
type Part = CompiledQuery & { ids: SQL | null; isText: boolean };

type Node<K extends Query["kind"]> = Extract<Query, { kind: K }>;

/** Names are looked up first, so that the conditions ask by number. */
export async function compileQuery(db: Db, query: Query): Promise<CompiledQuery> {
  const { each, set, wide } = await compile(db, query);
  return { each, set, wide };
}

async function compile(db: Db, query: Query): Promise<Part> {
  switch (query.kind) {
    case "all":
      return condition(sql`true`);
    case "and":
      return allOf(await compileAll(db, query.nodes));
    case "or":
      return anyOf(await compileAll(db, query.nodes));
    case "not": {
      const { each, isText } = await compile(db, query.node);
      const part = condition(sql`(not ${each})`);
      return isText ? { ...part, wide: sql`true` } : part;
    }
    case "word":
      return textPart(wordCondition(query.word));
    case "phrase":
      return { ...textPart(phraseCondition(query.text)), wide: wordCondition(query.text) };
    case "prefix":
      return { ...textPart(prefixCondition(query.prefix)), wide: prefixWords(query.prefix) };
    case "entity":
      return mentionsAny(await findIds(db, query));
    case "indicator":
      return indicatorPart(db, query);
    case "name":
    case "number":
    case "time":
    case "state":
    case "is":
    case "has":
    case "role":
      return { isText: false, wide: null, ...fieldCondition(query) };
  }
}

async function compileAll(db: Db, nodes: Query[]): Promise<Part[]> {
  const parts: Part[] = [];
  for (const node of nodes) parts.push(await compile(db, node));
  return parts;
}

function condition(sameInBoth: SQL): Part {
  return { each: sameInBoth, set: sameInBoth, wide: null, ids: null, isText: false };
}

function textPart(found: SQL): Part {
  return { each: found, set: found, wide: null, ids: idsWhich(found), isText: true };
}

function idsWhich(found: SQL): SQL {
  return sql`select articles.id from articles where ${found}`;
}

function allOf(parts: Part[]): Part {
  const set = joined(parts, "set", sql` and `);
  return {
    each: joined(parts, "each", sql` and `),
    set,
    wide: widened(parts, "set", sql` and `),
    ids: parts.some(({ ids }) => ids !== null) ? idsWhich(set) : null,
    isText: parts.every(({ isText }) => isText),
  };
}

/** An OR over different tables is no index's; where each side is one's, their numbers are put together. */
function anyOf(parts: Part[]): Part {
  const isText = parts.every((part) => part.isText);
  const each = joined(parts, "each", sql` or `);
  const ids = parts.map((part) => part.ids).filter((part) => part !== null);
  if (isText || ids.length < parts.length)
    return {
      each,
      set: each,
      wide: widened(parts, "each", sql` or `),
      ids: isText ? idsWhich(each) : null,
      isText,
    };
  const all = sql.join(ids, sql` union all `);
  return { each, set: sql`articles.id in (${all})`, wide: null, ids: all, isText };
}

function joined(parts: Part[], writing: "each" | "set", by: SQL): SQL {
  return sql`(${sql.join(
    parts.map((part) => part[writing]),
    by,
  )})`;
}

/** null where no part is wider than it is. */
function widened(parts: Part[], otherwise: "each" | "set", by: SQL): SQL | null {
  if (parts.every(({ wide }) => wide === null)) return null;
  return sql`(${sql.join(
    parts.map((part) => part.wide ?? part[otherwise]),
    by,
  )})`;
}

async function indicatorPart(db: Db, { value, words }: Node<"indicator">): Promise<Part> {
  const ids = /^t\d{4}/i.test(value)
    ? await findIds(db, { field: "ttp", values: [value] })
    : await idsWhere(db, [...indicatorTypes, "tactic"], exactly(value));
  const asEntity = mentionsAny(ids);
  return words.length > 0 ? anyOf([asEntity, textPart(phraseCondition(words.join(" ")))]) : asEntity;
}

function mentionsAny(ids: number[]): Part {
  if (ids.length === 0)
    return { ...condition(sql`false`), ids: sql`select articles.id from articles where false` };
  const all = sql`select article_id from mentions where entity_id in ${listOf(ids)}`;
  return {
    each: sql`exists (select 1 from mentions m where m.article_id = articles.id and m.entity_id in ${listOf(ids)})`,
    set: sql`articles.id in (${all})`,
    wide: null,
    ids: all,
    isText: false,
  };
}

const maxIds = 5_000;

async function findIds(
  db: Db,
  { field, values }: Pick<Node<"entity">, "field" | "values">,
): Promise<number[]> {
  const found = new Set<number>();
  for (const value of values)
    for (const id of await idsWhere(db, typesOfField(field), conditionOf(field, value))) found.add(id);
  return [...found];
}

async function idsWhere(db: Db, types: readonly string[], found: SQL): Promise<number[]> {
  const rows = await db.execute<{ id: string }>(
    sql`select e.id from entities e where e.type in ${listOf(types)} and ${found} order by e.id limit ${maxIds}`,
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
