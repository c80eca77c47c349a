/**
 * What the API costs on the database of `bench/api-data.ts`: `node bench/api.ts [--data DIR | --url postgres://…]`.
 * The web service runs in a process of its own as in production; this one asks it over 20 connections.
 */
import { loadavg } from "node:os";
import { parseArgs } from "node:util";

import { openDatabase } from "@cti/db/open";
import postgres from "postgres";

import { type Asked, load, type Target } from "./api/load.ts";
import { memoryOf, processorTimeOf, processorTimeOfServer } from "./api/processor-time.ts";
import { makeScenarios, readSize, type Scenario } from "./api/scenarios.ts";
import { followLog, loggingPlans } from "./api/slow-plans.ts";
import { startWebProcess, type WebProcess } from "./api/web-process.ts";
import { newSession } from "./api/new-session.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string", default: ".data/bench-api" },
    url: { type: "string" },
    connections: { type: "string", default: "20" },
    seconds: { type: "string", default: "10" },
    pool: { type: "string", default: "6" },
    page: { type: "string", default: "400" },
    only: { type: "string" },
    explain: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(`node bench/api.ts [--data DIR | --url postgres://…] [--connections 20] [--seconds 10] [--pool 6] [--page 400]
  [--only WORD] [--explain]
p50, p95 and p99 of the answers, requests per second, bytes, processor time of web service and embedded server per
request, and memory of the web service for what people ask most, on the database that bench/api-data.ts made. --only: scenarios with this word in their name. --explain: the plans
of the slowest statements, from the log of the embedded server.`);
  process.exit(0);
}

const head = `${"".padEnd(26)}    p50 ms    p95 ms    p99 ms   req/s  × live      kB   web ms    db ms    MB`;
const connections = Number(values.connections);
const database = await openDatabase({
  url: values.url ?? null,
  dataDir: values.data,
  poolSize: 2,
  name: "bench",
  migrate: true,
  asOwner: true,
});
const sql = postgres(database.url, { max: 1, onnotice: () => undefined });
let web: WebProcess | null = null;
try {
  const size = await readSize(sql);
  console.log(
    `${size.articles} articles, ${connections} connections, ${values.seconds} s each, load of the machine ${loadavg()[0]?.toFixed(1)}`,
  );
  const session = await newSession(database.db, "viewer");
  const address = values.explain ? loggingPlans(database.url, 10) : database.url;
  web = await startWebProcess(address, Number(values.pool));
  const target = { url: web.url, headers: { cookie: `__Host-cti=${session}` } };
  const scenarios = await makeScenarios(sql, target, Number(values.page));
  console.log(head);
  const medians = new Map<string, number>();
  for (const scenario of scenarios) if (isWanted(scenario)) await measure(web, { target, scenario, medians });
} finally {
  await web?.stop();
  await sql.end();
  await database.close();
}

function isWanted({ name }: Scenario): boolean {
  return values.only === undefined || name.includes(values.only) || name.startsWith("live");
}

async function measure(
  served: WebProcess,
  { target, scenario, medians }: { target: Target; scenario: Scenario; medians: Map<string, number> },
): Promise<void> {
  const { name, paths, headers = {}, goal } = scenario;
  const asking = { ...target, headers: { ...target.headers, ...headers } };
  if (paths.length === 0) return console.log(`${name.padEnd(26)} nothing to ask for`);
  await load(asking, paths, { connections, seconds: 1 });
  const log = followLog(values.data);
  const before = spentBy(served);
  const asked = await load(asking, paths, { connections, seconds: Number(values.seconds) });
  const after = spentBy(served);
  const each = asked.times.length;
  medians.set(name, percentile(asked, 0.5));
  const spent = { web: (after.web - before.web) / each, server: (after.server - before.server) / each };
  const base = [...medians.values()][0] ?? 0;
  console.log(lineOf(name, asked, { spent, base, goal, memory: memoryOf(served.pid) ?? 0 }));
  if (!values.explain) return;
  for (const plan of log.slowest(3)) console.log(plan.replaceAll(/^/gm, "    "));
}

/** Processor time of the web service and of the embedded server so far. */
function spentBy({ pid }: WebProcess): { web: number; server: number } {
  return {
    web: processorTimeOf(pid) ?? 0,
    server: (values.url === undefined && processorTimeOfServer(values.data)) || 0,
  };
}

type Cost = {
  spent: { web: number; server: number };
  base: number;
  goal?: number | undefined;
  memory: number;
};

function lineOf(name: string, asked: Asked, { spent, base, goal, memory }: Cost): string {
  const { times, seconds, bytes, statuses } = asked;
  const wrong = [...statuses]
    .filter(([status]) => status !== 200)
    .map(([status, count]) => `${count} × ${status}`);
  const p95 = percentile(asked, 0.95);
  const verdict = goal === undefined ? "" : p95 <= goal ? `≤ ${goal}: yes` : `≤ ${goal}: NO`;
  return [
    name.padEnd(26),
    ...[0.5, 0.95, 0.99].map((part) => percentile(asked, part).toFixed(1).padStart(9)),
    (times.length / seconds).toFixed(0).padStart(7),
    (percentile(asked, 0.5) / base).toFixed(1).padStart(7),
    (bytes / times.length / 1000).toFixed(1).padStart(7),
    spent.web.toFixed(2).padStart(8),
    spent.server.toFixed(2).padStart(8),
    memory.toFixed(0).padStart(5),
    verdict,
    ...wrong,
  ].join(" ");
}

function percentile({ times }: Asked, part: number): number {
  return times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
}
