import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import type { Client } from "@cti/db/client";
import { articles } from "@cti/db/schema/articles";
import { runs } from "@cti/db/schema/runs";
import { schedules } from "@cti/db/schema/schedules";
import { scores } from "@cti/db/schema/scores";
import { sourceChecks } from "@cti/db/schema/source-checks";
import { sources } from "@cti/db/schema/sources";
import { storyArticles } from "@cti/db/schema/stories";
import { type JobRecord, jobRecords, workers } from "@cti/db/schema/workers";
import { listBackups } from "@cti/domain/backup/backup-folder";
import { noKeys } from "@cti/domain/backup/encryption";
import { verifyBackup } from "@cti/domain/backup/verify-backup";
import { keepKnowledge } from "@cti/domain/knowledge/keep-knowledge";
import { runStages } from "@cti/domain/stages/run-stages";
import { listWorkers } from "@cti/domain/workers/list-workers";
import type { JobName } from "@cti/queue/jobs";
import type { JobEnd, Queues, Workload } from "@cti/queue/queue-types";
import { buildFeed, buildPage } from "@cti/testing/build-feed";
import type { TestCollector } from "@cti/testing/collector";
import { type FixtureWeb, fixtureWeb } from "@cti/testing/fixture-web";
import { localModels } from "@cti/testing/local-models";
import { type SeedArticle, seedArticles } from "@cti/testing/seed-articles";
import type { TestDb } from "@cti/testing/test-db";
import type { BackupSettings } from "@cti/wiring/backup-settings";
import { waitFor } from "@cti/testing/wait-for";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { heldJob } from "../test/held-job.ts";
import { openWorkerDesk, quiet, type WorkerDesk } from "../test/open-worker-desk.ts";
import type { RunningWorker, StartWorkerOptions } from "./start-worker.ts";
import { workloadsOf } from "./workloads.ts";

let db: TestDb;
let web: FixtureWeb;
let client: Client;
let collector: TestCollector;
let queues: Queues;
let desk: WorkerDesk;
let backups: string;

beforeEach(async () => {
  web = await fixtureWeb();
  desk = await openWorkerDesk(models, [web.host]);
  ({ db, client, collector, queues } = desk);
  backups = await mkdtemp(path.join(tmpdir(), "cti-backups-"));
});

afterEach(async () => {
  await desk.close();
  await web.close();
  await rm(backups, { recursive: true, force: true });
});

const analyses = { maxParts: 12, top: 10 };
const models = localModels();
const settleMs = 2_000;

const start = ({
  name = "one:1:1",
  maxMemoryBytes = 1e12,
  ...options
}: Partial<StartWorkerOptions> & { name?: string; maxMemoryBytes?: number } = {}): Promise<RunningWorker> =>
  desk.start({ name, maxMemoryBytes, backup: backupTo() }, { beatMs: 50, settleMs, ...options });

async function addSource(slug: string): Promise<number> {
  const [row] = await db.db
    .insert(sources)
    .values({ slug, name: slug, kind: "rss", url: `${web.origin}/${slug}.xml`, origin: "user" })
    .returning({ id: sources.id });
  return row?.id ?? 0;
}

function publish(slug: string, titles: string[]): void {
  const entries = titles.map((title, at) => ({
    title,
    path: `/${slug}/${at}`,
    guid: `${slug}-${at}`,
    published: "Mon, 02 Nov 2026 10:00:00 GMT",
  }));
  web.on(`/${slug}.xml`, { type: "application/rss+xml", body: buildFeed(web.origin, entries) });
  for (const [at, title] of titles.entries())
    web.on(`/${slug}/${at}`, { body: buildPage(title, `${slug}${at}`) });
}

const seedOf = (title: string): SeedArticle => ({
  source: title.toLowerCase(),
  title: `${title} intrusion at a hospital`,
  text: buildPage(title, title).replaceAll(/<[^>]+>/g, " "),
  at: new Date(),
});
const recordsOf = async (name: JobName): Promise<JobRecord[]> =>
  (await db.db.select().from(jobRecords).orderBy(jobRecords.id)).filter((record) => record.name === name);
const all = (): Workload[] =>
  workloadsOf({
    stage: collector.deps,
    queues,
    log: quiet,
    models,
    knowledge: keepKnowledge(client.db),
    analyses,
    keepDays: 90,
    backup: backupTo(),
    version: "1.2.3",
    timeZone: "UTC",
    settleMs,
  });
const backupTo = (): BackupSettings => ({ folder: backups, keys: noKeys, keep: { daily: 1, weekly: 0 } });
const ofAll = (replaced: Workload[]): Workload[] => {
  return [...all().filter(({ job }) => replaced.every((workload) => workload.job !== job)), ...replaced];
};

test("queued sources become articles in ranked stories by themselves, and each job leaves its record", async () => {
  const ids = [];
  for (const slug of ["alpha", "beta", "gamma"]) {
    publish(slug, [`The ${slug} gang attacks hospitals`, `New backdoor ${slug} found`]);
    ids.push(await addSource(slug));
  }
  await start();
  await queues.enqueueAll(
    "collect-source",
    ids.map((sourceId) => ({ sourceId, trigger: "api" as const, actor: "ada" })),
  );
  await waitFor(async () => expect(await recordsOf("collect-source")).toHaveLength(3));
  expect(await db.db.select().from(articles)).toHaveLength(6);
  for (const record of await recordsOf("collect-source")) {
    expect(record).toMatchObject({ outcome: "completed", attempt: 1, worker: "one:1:1", error: null });
    const run = (await db.db.select().from(runs)).find(({ id }) => id === record.runId);
    expect(run).toMatchObject({ kind: "collect", trigger: "api", actor: "ada", status: "completed" });
  }
  await waitFor(async () => {
    const ranked = (await db.db.select().from(scores)).filter(({ subject }) => subject === "article");
    expect(ranked).toHaveLength(6);
  });
  expect(await db.db.select().from(storyArticles)).toHaveLength(6);
  await waitFor(async () => expect((await recordsOf("rank")).length).toBeGreaterThan(0));
  // Grouping waits a moment for what else the burst brings.
  const [grouping] = await recordsOf("cluster");
  const waitedMs = Number(grouping?.startedAt) - Number(grouping?.addedAt);
  expect(waitedMs).toBeGreaterThanOrEqual(settleMs - 100);
});

test("an article that comes while grouping ends is grouped too", async () => {
  const { promise: grouped, resolve: isGrouped } = Promise.withResolvers<void>();
  const { promise: ended, resolve: letGo } = Promise.withResolvers<void>();
  const cluster = all().find(
    (workload): workload is Workload & { job: "cluster" } => workload.job === "cluster",
  );
  const slow: Workload = {
    job: "cluster",
    run: async (context) => {
      const result = (await cluster?.run(context)) ?? {};
      isGrouped();
      await ended;
      return result;
    },
  };
  await seedArticles(db, [seedOf("First")]);
  await collector.runStages();
  await start({ workloads: ofAll([slow]), settleMs: 10 });
  await queues.enqueue("cluster", {});
  await grouped;
  await seedArticles(db, [seedOf("Second")]);
  await runStages(
    collector.deps,
    { names: ["entity_extractor"], limit: 10, all: false, trigger: "cli", actor: "test" },
    { signal: AbortSignal.timeout(20_000), onProgress: () => undefined },
  );
  expect(await queues.enqueue("cluster", {})).toMatchObject({ added: false });
  letGo();
  await waitFor(async () => expect(await recordsOf("cluster")).toHaveLength(2));
  expect(await db.db.select().from(storyArticles)).toHaveLength(2);
});

test("a cancelled source stops, its run says so, and it is due again", async () => {
  publish("slow", ["One", "Two"]);
  const { promise: asked, resolve: tell } = Promise.withResolvers<void>();
  web.on("/slow/0", () => tell());
  const sourceId = await addSource("slow");
  await start();
  const { id } = await queues.enqueue("collect-source", { sourceId });
  await asked;
  expect(await queues.cancel(id, "ada")).toBe("signalled");
  await waitFor(async () => expect(await recordsOf("collect-source")).toHaveLength(1));
  expect(await recordsOf("collect-source")).toMatchObject([
    { outcome: "cancelled", error: "Cancelled by ada" },
  ]);
  expect(await db.db.select().from(runs)).toMatchObject([{ kind: "collect", status: "cancelled" }]);
  const [source] = await db.db.select().from(sources);
  expect(source?.nextCheckAt.getTime()).toBeLessThanOrEqual(Date.now());
});

test("a source that fails is told by its run, and its job is done", async () => {
  const sourceId = await addSource("missing");
  await start();
  await queues.enqueue("collect-source", { sourceId });
  await waitFor(async () => expect(await recordsOf("collect-source")).toHaveLength(1));
  expect(await recordsOf("collect-source")).toMatchObject([
    { outcome: "completed", attempt: 1, error: null },
  ]);
  expect(await db.db.select().from(sourceChecks)).toMatchObject([{ outcome: "failed" }]);
  expect(await db.db.select().from(runs)).toMatchObject([{ kind: "collect", status: "failed" }]);
  expect(await queues.list({ queue: "process", limit: 10 })).toEqual([]);
});

test("a source that is gone by then is passed over", async () => {
  await start();
  await queues.enqueue("collect-source", { sourceId: 4_711 });
  await waitFor(async () => expect(await recordsOf("collect-source")).toHaveLength(1));
  expect(await recordsOf("collect-source")).toMatchObject([{ outcome: "completed", attempt: 1 }]);
});

test("the schedule that asked for a job gets its outcome", async () => {
  await db.db.insert(schedules).values({ name: "article_ranker", job: "rank", intervalSeconds: 3_600 });
  await start();
  await queues.enqueue("rank", { schedule: "article_ranker" });
  await waitFor(async () => {
    const [schedule] = await db.db.select().from(schedules);
    expect(schedule).toMatchObject({ lastStatus: "completed", lastError: null });
  });
});

test("a worker shows what it does, and says goodbye", async () => {
  const held = heldJob();
  const worker = await start({ workloads: ofAll([held.workload]), rss: () => 77_000_000 });
  const { id } = await queues.enqueue("cleanup", {});
  await waitFor(async () => {
    expect(await listWorkers(db.db, { all: false })).toMatchObject([
      {
        id: "one:1:1",
        state: "online",
        kind: "worker",
        version: "1.2.3",
        pid: process.pid,
        queues: { collect: 4, process: 1, upkeep: 1 },
        rssBytes: 77_000_000,
        active: [{ id, queue: "upkeep", name: "cleanup" }],
      },
    ]);
  });
  expect(worker.active()).toMatchObject([{ id, name: "cleanup" }]);
  held.letGo();
  await worker.close({ graceMs: 10_000 });
  expect(await listWorkers(db.db, { all: false })).toMatchObject([{ state: "stopped", active: [] }]);
});

test("closing lets a running job end, takes no other, and the record is there", async () => {
  const held = heldJob();
  const worker = await start({ workloads: ofAll([held.workload]) });
  await queues.enqueue("cleanup", {});
  await waitFor(() => expect(held.starts()).toBe(1));
  const closed = worker.close({ graceMs: 20_000 });
  await queues.enqueue("connectivity-check", {});
  held.letGo();
  await closed;
  expect(await recordsOf("cleanup")).toMatchObject([{ outcome: "completed", result: { done: true } }]);
  expect(await recordsOf("connectivity-check")).toEqual([]);
  expect(await queues.list({ queue: "upkeep", states: ["waiting"], limit: 10 })).toMatchObject([
    { name: "connectivity-check" },
  ]);
});

test("what does not end within the grace time is handed back, and another worker does it", async () => {
  const held = heldJob();
  const first = await start({ workloads: ofAll([held.workload]) });
  const { id } = await queues.enqueue("cleanup", {});
  await waitFor(() => expect(held.starts()).toBe(1));
  await first.close({ graceMs: 50 });
  expect(await recordsOf("cleanup")).toMatchObject([
    { jobId: id, outcome: "handed_back", worker: "one:1:1" },
  ]);

  const again = heldJob();
  again.letGo();
  await start({ name: "two:2:1", workloads: ofAll([again.workload]) });
  await waitFor(async () => expect(await recordsOf("cleanup")).toHaveLength(2));
  expect((await recordsOf("cleanup"))[1]).toMatchObject({
    jobId: id,
    outcome: "completed",
    worker: "two:2:1",
  });
  expect(again.starts()).toBe(1);
});

test("two workers share the sources, and each is collected once", async () => {
  const ids = [];
  for (let n = 0; n < 10; n += 1) {
    publish(`feed${n}`, [`Incident ${n}`]);
    ids.push(await addSource(`feed${n}`));
  }
  await start({ name: "one:1:1" });
  await start({ name: "two:2:1" });
  await queues.enqueueAll(
    "collect-source",
    ids.map((sourceId) => ({ sourceId })),
  );
  await waitFor(async () => expect(await recordsOf("collect-source")).toHaveLength(10));
  expect(await db.db.select().from(articles)).toHaveLength(10);
  expect(await db.db.select().from(sourceChecks)).toHaveLength(10);
  expect((await listWorkers(db.db, { all: false })).map(({ id }) => id).sort()).toEqual([
    "one:1:1",
    "two:2:1",
  ]);
});

test("memory above its limit asks once for a fresh start, and the worker works on until it is closed", async () => {
  const onRecycle = vi.fn<() => void>();
  const worker = await start({ beatMs: 10, rss: () => 2_000, maxMemoryBytes: 1_000, onRecycle });
  await waitFor(() => expect(worker.isRecycling()).toBe(true));
  await queues.enqueue("rank", {});
  await waitFor(async () => expect(await recordsOf("rank")).toHaveLength(1));
  await worker.close({ graceMs: 1_000 });
  expect(onRecycle).toHaveBeenCalledTimes(1);
});

test("a worker whose knowledge is outdated asks for a fresh start", async () => {
  const onRecycle = vi.fn<() => void>();
  const { extractorVersion } = collector.deps.stages;
  const same = await start({ knowledgeVersion: () => Promise.resolve(extractorVersion) });
  const outdated = await start({ name: "two", knowledgeVersion: () => Promise.resolve("newer"), onRecycle });
  await waitFor(() => expect(onRecycle).toHaveBeenCalledTimes(1));
  expect(outdated.isRecycling()).toBe(true);
  expect(same.isRecycling()).toBe(false);
});

test("the job backup writes a backup of all tenants that can be restored, and removes an old one", async () => {
  await addSource("alpha");
  await writeFile(path.join(backups, "cti-backup-20200101T000000Z.tar"), "old");
  await start();
  await queues.enqueue("backup", {});
  await waitFor(async () => expect(await recordsOf("backup")).toHaveLength(1));
  const [record] = await recordsOf("backup");
  expect(record).toMatchObject({
    outcome: "completed",
    result: { status: "completed", encrypted: false, removed: 1 },
  });
  const [made, ...others] = await listBackups(backups);
  expect(others).toEqual([]);
  expect(made?.name).toBe(record?.result?.["name"]);
  const verified = await verifyBackup(made?.file ?? "", { keys: noKeys, url: db.url });
  expect(verified.tables["sources"]).toMatchObject({ rows: 1 });
  expect(await db.db.select().from(runs)).toMatchObject([
    { kind: "backup", trigger: "schedule", status: "completed", metrics: { name: made?.name } },
  ]);
});

test("a job that fails tells people why, without the statement that failed", async () => {
  const ends: JobEnd[] = [];
  const broken: Workload = {
    job: "connectivity-check",
    run: async () => {
      await db.sql`select 'secret' from nowhere`;
      return {};
    },
  };
  await start({ workloads: ofAll([broken]), onEnd: (end) => void ends.push(end) });
  await queues.enqueue("connectivity-check", {});
  await waitFor(async () => expect(await recordsOf("connectivity-check")).toHaveLength(1));
  expect(await recordsOf("connectivity-check")).toMatchObject([
    { outcome: "failed", error: 'The database refused a statement: relation "nowhere" does not exist' },
  ]);
  expect(ends).toMatchObject([{ name: "connectivity-check", outcome: "failed" }]);
});

test("a job without workload, or with two, keeps a worker from starting", async () => {
  await expect(start({ workloads: all().slice(1) })).rejects.toThrow("collect-source");
  await expect(start({ workloads: [...all(), ...all().slice(0, 1)] })).rejects.toThrow("two workloads");
  expect(await db.db.select().from(workers)).toEqual([]);
});

test("runs of processes that were killed are closed by a worker that lives", async () => {
  await db.db.insert(runs).values({ kind: "collect", trigger: "schedule", actor: "scheduler" });
  await start();
  await waitFor(async () => expect(await db.db.select().from(runs)).toMatchObject([{ status: "failed" }]));
});
