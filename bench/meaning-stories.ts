import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { type Database, openDatabase } from "@cti/db/open";
import { embedMissing } from "@cti/domain/embeddings/embed-missing";
import { readVectors } from "@cti/domain/embeddings/stored-vectors";
import { loadPack, type PackSource } from "@cti/domain/sources/load-pack";
import type { Models } from "@cti/llm/models/model-types";
import { similarity } from "@cti/pipeline/embedding/quantise";
import { serveSamples } from "@cti/samples/serve";
import { testCollector } from "@cti/testing/collector";
import { localModels } from "@cti/testing/local-models";
import { ollamaDouble } from "@cti/testing/ollama-double";
import { seedArticles } from "@cti/testing/seed-articles";

import { meantArticles } from "./meaning-data.ts";

/** The samples' own events: titles that tell one. */
const sampleEvents: [event: string, title: RegExp][] = [
  ["EdgeGate", /^BEL-2026-014|^EdgeGate under fire|^Akira crew rides EdgeGate|^Case 26-117/],
  ["Lumma", /^Checking in with Lumma|^BEL-2026-013|^Your booking is fine|^Case 26-112/],
  ["device codes", /A code for your meeting|^BEL-2026-011/],
  ["Quayline", /^BEL-2026-008|^Case 26-095/],
  ["colorframe", /^Anatomy of the colorframe|^Self-spreading npm worm|^BEL-2026-010/],
  ["FIN7", /^Case 26-098|^FIN7 buys search ads/],
];

type Options = { url: string | null; model: string };

/** Groups the samples and articles of our own by words alone, then with vectors, and prints the difference. */
export async function benchStories({ url, model }: Options): Promise<void> {
  if (url !== null) {
    await withModel(localModels({ url, embedModel: model, timeoutMs: 600_000 }), `${model} at ${url}`);
    return;
  }
  const double = await ollamaDouble([model]);
  const models = localModels({ url: double.url, embedModel: model });
  await withModel(models, "a double that hashes words: a check of the machinery, no measure of any model");
  await models.close();
  const again = localModels({ url: double.url, embedModel: model });
  double.embed = idealVectors();
  await withModel(again, "vectors made from what the authors meant: the most that any model could bring");
  await again.close();
  await double.close();
}

async function withModel(models: Models, name: string): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "cti-bench-"));
  const database = await openDatabase({ url: null, dataDir: folder, poolSize: 8, name: "bench", tenant: 1 });
  const server = await serveSamples({ port: 0 });
  const collector = testCollector(database, { allow: [new URL(server.origin).host] });
  try {
    const sources = server.sources.map((source): PackSource => ({
      ...source,
      settings: source.settings ?? {},
    }));
    await loadPack(database.db, sources, { origin: "samples", restore: true });
    await collector.collect();
    await seedArticles(
      database,
      meantArticles.map(({ article }) => article),
    );
    await collector.runStages();
    console.log(`\n${name}`);
    await printStories(database, "words alone");
    const { windowDays } = collector.deps.stages.stories;
    const { status, done } = await embedMissing(
      { ...collector.deps, models, windowDays },
      { limit: 10_000, all: true, trigger: "cli", actor: "bench" },
      { signal: new AbortController().signal, onProgress: () => undefined },
    );
    console.log(`embedded: ${status}, ${JSON.stringify(done)}`);
    await printStories(database, "with vectors, before anybody decides");
    await printCosines(database, models.settings.embedModel);
    await printProposals(database);
  } finally {
    await collector.close();
    await server.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function eventOf(title: string): string | null {
  const own = meantArticles.find(({ article }) => article.title === title);
  return own ? own.event : (sampleEvents.find(([, pattern]) => pattern.test(title))?.[0] ?? null);
}

type Member = { story: number; title: string };

async function readMembers({ sql }: Database): Promise<Member[]> {
  const rows = await sql<Member[]>`
    select m.story_id::int as story, a.title from story_articles m join articles a on a.id = m.article_id order by 1, 2`;
  return [...rows];
}

async function printStories(database: Database, name: string): Promise<void> {
  const members = await readMembers(database);
  let [together, apart] = [0, 0];
  const wrong: string[] = [];
  for (const [at, one] of members.entries())
    for (const other of members.slice(at + 1)) {
      const event = eventOf(one.title);
      const isOne = event !== null && event === eventOf(other.title);
      if (one.story === other.story && isOne) together += 1;
      else if (one.story === other.story) wrong.push(`"${one.title}" + "${other.title}"`);
      else if (isOne) apart += 1;
    }
  const stories = new Set(members.map(({ story }) => story)).size;
  console.log(
    `${name}: ${members.length} articles in ${stories} stories; pairs of one event: ${together} together, ${apart} apart; pairs of two events together: ${wrong.join(", ") || "none"}`,
  );
}

/** How near the model puts what is of one event and what is not: whether any line can be drawn between them. */
async function printCosines({ db, sql }: Database, model: string): Promise<void> {
  const rows = await sql<{ id: number; title: string }[]>`select id::int, title from articles order by id`;
  const vectors = await readVectors(db, { model, ids: rows.map(({ id }) => id) });
  const [same, others]: [number[], number[]] = [[], []];
  for (const [at, one] of rows.entries())
    for (const other of rows.slice(at + 1)) {
      const [a, b] = [vectors.get(one.id), vectors.get(other.id)];
      const event = eventOf(one.title);
      if (a && b) (event !== null && event === eventOf(other.title) ? same : others).push(similarity(a, b));
    }
  const shares = [0, 0.1, 0.5, 0.9, 0.99, 1];
  for (const [name, cosines] of [
    ["of one event", same],
    ["of two events", others],
  ] as const) {
    const sorted = cosines.toSorted((a, b) => a - b);
    const at = (share: number): string => (sorted[Math.round(share * (sorted.length - 1))] ?? 0).toFixed(2);
    console.log(
      `cosines of ${sorted.length} pairs ${name}: ${shares.map((share) => `${share * 100} % ${at(share)}`).join(", ")}`,
    );
  }
}

async function printProposals(database: Database): Promise<void> {
  const members = await readMembers(database);
  const titles = (story: number): string[] =>
    members.filter((member) => member.story === story).map(({ title }) => title);
  const rows = await database.sql<{ a: number; b: number; similarity: number; sentence: string }[]>`
    select story_a::int as a, story_b::int as b, similarity, sentence from merge_proposals order by similarity desc`;
  let right = 0;
  for (const { a, b, sentence } of rows) {
    const [one, other] = [titles(a), titles(b)];
    const events = new Set(one.map(eventOf));
    const isRight = other.some((title) => eventOf(title) !== null && events.has(eventOf(title)));
    if (isRight) right += 1;
    console.log(`  ${isRight ? "right" : "wrong"}: "${one[0]}" + "${other[0]}": ${sentence}`);
  }
  console.log(`proposals: ${rows.length}, of them ${right} of one event`);
}

const dimension = 256;

/** One direction for each event, with some chance; what tells of no event has a direction of its own. */
function idealVectors(): (text: string) => number[] {
  return (text) => {
    const title = (/^(?:search_document: )?(.*)/.exec(text)?.[1] ?? "").trim();
    const subject = direction(eventOf(title) ?? title);
    const own = direction(`own ${title}`);
    return subject.map((value, at) => value + 0.3 * (own[at] ?? 0));
  };
}

function direction(name: string): number[] {
  let state = 1;
  for (const character of name) state = (Math.imul(state, 31) + (character.codePointAt(0) ?? 0)) | 0;
  return Array.from({ length: dimension }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state / 2 ** 31;
  });
}
