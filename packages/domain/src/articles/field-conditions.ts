import { type State, type HasThing, type Query, states } from "@cti/pipeline/query/query";
import { typesOfThing } from "@cti/pipeline/query/fields";
import { type SQL, sql } from "drizzle-orm";

import { stateNow } from "../triage/state-now.ts";
import { listOf } from "./sql-list.ts";

type Node<K extends Query["kind"]> = Extract<Query, { kind: K }>;

/** `ids` selects the articles, where they are few enough to be looked up at once. None of the three is ever null. */
export type FieldCondition = { each: SQL; set: SQL; ids: SQL | null };

/** What a search asks of an article beside its words and entities. */
export function fieldCondition(
  query: Node<"name" | "number" | "time" | "state" | "is" | "has" | "role">,
): FieldCondition {
  switch (query.kind) {
    case "name":
      return nameCondition(query);
    case "number":
      return numberCondition(query);
    case "time": {
      const at = sql`coalesce(articles.published_at, articles.collected_at)`;
      return plain(
        query.field === "since"
          ? sql`${at} >= ${query.at}::timestamptz`
          : sql`${at} < ${query.at}::timestamptz`,
      );
    }
    case "state":
      return stateCondition(query.values);
    case "is":
      return flagsCondition(query.values);
    case "has":
      return plain(anyOf(query.values.map(thingCondition)));
    case "role":
      return plain(sql`exists (select 1 from mentions m join entities e on e.id = m.entity_id
        where m.article_id = articles.id and m.role in ${listOf(query.values)} and ${isPresented})`);
  }
}

function plain(condition: SQL): FieldCondition {
  return { each: condition, set: condition, ids: null };
}

/** Articles by rows of another table: `from` is what follows FROM up to the conditions, `key` its article's number. */
function through(key: SQL, from: SQL): FieldCondition {
  const ids = sql`select ${key} from ${from}`;
  return {
    each: sql`exists (select 1 from ${from} and ${key} = articles.id)`,
    set: sql`articles.id in (${ids})`,
    ids,
  };
}

const triageRows = sql`triage t where t.tenant_id = current_tenant() and t.subject = 'article'`;

function throughTriage(condition: SQL): FieldCondition {
  return through(sql`t.subject_id`, sql`${triageRows} and ${condition}`);
}

/** What has no row is new, so that new is told by what is not otherwise. */
function stateCondition(values: readonly State[]): FieldCondition {
  if (!values.includes("new")) return throughTriage(sql`${stateNow} in ${listOf(values)}`);
  const others = states.filter((state) => !values.includes(state));
  if (others.length === 0) return plain(sql`true`);
  return plain(sql`(not ${throughTriage(sql`${stateNow} in ${listOf(others)}`).each})`);
}

function flagsCondition(flags: Node<"is">["values"]): FieldCondition {
  const [only, ...more] = flags.map(flagCondition);
  return only && more.length === 0 ? only : plain(anyOf(flags.map((flag) => flagCondition(flag).each)));
}

function flagCondition(flag: Node<"is">["values"][number]): FieldCondition {
  switch (flag) {
    case "twin":
      return plain(sql`exists (select 1 from article_twins where article_id = articles.id)`);
    case "rejected":
      return plain(sql`articles.rejected_reason is not null`);
    case "starred":
      return throughTriage(sql`t.starred`);
    case "new":
    case "read":
    case "kept":
    case "dismissed":
    case "snoozed":
      return stateCondition([flag]);
  }
}

function nameCondition({ field, values }: Node<"name">): FieldCondition {
  switch (field) {
    case "source":
      return plain(sql`articles.source_id in (select s.id from sources s
        where lower(s.slug) in ${listOf(values)} or lower(s.name) in ${listOf(values)})`);
    case "tag":
      return plain(sql`(articles.source_id in (select s.id from sources s
          where exists (select 1 from unnest(s.tags) tag where lower(tag) in ${listOf(values)}))
        or exists (select 1 from unnest(articles.categories) tag where lower(tag) in ${listOf(values)})
        or articles.id in (select g.subject_id from subject_tags g
          where g.tenant_id = current_tenant() and g.subject = 'article' and lower(g.tag) in ${listOf(values)}))`);
    case "lang":
      return plain(sql`lower(coalesce(articles.language, '')) in ${listOf(values)}`);
    case "assignee":
      return assigneeCondition(values);
  }
}

function assigneeCondition(values: readonly string[]): FieldCondition {
  const named = throughTriage(sql`t.assignee is not null and lower(t.assignee) in ${listOf(values)}`);
  if (!values.includes("none")) return named;
  const assigned = throughTriage(sql`t.assignee is not null`);
  return plain(sql`(not ${assigned.each} or ${named.each})`);
}

function numberCondition({ field, comparison, values }: Node<"number">): FieldCondition {
  const operator = sql.raw(comparison);
  const compared = (left: SQL): SQL =>
    anyOf(values.map((value) => sql`${left} ${operator} ${value}::float8`));
  switch (field) {
    case "words":
      return plain(compared(sql`articles.word_count`));
    case "tier":
      return plain(sql`articles.source_id in (select s.id from sources s where ${compared(sql`s.tier`)})`);
    case "story":
      return through(
        sql`m.article_id`,
        sql`story_articles m where ${anyOf(values.map((value) => sql`m.story_id = ${value}::bigint`))}`,
      );
    case "hunt":
      return through(sql`f.article_id`, sql`article_features f where ${compared(sql`f.hunt_score`)}`);
    case "quality":
      return through(sql`f.article_id`, sql`article_features f where ${compared(sql`f.quality`)}`);
    case "score":
      return through(
        sql`c.subject_id`,
        sql`scores c where c.tenant_id = current_tenant() and c.subject = 'article' and ${compared(sql`c.total`)}`,
      );
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

function anyOf(conditions: SQL[]): SQL {
  return sql`(${sql.join(conditions, sql` or `)})`;
}
