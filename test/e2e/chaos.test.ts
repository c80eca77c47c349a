import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, openSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { openClient } from "@cti/db/client";
import { migrateDatabase } from "@cti/db/migrate";
import { addSource } from "@cti/domain/sources/add";
import { buildFeed, buildPage } from "@cti/testing/build-feed";
import { type FixtureWeb, fixtureWeb } from "@cti/testing/fixture-web";
import { describe, expect, test } from "vitest";

import { type Breakable, breakablePostgres, breakableRedis, hasRedis, until } from "./backends.ts";

const root = path.resolve(import.meta.dirname, "../..");
const seed = Number(process.env["CHAOS_SEED"] ?? 11);
const seconds = Number(process.env["CHAOS_SECONDS"] ?? 60);
const feeds = 200;
/** A feed begins with so many entries, and gets another one every few seconds while the storm lasts. */
const atFirst = 4;
const inTheEnd = 9;
const workers = 3;

describe.each(["postgres", "redis"] as const)("queue on %s", (backend) => {
  test.skipIf(backend === "redis" && !hasRedis)(
    `${seconds} s of killed workers, schedulers and servers: every article once, no run running, no job lost (seed ${seed})`,
    { timeout: (seconds + 240) * 1_000 },
    async () => {
      const random = randomFrom(seed);
      const database = await breakablePostgres();
      const redis = backend === "redis" ? await breakableRedis() : null;
      const web = await growingWeb();
      await migrateDatabase(database.url);
      await addSources(database.url, web.web);
      const fleet = startFleet(database, redis, web.web);

      const told = await storm({ fleet, server: redis ?? database, random });
      web.finish();
      try {
        await untilAllCollected(database.url);
        expect(await whatIsWrong(database.url), `${told}; logs in ${fleet.logs}`).toEqual([]);
      } finally {
        await fleet.stop();
        await web.web.close();
        await redis?.close();
        await database.close();
      }
    },
  );
});

type Fleet = {
  logs: string;
  /** Kills a process of this kind, if there is one, and starts another as a supervisor would. */
  replace(kind: "worker" | "scheduler", which: number): void;
  stop(): Promise<void>;
};

function startFleet(database: Breakable, redis: Breakable | null, web: FixtureWeb): Fleet {
  const logs = mkdtempSync(path.join(tmpdir(), "cti-chaos-logs-"));
  const environment = {
    PATH: process.env["PATH"] ?? "",
    DATABASE_URL: database.url,
    ...(redis && { REDIS_URL: redis.url }),
    CTI_FETCH_ALLOW: web.host,
    CTI_SCHEDULER_LOOK_EVERY: "500ms",
    CTI_SCHEDULER_REQUEUE_AFTER: "8s",
    CTI_SCHEDULER_PER_HOST: String(feeds),
    CTI_SCHEDULER_PORT: "0",
    CTI_WORKER_PORT: "0",
    CTI_WORKER_CONCURRENCY_COLLECT: "4",
    CTI_LOG_LEVEL: "warn",
  };
  const alive = new Map<string, ChildProcess>();
  const start = (kind: "worker" | "scheduler", which: number): void => {
    const log = openSync(path.join(logs, `${kind}-${which}.log`), "a");
    const main = path.join(root, "services", kind, "src/main.ts");
    alive.set(
      `${kind}-${which}`,
      spawn(process.execPath, [main], { env: environment, stdio: ["ignore", log, log] }),
    );
  };
  for (let which = 0; which < workers; which += 1) start("worker", which);
  start("scheduler", 0);
  return {
    logs,
    replace: (kind, which) => {
      alive.get(`${kind}-${which}`)?.kill("SIGKILL");
      start(kind, which);
    },
    stop: async () => {
      const ended = [...alive.values()].map(
        (child) =>
          new Promise((resolve) => (child.exitCode === null ? child.once("exit", resolve) : resolve(0))),
      );
      for (const child of alive.values()) child.kill("SIGTERM");
      await Promise.race([Promise.all(ended), pause(30_000)]);
      for (const child of alive.values()) child.kill("SIGKILL");
    },
  };
}

/** What was broken and when, as a text for whoever has to repeat it. */
async function storm({
  fleet,
  server,
  random,
}: {
  fleet: Fleet;
  server: Breakable;
  random: () => number;
}): Promise<string> {
  const told: string[] = [];
  const startedAt = Date.now();
  for (let at = 3 + 3 * random(); at < seconds; at += 1.5 + 3 * random()) {
    await pause(Math.max(0, startedAt + at * 1_000 - Date.now()));
    const dice = random();
    const which = Math.floor(random() * workers);
    if (dice < 0.7) fleet.replace("worker", which);
    else if (dice < 0.85) fleet.replace("scheduler", 0);
    else await server.crash();
    told.push(`${at.toFixed(1)} s ${dice < 0.7 ? `worker ${which}` : dice < 0.85 ? "scheduler" : "server"}`);
  }
  return told.join(", ");
}

async function growingWeb(): Promise<{ web: FixtureWeb; finish: () => void }> {
  const web = await fixtureWeb();
  const startedAt = Date.now();
  let finished = false;
  const entriesNow = (): number =>
    finished
      ? inTheEnd
      : Math.min(
          inTheEnd,
          atFirst + Math.floor((Date.now() - startedAt) / ((seconds * 1_000) / (inTheEnd - atFirst))),
        );
  for (let feed = 0; feed < feeds; feed += 1) {
    web.on(`/${feed}`, (_, response) => {
      const entries = Array.from({ length: entriesNow() }, (_, at) => ({
        title: `Report ${feed}-${at}`,
        path: `/${feed}/${at}`,
      }));
      setTimeout(
        () =>
          response
            .writeHead(200, { "content-type": "application/rss+xml" })
            .end(buildFeed(web.origin, entries)),
        20,
      );
    });
    for (let at = 0; at < inTheEnd; at += 1)
      web.on(`/${feed}/${at}`, { body: buildPage(`Report ${feed}-${at}`, `f${feed}x${at}`, 8) });
  }
  return { web, finish: () => (finished = true) };
}

async function addSources(url: string, web: FixtureWeb): Promise<void> {
  const client = openClient(url, { poolSize: 2, name: "chaos" });
  for (let feed = 0; feed < feeds; feed += 1)
    await addSource(client.db, {
      url: `${web.origin}/${feed}`,
      kind: "rss",
      name: `Feed ${feed}`,
      intervalSeconds: 5,
    });
  await client.close();
}

async function untilAllCollected(url: string): Promise<void> {
  const client = openClient(url, { poolSize: 2, name: "chaos" });
  try {
    let last = "";
    await until(async () => {
      const [row] = await client.sql`select (select count(*) from articles)::int as articles,
        (select count(*) from article_features where clustered_at is not null)::int as grouped,
        (select count(*) from runs where status = 'running' and started_at < now() - interval '30 s')::int as stuck`.catch(
        () => [],
      );
      last = JSON.stringify(row ?? {});
      return (
        Number(row?.["articles"]) >= feeds * inTheEnd &&
        Number(row?.["grouped"]) >= feeds * inTheEnd &&
        row?.["stuck"] === 0
      );
    }, 180_000).catch((error: unknown) => {
      throw new Error(`${String(error)} ${last}`);
    });
  } finally {
    await client.close();
  }
}

/** Each thing that should hold and does not, in a sentence. */
async function whatIsWrong(url: string): Promise<string[]> {
  const client = openClient(url, { poolSize: 2, name: "chaos" });
  const whole = feeds * inTheEnd;
  try {
    const [row] = await client.sql`select
      (select count(*) from articles)::int as articles,
      (select count(distinct url) from articles)::int as urls,
      (select count(*) from articles where word_count = 0)::int as empty,
      (select count(*) from article_features)::int as understood,
      (select sum((counts->>'new')::int) from runs where kind = 'collect')::int as counted,
      (select count(*) from runs where status = 'running' and started_at < now() - interval '30 s')::int as stuck,
      (select count(*) from job_records where outcome = 'failed')::int as "givenUp",
      (select count(*) from sources where last_success_at is null or last_success_at < now() - interval '60 s')::int as unchecked`;
    const expected = {
      articles: whole,
      urls: whole,
      empty: 0,
      understood: whole,
      counted: whole,
      stuck: 0,
      givenUp: 0,
      unchecked: 0,
    };
    return Object.entries(expected)
      .filter(([name, value]) => row?.[name] !== value)
      .map(([name, value]) => `${name} is ${String(row?.[name])}, not ${value}`);
  } finally {
    await client.close();
  }
}

/** Fixed noise, so that a failure can be repeated. */
function randomFrom(from: number): () => number {
  let state = from;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 4_294_967_296;
  };
}
