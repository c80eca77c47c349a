import { spawn, spawnSync } from "node:child_process";
import { readFileSync, readdirSync, rmSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

import { loadConfig } from "@cti/config/load";
import { openClient } from "@cti/db/client";
import { openDatabase } from "@cti/db/open";
import { collectAndUnderstand, type Collected } from "@cti/cli/collect-and-understand";
import { loadKnowledge } from "@cti/domain/knowledge/load-knowledge";
import { syncKnowledge } from "@cti/domain/knowledge/sync-knowledge";
import type { StageDeps } from "@cti/domain/stages/run-stages";
import { createReader } from "@cti/domain/reading/reader";
import { addSource } from "@cti/domain/sources/add";
import { createFetcher } from "@cti/fetch/fetcher";
import { collectLimits, fetchSettings, readerSettings, stageSettings } from "@cti/wiring/settings";

const { values } = parseArgs({
  options: {
    feeds: { type: "string", default: "100" },
    articles: { type: "string", default: "20" },
    workers: { type: "string", default: "0" },
    "with-extract": { type: "boolean", default: false },
    rounds: { type: "string", default: "2" },
    galaxy: { type: "string" },
    warninglists: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(
    `node bench/ingest.ts [--feeds 100] [--articles 20] [--workers 0] [--with-extract [--rounds 2] [--galaxy DIR] [--warninglists DIR]]
Collects a generated loopback web twice and prints what it cost. --with-extract does it also with extraction, stories
and ranks, in turn with the bare collecting, and prints both side by side.`,
  );
  process.exit(0);
}

const root = path.resolve(import.meta.dirname, "..");
const flags = productionFlags();
// Measured as it is run: with the flags and the compile cache of run_cli.sh.
if (!flags.every((flag) => process.execArgv.includes(flag))) {
  const own = [import.meta.filename, ...process.argv.slice(2)];
  const env = {
    ...process.env,
    NODE_COMPILE_CACHE: path.join(root, "node_modules/.cache/node"),
    UV_THREADPOOL_SIZE: "16",
  };
  process.exit(spawnSync(process.execPath, [...flags, ...own], { stdio: "inherit", env }).status ?? 1);
}
const folder = mkdtempSync(path.join(tmpdir(), "cti-bench-"));
const web = spawn(
  process.execPath,
  [path.join(import.meta.dirname, "ingest-web.ts"), values.feeds, values.articles],
  { stdio: ["ignore", "pipe", "inherit"] },
);
const { origin, pageBytes, sample } = JSON.parse(await firstLine(web.stdout)) as {
  origin: string;
  pageBytes: number;
  sample: string;
};

const given = { "reader.workers": { raw: values.workers, flag: "--workers" } };
const { settings } = loadConfig({ root, environment: {}, flags: given });
const database = await openDatabase({
  url: null,
  dataDir: folder,
  poolSize: settings["database.pool_size"],
  name: "bench",
});
// Only the owner of tables may empty them.
const owner = openClient(database.url, { poolSize: 1, name: "bench owner" });
const fetcher = createFetcher(fetchSettings(settings, ["127.0.0.1"]));
for (const [kind, from] of [
  ["galaxy", values.galaxy],
  ["warninglist", values.warninglists],
] as const) {
  if (!from) continue;
  const deps = { ...database, fetcher: null, now: () => new Date() };
  const origin = { kind, origin: { from }, trigger: "cli", actor: "bench" } as const;
  const { sets } = await syncKnowledge(deps, origin, () => undefined);
  console.log(`${kind}: ${sets.reduce((sum, { items }) => sum + items, 0)} items of ${sets.length} sets`);
}
const knowledge = await loadKnowledge(database.db);
for (let feed = 0; feed < Number(values.feeds); feed += 1)
  await addSource(database.db, { url: `${origin}/feed/${feed}`, kind: "rss", name: `Vendor ${feed}` });

console.log(
  `${values.feeds} feeds × ${values.articles} articles, pages of ${(pageBytes / 1e3).toFixed(0)} kB, server and database on the same cores`,
);
const bare = await openMode(false);
const spine = await measured("first run", bare);
const again = await measured("unchanged second run", bare);
const [stored] =
  await database.sql`select count(*)::int as articles, sum(word_count)::int as words from articles`;
console.log(
  `stored ${String(stored?.["articles"])} articles with ${String(stored?.["words"])} words; second run wrote ${again.articles.new} articles`,
);
await bare.reader.close();
if (values["with-extract"]) await compare(Number(values.rounds), [spine]);
await baseline(spine);

await fetcher.close();
await owner.close();
await database.close();
web.kill();
rmSync(folder, { recursive: true, force: true });

function productionFlags(): string[] {
  const script = readFileSync(path.join(root, "run_cli.sh"), "utf8");
  return /^node_flags="(.*)"$/m.exec(script)?.[1]?.split(" ") ?? [];
}

/** The same web with and without extraction in turn, so that a machine whose speed changes favours neither. */
async function compare(rounds: number, spines: Collected[]): Promise<void> {
  const extracted: Collected[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const extract of round === 1 ? [true] : [false, true]) {
      await forget();
      const deps = await openMode(extract);
      const name = extract ? "with extraction, stories and ranks" : "without";
      (extract ? extracted : spines).push(await measured(`round ${round} ${name}`, deps));
      await deps.reader.close();
    }
  }
  const [counts] = await database.sql`select (select count(*) from mentions)::int as mentions,
    (select count(*) from entities)::int as entities, (select count(*) from stories where merged_into is null)::int as stories`;
  console.log(
    `stored ${String(counts?.["mentions"])} mentions of ${String(counts?.["entities"])} entities, ${String(counts?.["stories"])} stories`,
  );
  const [without, with_] = [best(spines), best(extracted)];
  console.log(
    `side by side: ${without.toFixed(0)} articles/s without, ${with_.toFixed(0)} with: ${((100 * with_) / without).toFixed(0)} % kept`,
  );
}

/** The better of the rounds: the rest is the machine. */
function best(summaries: Collected[]): number {
  return Math.max(...summaries.map((summary) => summary.articles.new / (durationOf(summary) / 1_000)));
}

function durationOf({ durationMs, stages }: Collected): number {
  return stages.reduce((sum, stage) => sum + stage.durationMs, durationMs);
}

async function forget(): Promise<void> {
  await owner.sql`truncate articles, entities, stories, scores, runs restart identity cascade`;
  await database.sql`update sources set etag = null, last_modified = null, template = null, next_check_at = now()`;
}

/** As in production, with or without everything that follows the storing of an article. */
async function openMode(extract: boolean): Promise<StageDeps> {
  const known = extract ? knowledge : null;
  const stages = stageSettings(settings, knowledge.version);
  const reader = createReader({ ...readerSettings(settings), knowledge: known });
  return {
    db: database.db,
    sql: database.sql,
    fetcher,
    reader,
    entityIds: new Map(),
    stages: { ...stages, enabled: extract ? stages.enabled : [] },
    now: () => new Date(),
    random: Math.random,
    report: (error) => console.error(error),
    limits: collectLimits(settings),
  };
}

async function measured(name: string, collector: StageDeps): Promise<Collected> {
  const before = {
    at: performance.now(),
    own: process.cpuUsage(),
    main: process.threadCpuUsage(),
    web: cpuOf([web.pid ?? 0]),
    db: cpuOf(databasePids()),
  };
  const summary = await collectAndUnderstand(
    collector,
    {
      named: [],
      tag: null,
      tier: null,
      force: true,
      limit: null,
      since: null,
      dryRun: false,
      trigger: "cli",
      actor: "bench",
    },
    {
      signal: new AbortController().signal,
      onEvent: () => undefined,
      onCollected: () => undefined,
      onStage: () => undefined,
    },
  );
  const seconds = (performance.now() - before.at) / 1_000;
  const own = process.cpuUsage(before.own);
  const main = process.threadCpuUsage(before.main);
  const mainSeconds = (main.user + main.system) / 1e6;
  const ownSeconds = (own.user + own.system) / 1e6;
  const webSeconds = cpuOf([web.pid ?? 0]) - before.web;
  const dbSeconds = cpuOf(databasePids()) - before.db;
  const articles = summary.articles.new;
  const each =
    articles > 0
      ? `, ${(articles / seconds).toFixed(0)} articles/s, CPU ${((ownSeconds / articles) * 1e3).toFixed(2)} ms per article of ours (${((mainSeconds / articles) * 1e3).toFixed(2)} of them on the main thread), ${((dbSeconds / articles) * 1e3).toFixed(2)} ms of the database, ${((webSeconds / articles) * 1e3).toFixed(2)} ms of the web server`
      : `, CPU ${ownSeconds.toFixed(2)} s of ours, ${dbSeconds.toFixed(2)} s of the database`;
  console.log(
    `${name}: ${seconds.toFixed(2)} s${each}, peak RSS ${(process.resourceUsage().maxRSS / 1e3).toFixed(0)} MB (${summary.status}, ${articles} new, ${summary.sources.notModified} not modified)`,
  );
  for (const { stage, durationMs, done } of summary.stages)
    console.log(`  ${stage} took ${durationMs} ms of it: ${JSON.stringify(done)}`);
  return summary;
}

/** The obvious way: Readability on a DOM, one page after the other; no network and no database counted. */
async function baseline(summary: Collected): Promise<void> {
  // Loaded only now: their memory is not ours.
  const { Readability } = await import("@mozilla/readability");
  const { parseHTML } = await import("linkedom");
  const pages = 30;
  const started = performance.now();
  for (let at = 0; at < pages; at += 1) new Readability(parseHTML(sample).document as never).parse();
  const perSecond = pages / ((performance.now() - started) / 1_000);
  const ours = summary.articles.new / (summary.durationMs / 1_000);
  console.log(
    `baseline: Readability on linkedom extracts ${perSecond.toFixed(0)} such pages/s, without fetching or storing them; ours end to end is ${(ours / perSecond).toFixed(1)} times that`,
  );
}

function databasePids(): number[] {
  const postmaster = Number(
    readFileSync(path.join(folder, "postgres", "postmaster.pid"), "utf8").split("\n")[0],
  );
  const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && parentOf(name) === postmaster);
  return [postmaster, ...children.map(Number)];
}

function parentOf(pid: string): number {
  try {
    return Number(statOf(pid)[1]);
  } catch {
    return 0;
  }
}

/** User and system seconds of processes and of their ended children. */
function cpuOf(pids: number[]): number {
  const ticks = pids.map((pid) => {
    try {
      return statOf(String(pid))
        .slice(11, 13)
        .reduce((sum, tick) => sum + Number(tick), 0);
    } catch {
      return 0;
    }
  });
  return ticks.reduce((sum, each) => sum + each, 0) / 100;
}

function statOf(pid: string): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const chunk of stream) {
    text += String(chunk);
    if (text.includes("\n")) return text;
  }
  throw new Error("The web server did not start.");
}
