import { createServer, type Socket, connect } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";

import { appRole, type Client, openClient } from "@cti/db/client";
import { articles } from "@cti/db/schema/articles";
import { sources } from "@cti/db/schema/sources";
import { jobRecords, workers } from "@cti/db/schema/workers";
import { noKeys } from "@cti/domain/backup/encryption";
import type { Pulse } from "@cti/domain/workers/beat";
import { createLogger } from "@cti/observe/logger";
import { openQueues } from "@cti/queue/open-queues";
import type { JobEnd } from "@cti/queue/queue-types";
import { buildFeed, buildPage } from "@cti/testing/build-feed";
import { testCollector } from "@cti/testing/collector";
import { type FixtureWeb, fixtureWeb } from "@cti/testing/fixture-web";
import { localModels } from "@cti/testing/local-models";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { waitFor } from "@cti/testing/wait-for";
import { afterEach, beforeEach, expect, test } from "vitest";

import { startHeartbeat } from "@cti/wiring/heartbeat";
import { createJobRecorder } from "./job-recorder.ts";
import { startWorker } from "./start-worker.ts";

let db: TestDb;
let way: FlakyDatabase;
let client: Client;
let lines: { msg: string }[];

beforeEach(async () => {
  db = await testDb();
  way = await flakyDatabase(db.url);
  client = openClient(way.url, { poolSize: 2, name: "test", role: appRole });
  lines = [];
});

afterEach(async () => {
  await client.close();
  await way.leave().catch(() => undefined);
  await db.drop();
});

const deps = (): Parameters<typeof startHeartbeat>[0] => ({
  db: client.db,
  now: () => new Date(),
  log: createLogger({
    level: "info",
    format: "json",
    name: "test",
    destination: { write: (line) => void lines.push(JSON.parse(line) as { msg: string }) },
  }),
});
const told = (message: string): number => lines.filter(({ msg }) => msg === message).length;
const endOf = (n: number, fields: Partial<JobEnd> = {}): JobEnd => ({
  id: `collect:${n}`,
  queue: "collect",
  name: "collect-source",
  payload: { sourceId: n },
  outcome: "completed",
  attempt: 1,
  addedAt: new Date(n),
  startedAt: new Date(n),
  finishedAt: new Date(n),
  result: null,
  error: null,
  ...fields,
});
const recorded = async (): Promise<string[]> =>
  (await db.db.select().from(jobRecords).orderBy(jobRecords.id)).map(({ jobId }) => jobId);

test("records of jobs wait for a database that is away, the oldest beyond a thousand are given up", async () => {
  const recorder = createJobRecorder({ ...deps(), worker: "one" });
  recorder.add(endOf(1));
  await waitFor(async () => expect(await recorded()).toEqual(["collect:1"]));

  await way.leave();
  for (let n = 2; n <= 1_003; n += 1) recorder.add(endOf(n));
  await waitFor(() => expect(told("job records wait for the database")).toBe(1));
  await way.comeBack();
  await waitFor(async () => expect(await recorded()).toHaveLength(1_001));
  expect((await recorded()).slice(0, 3)).toEqual(["collect:1", "collect:4", "collect:5"]);
  expect(told("job records wait for the database")).toBe(1);
  await recorder.close(1_000);
  expect(lines.at(-1)).toMatchObject({ msg: "job records are lost", jobs: 2 });
});

test("a record that the database refuses does not keep the others", async () => {
  const recorder = createJobRecorder({ ...deps(), worker: "one" });
  recorder.add(endOf(1));
  recorder.add(endOf(2, { attempt: 3_000_000_000 }));
  recorder.add(endOf(3));
  await recorder.close(10_000);
  expect(await recorded()).toEqual(["collect:1", "collect:3"]);
  expect(told("job record was refused")).toBe(1);
});

test("what is left is written when the recorder closes, but a lost database does not hold it up", async () => {
  const recorder = createJobRecorder({ ...deps(), worker: "one" });
  recorder.add(endOf(1));
  await recorder.close(10_000);
  expect(await recorded()).toEqual(["collect:1"]);

  const another = createJobRecorder({ ...deps(), worker: "one" });
  await way.leave();
  another.add(endOf(2));
  await another.close(200);
  expect(lines.at(-1)).toMatchObject({ msg: "job records are lost", jobs: 1 });
  await way.comeBack();
});

test("a failed beat is told once, and beats go on when the database is back", async () => {
  const pulse = (): Pulse => ({
    id: "one",
    kind: "worker",
    host: "here",
    pid: 1,
    version: "1",
    queues: {},
    active: [],
    rssBytes: 1,
    startedAt: new Date(),
  });
  const heartbeat = await startHeartbeat(deps(), { everyMs: 20, pulse });
  const lastBeat = async (): Promise<number> =>
    (await db.db.select().from(workers))[0]?.lastBeatAt.getTime() ?? 0;
  const first = await lastBeat();
  expect(first).toBeGreaterThan(0);
  await waitFor(async () => expect(await lastBeat()).toBeGreaterThan(first));

  await way.leave();
  await waitFor(() => expect(told("heartbeat failed")).toBe(1));
  const last = await lastBeat();
  await way.comeBack();
  await waitFor(async () => expect(await lastBeat()).toBeGreaterThan(last));
  expect(told("heartbeat failed")).toBe(1);
  await waitFor(() => expect(told("heartbeat is back")).toBe(1));

  await heartbeat.stop(5_000);
  const [row] = await db.db.select().from(workers);
  expect(row?.stoppedAt).not.toBeNull();
});

test("a job that meets a lost database says so, and is done when the database is back", async () => {
  const web = await fixtureWeb();
  const collector = testCollector({ ...client, close: () => Promise.resolve() }, { allow: [web.host] });
  const connection = { redisUrl: null, databaseUrl: db.url, name: "test" };
  const queues = await openQueues(connection);
  const sourceId = await addSource(web);
  const { log } = deps();
  const worker = await startWorker({
    deps: collector.deps,
    connection,
    queues,
    models: localModels(),
    log,
    settings: {
      name: "one",
      kind: "worker",
      version: "1",
      keepDays: 90,
      analyses: { maxParts: 12, top: 10 },
      timeZone: "UTC",
      backup: { folder: tmpdir(), keys: noKeys, keep: { daily: 1, weekly: 1 } },
      maxMemoryBytes: 1e12,
      concurrency: { collect: 1, process: 1, upkeep: 1, analyse: 0 },
    },
  });
  await way.leave();
  await queues.enqueue("collect-source", { sourceId });
  await waitFor(() => expect(told("job ended")).toBe(1));
  await way.comeBack();
  await waitFor(async () => expect(await recorded()).toHaveLength(2));
  expect(await db.db.select().from(jobRecords).orderBy(jobRecords.id)).toMatchObject([
    {
      outcome: "retrying",
      attempt: 1,
      error: expect.stringContaining("The database does not answer") as string,
    },
    { outcome: "completed", attempt: 2, error: null },
  ]);
  expect(await db.db.select().from(articles)).toHaveLength(1);
  await worker.close({ graceMs: 1_000 });
  await queues.close();
  await collector.close();
  await web.close();
});

async function addSource(web: FixtureWeb): Promise<number> {
  const entry = { title: "New backdoor", path: "/0", guid: "0" };
  web.on("/feed.xml", { type: "application/rss+xml", body: buildFeed(web.origin, [entry]) });
  web.on("/0", { body: buildPage("New backdoor", "backdoor") });
  const [row] = await db.db
    .insert(sources)
    .values({ slug: "alpha", name: "Alpha", kind: "rss", url: `${web.origin}/feed.xml`, origin: "user" })
    .returning({ id: sources.id });
  return row?.id ?? 0;
}

type FlakyDatabase = { url: string; leave(): Promise<void>; comeBack(): Promise<void> };

/** A way to the database at `url` that can be cut and mended, as a restart of the server would. */
async function flakyDatabase(url: string): Promise<FlakyDatabase> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [client, database],
      [database, client],
    ] as const) {
      sockets.add(from);
      from.on("error", () => undefined).on("close", () => void (sockets.delete(from), to.destroy()));
      from.pipe(to);
    }
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const through = new URL(url);
  through.hostname = "127.0.0.1";
  through.port = String(port);
  return {
    url: through.href,
    leave: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    comeBack: () => listen(port),
  };
}
