import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";

import { loadConfig } from "@cti/config/load";
import { openClient } from "@cti/db/client";
import { openDatabase } from "@cti/db/open";
import { addSource } from "@cti/domain/sources/add";
import { collect } from "@cti/domain/sources/collect";
import { createLogger } from "@cti/observe/logger";
import { openQueues } from "@cti/queue/open-queues";
import type { QueueConnection, Workload } from "@cti/queue/queue-types";
import { startQueueWorker } from "@cti/queue/start-queue-worker";
import { openCollector } from "@cti/wiring/open-collector";

const { values } = parseArgs({
  options: {
    jobs: { type: "string", default: "5000" },
    feeds: { type: "string", default: "100" },
    articles: { type: "string", default: "20" },
    workers: { type: "string", default: "1,2,4" },
    rounds: { type: "string", default: "2" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(`node bench/queue.ts [--jobs 5000] [--feeds 100] [--articles 20] [--workers 1,2,4] [--rounds 2]
Jobs that do nothing through the real worker on both backends (Redis when redis-server is installed), then a generated
loopback web collected directly and by worker processes: articles/s, CPU per article, and what the queue costs.`);
  process.exit(0);
}

const root = path.resolve(import.meta.dirname, "..");
const folder = mkdtempSync(path.join(tmpdir(), "cti-bench-queue-"));
const { settings } = loadConfig({ root, environment: {}, flags: {} });
const database = await openDatabase({ url: null, dataDir: folder, poolSize: 6, name: "bench" });
// Only the owner of tables may empty them.
const owner = openClient(database.url, { poolSize: 1, name: "bench owner" });
const redis = await startRedis();
const backends: QueueConnection[] = [
  { redisUrl: null, databaseUrl: database.url, name: "bench" },
  ...(redis ? [{ redisUrl: redis.url, databaseUrl: database.url, name: "bench" }] : []),
];
if (!redis) console.log("redis-server is not installed: PostgreSQL alone is measured");

for (const connection of backends) await measureJobs(connection);
await measureCollecting();

redis?.child.kill();
await owner.close();
await database.close();
rmSync(folder, { recursive: true, force: true });

function nameOf(connection: QueueConnection): string {
  return connection.redisUrl ? "Redis" : "PostgreSQL";
}

/** Through the real worker, with handlers that do nothing: what a job costs beside its work. */
async function measureJobs(connection: QueueConnection): Promise<void> {
  const queues = await openQueues(connection);
  const jobs = Number(values.jobs);
  const addedFrom = performance.now();
  await queues.enqueueAll(
    "collect-source",
    Array.from({ length: jobs }, (_, at) => ({ sourceId: at + 1 })),
  );
  const addedIn = (performance.now() - addedFrom) / 1_000;
  const ended = { count: 0 };
  const waits: number[] = [];
  const idle = async (): Promise<Record<string, unknown>> => ({});
  const workloads: Workload[] = [
    { job: "collect-source", run: idle },
    { job: "scrape-missing", run: idle },
  ];
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  const worker = await startQueueWorker(connection, {
    name: "bench",
    concurrency: { collect: 8, process: 0, upkeep: 0, analyse: 0 },
    workloads,
    onEnd: () => void (ended.count += 1),
    onError: (error) => console.error(error.message),
  });
  while (ended.count < jobs) await pause(5);
  const seconds = (performance.now() - startedAt) / 1_000;
  const used = process.cpuUsage(cpu);
  // One at a time: from adding to the beginning of the work.
  for (let at = 0; at < 200; at += 1) {
    const target = ended.count + 1;
    const from = performance.now();
    await queues.enqueue("collect-source", { sourceId: jobs + at + 1 });
    while (ended.count < target) await pause(1);
    waits.push(performance.now() - from);
  }
  waits.sort((one, other) => one - other);
  console.log(
    `${nameOf(connection)}: ${jobs} jobs added at ${(jobs / addedIn).toFixed(0)}/s, done at ${(jobs / seconds).toFixed(0)}/s (8 at a time, ${((used.user + used.system) / 1e3 / jobs).toFixed(2)} ms of our CPU each); one alone takes ${waits[100]?.toFixed(1)} ms, p95 ${waits[190]?.toFixed(1)} ms`,
  );
  await worker.close({ graceMs: 1_000, abortMs: 1_000 });
  await queues.close();
}

type Figure = { name: string; perSecond: number; cpuMs: number };

async function measureCollecting(): Promise<void> {
  const web = spawn(
    process.execPath,
    [path.join(import.meta.dirname, "ingest-web.ts"), values.feeds, values.articles],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const { origin } = JSON.parse(await firstLine(web.stdout)) as { origin: string };
  for (let feed = 0; feed < Number(values.feeds); feed += 1)
    await addSource(database.db, { url: `${origin}/feed/${feed}`, kind: "rss", name: `Vendor ${feed}` });
  console.log(
    `${values.feeds} feeds × ${values.articles} articles, extraction on, grouping and ranking off; web server and database on the same cores`,
  );
  const figures: Figure[] = [];
  // In turn, so that a machine whose speed changes favours none.
  for (let round = 0; round < Number(values.rounds); round += 1) {
    figures.push(await collectDirectly());
    for (const connection of backends)
      for (const count of values.workers.split(",").map(Number))
        figures.push(await collectByWorkers(connection, count));
  }
  const best = new Map<string, Figure>();
  for (const figure of figures)
    if (figure.perSecond > (best.get(figure.name)?.perSecond ?? 0)) best.set(figure.name, figure);
  const direct = best.get("direct");
  for (const { name, perSecond, cpuMs } of best.values())
    console.log(
      `${name.padEnd(24)} ${perSecond.toFixed(0).padStart(5)} articles/s, ${cpuMs.toFixed(2)} ms of our CPU per article, ${((100 * perSecond) / (direct?.perSecond ?? 1)).toFixed(0)} % of direct`,
    );
  web.kill();
}

async function collectDirectly(): Promise<Figure> {
  await forget();
  const log = createLogger({ level: "warn", format: "json", name: "bench" });
  const collector = await openCollector({ settings, database, log, alsoAllow: ["127.0.0.1"] });
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const { articles } = await collect(
    collector.deps,
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
    { signal: new AbortController().signal, onEvent: () => undefined },
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  const used = process.cpuUsage(cpu);
  await collector.close();
  return {
    name: "direct",
    perSecond: articles.new / seconds,
    cpuMs: (used.user + used.system) / 1e3 / articles.new,
  };
}

async function collectByWorkers(connection: QueueConnection, count: number): Promise<Figure> {
  await forget();
  const expected = Number(values.feeds) * Number(values.articles);
  const queues = await openQueues(connection);
  const workers = Array.from({ length: count }, () => startWorkerProcess(connection));
  while ((await onlineWorkers(workers)) < count) await pause(100);
  const before = cpuOf(workers);
  const ids = await database.sql`select id::int as id from sources order by id`;
  const startedAt = performance.now();
  await queues.enqueueAll(
    "collect-source",
    ids.map((row) => ({ sourceId: Number(row["id"]), force: true })),
  );
  for (;;) {
    const [row] = await database.sql`select count(*)::int as done from source_checks`;
    if (Number(row?.["done"]) >= ids.length) break;
    await pause(20);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpu = cpuOf(workers) - before;
  const [row] = await database.sql`select count(*)::int as stored from articles`;
  if (Number(row?.["stored"]) !== expected)
    console.log(`only ${String(row?.["stored"])} of ${expected} stored`);
  await Promise.all(
    workers.map((worker) => {
      worker.kill("SIGTERM");
      return new Promise((resolve) => worker.once("exit", resolve));
    }),
  );
  await queues.close();
  return {
    name: `${nameOf(connection)}, ${count} ${count === 1 ? "worker" : "workers"}`,
    perSecond: expected / seconds,
    cpuMs: (cpu * 1e3) / expected,
  };
}

function startWorkerProcess(connection: QueueConnection): ChildProcess {
  return spawn(
    process.execPath,
    ["--max-semi-space-size=8", "--max-old-space-size=1024", path.join(root, "services/worker/src/main.ts")],
    {
      stdio: ["ignore", "ignore", "inherit"],
      env: {
        ...process.env,
        DATABASE_URL: database.url,
        ...(connection.redisUrl && { REDIS_URL: connection.redisUrl }),
        NODE_COMPILE_CACHE: path.join(root, "node_modules/.cache/node"),
        CTI_FETCH_ALLOW: "127.0.0.1",
        CTI_LOG_LEVEL: "warn",
        CTI_WORKER_PORT: "0",
        CTI_WORKER_CONCURRENCY_COLLECT: "8",
        CTI_WORKER_CONCURRENCY_PROCESS: "0",
      },
    },
  );
}

async function onlineWorkers(workers: ChildProcess[]): Promise<number> {
  const pids = workers.map(({ pid }) => pid ?? 0);
  const rows = await database.sql`select pid from workers where stopped_at is null and pid = any(${pids})`;
  return rows.length;
}

async function forget(): Promise<void> {
  await owner.sql`truncate articles, entities, stories, scores, runs, source_checks restart identity cascade`;
  await database.sql`update sources set etag = null, last_modified = null, template = null, next_check_at = now(), queued_at = null`;
}

/** User and system seconds so far. */
function cpuOf(processes: ChildProcess[]): number {
  const ticks = processes.map(({ pid }) => {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, each) => sum + each, 0) / 100;
}

async function startRedis(): Promise<{ url: string; child: ChildProcess } | null> {
  if (spawnSync("redis-server", ["--version"]).error) return null;
  const port = await new Promise<number>((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
  const child = spawn("redis-server", ["--port", String(port), "--save", "", "--dir", tmpdir()], {
    stdio: "ignore",
  });
  await pause(500);
  return { url: `redis://127.0.0.1:${port}`, child };
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const chunk of stream) {
    text += String(chunk);
    if (text.includes("\n")) return text;
  }
  throw new Error("The web server did not start.");
}
