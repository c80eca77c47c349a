import type { Sql } from "postgres";

import { getJson, type Target } from "./load.ts";
import { makeTerms } from "./terms.ts";

export type Scenario = {
  name: string;
  paths: string[];
  headers?: Record<string, string>;
  /** What issue and documentation promise, in milliseconds of the 95th percentile. */
  goal?: number;
};

const searched = (queries: readonly string[], more = ""): string[] =>
  queries.map((query) => `/api/v1/search?q=${encodeURIComponent(query)}${more}`);

/** What is asked of the API; random articles, stories and entities are chosen from the database. */
export async function makeScenarios(sql: Sql, target: Target, deepPage: number): Promise<Scenario[]> {
  const size = await readSize(sql);
  const terms = makeTerms(size);
  const cursors = await cursorsAt(target, deepPage);
  const ids = async (statement: string): Promise<number[]> =>
    (await sql.unsafe<{ id: string }[]>(statement)).map(({ id }) => Number(id));
  const articles = await ids(
    `select id from articles where rejected_reason is null order by hashint8(id) limit 500`,
  );
  const stories = await ids(
    `select id from stories where merged_into is null order by hashint8(id) limit 500`,
  );
  const [head, tail] = [await ids(headEntities), await ids(tailEntities)];
  return [
    { name: "live (HTTP alone)", paths: ["/health/live"], headers: { cookie: "none=1" } },
    { name: "session (HTTP + sign-in)", paths: ["/api/v1/session"] },
    { name: "article list, page 1", paths: ["/api/v1/articles"], goal: 60 },
    {
      name: `article list, page ${deepPage}`,
      paths: cursors.map((cursor) => `/api/v1/articles?cursor=${cursor}`),
    },
    {
      name: "article list, compressed",
      paths: ["/api/v1/articles"],
      headers: { "accept-encoding": "gzip, br" },
    },
    { name: "article list by score", paths: ["/api/v1/articles?sort=score"] },
    { name: "article get", paths: articles.map((id) => `/api/v1/articles/${id}`), goal: 60 },
    { name: "search, rare word", paths: searched(terms.rare), goal: 150 },
    { name: "search, word in 1 %", paths: searched(terms.medium), goal: 150 },
    { name: "search, common word", paths: searched(terms.common), goal: 150 },
    { name: "search, common, by match", paths: searched(terms.common, "&sort=match") },
    { name: "search, phrase", paths: searched(terms.phrase), goal: 150 },
    { name: "search, boolean", paths: searched(terms.boolean), goal: 150 },
    { name: "entity card, head", paths: head.map((id) => `/api/v1/entities/${id}`) },
    { name: "entity card, tail", paths: tail.map((id) => `/api/v1/entities/${id}`) },
    { name: "entity list", paths: ["/api/v1/entities"] },
    { name: "indicator list", paths: ["/api/v1/indicators"] },
    { name: "entity list by articles", paths: ["/api/v1/entities?sort=mentioned_in"] },
    { name: "indicators by articles", paths: ["/api/v1/indicators?sort=mentioned_in"] },
    { name: "story list", paths: ["/api/v1/stories"] },
    { name: "story get", paths: stories.map((id) => `/api/v1/stories/${id}`) },
    { name: "dashboard", paths: ["/api/v1/dashboard"] },
    { name: "stats", paths: ["/api/v1/stats"] },
  ];
}

const headEntities = `select entity_id as id from mentions group by 1 order by count(*) desc limit 10`;
const tailEntities = `select entity_id as id from mentions group by 1 having count(*) <= 3 order by hashint8(entity_id) limit 200`;

/** How the database was made. Throws when it was not made by `bench/api-data.ts`. */
export async function readSize(sql: Sql): Promise<{ seed: number; articles: number; mentions: number }> {
  const [row] = await sql<
    { size: { seed: number; articles: number; mentions: number } }[]
  >`select size from bench.made`;
  if (!row) throw new Error("This database was not made by bench/api-data.ts.");
  return row.size;
}

/** Cursors of pages around this one, which the list must be walked for. */
async function cursorsAt(target: Target, page: number): Promise<string[]> {
  const cursors: string[] = [];
  let cursor: string | null = null;
  for (let at = 2; at < page + 5; at += 1) {
    const path = `/api/v1/articles?fields=id${cursor === null ? "" : `&cursor=${cursor}`}`;
    const answer = (await getJson(target, path)) as { next_cursor: string | null };
    cursor = answer.next_cursor;
    if (cursor === null) break;
    if (at > page - 5) cursors.push(cursor);
  }
  return cursors;
}
