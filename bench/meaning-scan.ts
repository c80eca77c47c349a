import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { type Database, openDatabase } from "@cti/db/open";
import { saveEmbeddings } from "@cti/domain/embeddings/save-embeddings";
import { findNearest } from "@cti/domain/embeddings/nearest-articles";
import { quantise } from "@cti/pipeline/embedding/quantise";

const model = "bench";
const batch = 250;
const compared = 20;
/** Subjects around which vectors lie, as articles do; each vector strays from its middle by as much as that is long. */
const middles = 400;
const stray = 0.7;

type Options = { articles: number; dimension: number; queries: number };

/** Makes articles with vectors, asks for the nearest of new ones, and prints what it took. */
export async function benchScan({ articles, dimension, queries }: Options): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "cti-bench-"));
  const database = await openDatabase({ url: null, dataDir: folder, poolSize: 2, name: "bench", tenant: 1 });
  try {
    const makeVector = createMaker(dimension);
    console.log(`${articles} articles, ${dimension} dimensions; the server shares the cores`);
    const started = performance.now();
    const vectors = await fill(database, { articles, dimension }, makeVector);
    console.log(`stored in ${((performance.now() - started) / 1_000).toFixed(0)} s`);
    await printRoom(database, articles, dimension);
    await measure(database, { articles, dimension, queries }, { vectors, makeVector });
  } finally {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Maker = (at: number) => Float32Array;

async function fill(
  { db, sql }: Database,
  { articles, dimension }: Omit<Options, "queries">,
  makeVector: Maker,
): Promise<Float32Array> {
  await sql`insert into sources (slug, name, kind, url, origin) values ('bench', 'Bench', 'rss', 'https://bench.test/feed', 'user')`;
  await sql`
    insert into articles (source_id, url_key, canonical_key, title, text, html, text_source, published_at)
    select s.id, 'bench/' || n, 'bench/' || n, 'Article ' || n, 'Words of article ' || n, '', 'page',
      now() - n * interval '5 minutes'
    from sources s, generate_series(1, ${articles}) n`;
  const [row] = await sql`select min(id)::int as first from articles`;
  const first = Number(row?.["first"]);
  const vectors = new Float32Array(articles * dimension);
  for (let from = 0; from < articles; from += batch) {
    const embedded = Array.from({ length: Math.min(batch, articles - from) }, (_, at) => {
      const vector = makeVector(from + at);
      vectors.set(vector, (from + at) * dimension);
      const article = { id: first + from + at, at: "", title: "", text: "", inputHash: "bench", had: false };
      return { article, vector: quantise(vector) };
    });
    await saveEmbeddings(db, embedded, { model, now: new Date() });
  }
  await sql`analyze articles, article_embeddings`;
  return vectors;
}

async function printRoom({ sql }: Database, articles: number, dimension: number): Promise<void> {
  const [row] = await sql`
    select pg_table_size('article_embeddings')::float8 as heap, pg_total_relation_size('article_embeddings')::float8 as all`;
  const [heap, all] = [Number(row?.["heap"]), Number(row?.["all"])];
  console.log(
    `room: ${(heap / articles).toFixed(0)} bytes per article (${(all / articles).toFixed(0)} with indexes); its floats alone would be ${4 * dimension}`,
  );
}

async function measure(
  database: Database,
  { articles, dimension, queries }: Options,
  { vectors, makeVector }: { vectors: Float32Array; makeVector: Maker },
): Promise<void> {
  const spent = { found: [] as number[], exact: [] as number[] };
  let kept = 0;
  const [row] = await database.sql`select min(id)::int as first from articles`;
  const first = Number(row?.["first"]);
  for (let query = -2; query < queries; query += 1) {
    // Behind the vectors that are stored: none of them is asked for.
    const vector = makeVector(articles + query + 2);
    const stored = quantise(vector);
    if (!stored) continue;
    const begun = performance.now();
    const near = await findNearest(database.db, stored, { model, without: [], limit: compared });
    const between = performance.now();
    const exact = nearestOf(vector, vectors, dimension);
    const ended = performance.now();
    // The first two warm the caches.
    if (query < 0) continue;
    spent.found.push(between - begun);
    spent.exact.push(ended - between);
    const found = new Set(near.map(({ id }) => id - first));
    kept += exact.filter((at) => found.has(at)).length;
  }
  const told = (name: string, times: number[]): void =>
    console.log(
      `${name}: p50 ${quantile(times, 0.5).toFixed(0)} ms, p95 ${quantile(times, 0.95).toFixed(0)} ms`,
    );
  told("by signs, then 400 by bytes, from the database", spent.found);
  told("exact scan of floats that are in memory", spent.exact);
  const ratio = quantile(spent.found, 0.5) / quantile(spent.exact, 0.5);
  console.log(
    `ratio of the medians ${ratio.toFixed(2)}; ${((100 * kept) / (compared * queries)).toFixed(1)} % of the ${compared} nearest found`,
  );
}

/** Places of the nearest, all of unit length, by comparing with each. */
function nearestOf(vector: Float32Array, vectors: Float32Array, dimension: number): number[] {
  const count = vectors.length / dimension;
  const cosines = new Float32Array(count);
  for (let at = 0; at < count; at += 1) {
    let product = 0;
    const begin = at * dimension;
    for (let d = 0; d < dimension; d += 1) product += (vector[d] ?? 0) * (vectors[begin + d] ?? 0);
    cosines[at] = product;
  }
  const least = cosines.toSorted().at(-compared) ?? 0;
  return [...cosines.keys()].filter((at) => (cosines[at] ?? 0) >= least);
}

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** Vectors of unit length around middles, the same in each run. */
function createMaker(dimension: number): Maker {
  const all = Array.from({ length: middles }, (_, at) => unit(dimension, createRandom(at + 1)));
  return (at) => {
    const random = createRandom(at + 1_000_003);
    const middle = all[at % middles] ?? new Float32Array(dimension);
    const own = unit(dimension, random);
    const vector = middle.map((value, d) => value + stray * (own[d] ?? 0));
    return scaled(vector);
  };
}

function unit(dimension: number, random: () => number): Float32Array {
  // Three of them are as good as a bell curve here.
  return scaled(Float32Array.from({ length: dimension }, () => random() + random() + random() - 1.5));
}

function scaled(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  return vector.map((value) => value / length);
}

/** Mulberry32. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
