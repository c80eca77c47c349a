/**
 * Makes a database to measure the API on: `node bench/api-data.ts --articles 100000 [--data DIR | --url postgres://…]`.
 * Texts of invented words with the frequencies of real ones; the same seed and `--until` make the same
 * articles, entities and stories.
 */
import { parseArgs } from "node:util";

import { openDatabase } from "@cti/db/open";
import postgres, { type Sql, type TransactionSql } from "postgres";

import {
  articleColumns,
  featureColumns,
  makeArticleWorld,
  memberColumns,
  mentionColumns,
  type Size,
} from "./api/article-world.ts";
import { copyRows, rowLine } from "./api/copy-rows.ts";
import { aliasColumns, entityColumns, makeEntityWorld } from "./api/entity-world.ts";
import { fillTables } from "./api/fill-tables.ts";
import { makeStoryWorld, storyColumns } from "./api/story-world.ts";
import { makeVocabulary } from "./api/vocabulary.ts";

const { values } = parseArgs({
  options: {
    articles: { type: "string", default: "100000" },
    mentions: { type: "string", default: "10" },
    sources: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    until: { type: "string" },
    data: { type: "string", default: ".data/bench-api" },
    url: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(`node bench/api-data.ts [--articles 100000] [--mentions 10] [--sources 200] [--seed 1] [--until DATE]
  [--data DIR | --url postgres://…]
Fills a database of its own for bench/api.ts: in DIR with the embedded server, or at the address. What such a database
holds is replaced; one with articles of another origin is refused.`);
  process.exit(0);
}

const size: Size = {
  articles: Number(values.articles),
  mentions: Number(values.mentions),
  sources: Number(values.sources),
  seed: Number(values.seed),
  until: new Date(values.until ?? new Date().setUTCMinutes(0, 0, 0)),
  days: 3 * 365,
};
const batchSize = 1000;

const database = await openDatabase({
  url: values.url ?? null,
  dataDir: values.data,
  poolSize: 1,
  name: "bench",
  migrate: true,
  asOwner: true,
});
const sql = postgres(database.url, { max: 1, onnotice: () => undefined });
const began = performance.now();
try {
  await refuseForeignArticles();
  // One transaction: rows of tables that are emptied in it need no write-ahead log.
  await sql.begin(async (tx) => makeAll(tx as unknown as Sql & TransactionSql));
  say("vacuum and analyze");
  await sql`vacuum analyze`;
  await report();
} finally {
  await sql.end();
  await database.close();
}

async function refuseForeignArticles(): Promise<void> {
  const [row] = await sql`select to_regclass('bench.made') is null and exists (select from articles) as yes`;
  if (row?.["yes"] !== true) return;
  throw new Error("This database holds articles that are not of this benchmark; name an empty one.");
}

async function makeAll(tx: Sql): Promise<void> {
  await tx`set local synchronous_commit = off`;
  await tx`set local maintenance_work_mem = '512MB'`;
  // Foreign keys hold by construction; checking each would double the time.
  await tx`set local session_replication_role = replica`;
  await tx.unsafe(`truncate sources, articles, entities, stories, runs, scores, triage, watchlists, notes, subject_tags,
    saved_searches, vulnerabilities, job_records, daily_reports, mentions, entity_totals, verdicts, benign_entries, benign_marks,
    article_features, article_twins, article_copies, article_versions, story_articles, story_relations, story_changes,
    story_constraints, source_checks, entity_aliases restart identity cascade`);
  const indexes = await tx<{ name: string; definition: string }[]>`
    select format('%I.%I', schemaname, indexname) as name, indexdef as definition from pg_indexes
    where tablename in ('articles', 'mentions', 'article_features', 'entities', 'story_articles')
      and not exists (select from pg_constraint where conname = indexname)`;
  for (const { name } of indexes) await tx.unsafe(`drop index ${name}`);
  await makeSources(tx);
  await makeArticles(tx);
  for (const { definition } of indexes) {
    say(definition.split(" ON ")[0] ?? "");
    await tx.unsafe(definition);
  }
  say("what people and processes leave behind");
  await fillTables(tx, size);
  await tx`
    insert into entity_totals (entity_id, type, articles, indicator, mentioned, benign, named, proposed)
    select e.id, e.type, count(m.article_id)::int, count(*) filter (where m.status = 'indicator'),
      count(*) filter (where m.status = 'mentioned'), count(*) filter (where m.status = 'benign'),
      count(*) filter (where m.status = 'named'), count(*) filter (where m.status = 'proposed')
    from entities e join mentions m on m.entity_id = e.id group by e.id`;
  for (const table of ["sources", "articles", "entities", "stories"])
    await tx.unsafe(
      `select setval(pg_get_serial_sequence('${table}', 'id'), (select max(id) from ${table}))`,
    );
  await tx`create table if not exists bench.made (size jsonb not null)`;
  await tx`truncate bench.made`;
  await tx`insert into bench.made values (${tx.json(size)})`;
}

async function makeSources(tx: Sql): Promise<void> {
  const lines = Array.from({ length: size.sources }, (_, at) => {
    const id = at + 1;
    const url = `https://source-${id}.example`;
    const tags = [`tag-${id % 9}`, `group-${id % 4}`];
    const [tier, failures] = [1 + (id % 3), id % 23 === 0 ? 4 : 0];
    const last = new Date(size.until.getTime() - id * 10_000);
    const next = new Date(size.until.getTime() + id * 60_000);
    const names = [id, `source-${id}`, `Source ${id}`, "rss", `${url}/feed`, url];
    return rowLine([...names, tier, tags, id % 17 !== 0, "bench", failures, last, last, next]);
  });
  const columns =
    "id, slug, name, kind, url, site_url, tier, tags, enabled, origin, consecutive_failures, last_checked_at, last_success_at, next_check_at";
  await copyRows(tx, "sources", columns, lines);
}

async function makeArticles(tx: Sql): Promise<void> {
  const entities = makeEntityWorld(size.seed, 3 * size.articles, size.until);
  const stories = makeStoryWorld();
  const make = makeArticleWorld(size, makeVocabulary(size.seed), entities, stories);
  await copyRows(tx, "entity_aliases", aliasColumns, entities.aliasRows());
  for (let from = 1; from <= size.articles; from += batchSize) {
    const count = Math.min(batchSize, size.articles + 1 - from);
    const { articles, mentions, features, members } = make(from, count);
    const isLast = from + count > size.articles;
    await copyRows(tx, "articles", articleColumns, articles);
    await copyRows(tx, "entities", entityColumns, entities.takeRows());
    await copyRows(tx, "mentions", mentionColumns, mentions);
    await copyRows(tx, "article_features", featureColumns, features);
    await copyRows(tx, "stories", storyColumns, stories.takeRows(isLast));
    await copyRows(tx, "story_articles", memberColumns, members);
    if ((from - 1) % (batchSize * 10) === 0 || isLast) say(`${from + count - 1} articles`);
  }
}

async function report(): Promise<void> {
  const tables = await sql<{ name: string; rows: number; size: string }[]>`
    select relname as name, greatest(reltuples, 0)::int8::text as rows, pg_size_pretty(pg_total_relation_size(oid)) as size
    from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and reltuples > 0
    order by pg_total_relation_size(oid) desc limit 14`;
  for (const { name, rows, size: bytes } of tables)
    console.log(`${name.padEnd(20)}${String(rows).padStart(10)} rows ${bytes.padStart(10)}`);
  say("done");
}

function say(what: string): void {
  const megabytes = Math.round(process.memoryUsage.rss() / 1e6);
  console.log(
    `${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s ${String(megabytes).padStart(5)} MB  ${what}`,
  );
}
