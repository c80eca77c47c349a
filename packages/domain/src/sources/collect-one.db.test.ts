import { openClient } from "@cti/db/client";
import { articleCopies, articles } from "@cti/db/schema/articles";
import { runs } from "@cti/db/schema/runs";
import { sourceChecks } from "@cti/db/schema/source-checks";
import { type Source, sources } from "@cti/db/schema/sources";
import { buildFeed, buildPage } from "@cti/testing/build-feed";
import { type TestCollector, testCollector } from "@cti/testing/collector";
import { type FixtureWeb, fixtureWeb } from "@cti/testing/fixture-web";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { eq } from "drizzle-orm";
import { waitFor } from "@cti/testing/wait-for";
import { afterEach, beforeEach, expect, test } from "vitest";

import { closeDeadRuns, openRunLock } from "../runs/run-lock.ts";
import { addSource } from "./add.ts";
import { changeSource, removeSources } from "./change.ts";
import { type Collected, collectOne } from "./collect-one.ts";

let db: TestDb;
let web: FixtureWeb;
let collector: TestCollector;

beforeEach(async () => {
  db = await testDb();
  web = await fixtureWeb();
  collector = testCollector(db, { allow: [web.host] });
});
afterEach(async () => {
  await collector.close();
  await web.close();
  await db.drop();
});

const follow = (path: string): Promise<Source> =>
  addSource(db.db, { url: `${web.origin}${path}`, kind: "rss", name: path.slice(1) });
const collect = (
  { id }: Pick<Source, "id">,
  { force = false, signal = new AbortController().signal }: { force?: boolean; signal?: AbortSignal } = {},
): Promise<Collected> =>
  collectOne(
    collector.deps,
    { sourceId: id, force, trigger: "schedule", actor: "scheduler", params: { schedule: "rss_fetcher" } },
    { signal },
  );
const read = async ({ id }: Pick<Source, "id">): Promise<Source | undefined> =>
  (await db.db.select().from(sources).where(eq(sources.id, id)))[0];

/** A feed of so many entries at `path`, with their pages; the feed has a validator. */
function publish(path: string, count: number): void {
  const entries = Array.from({ length: count }, (_, at) => ({
    title: `Report ${path.slice(1)} ${at}`,
    path: `${path}-page-${at}`,
    guid: `${path} ${at}`,
  }));
  const body = buildFeed(web.origin, entries);
  web.on(path, (request, response) => {
    if (request.headers["if-none-match"] === '"v1"') response.writeHead(304).end();
    else response.writeHead(200, { "content-type": "application/rss+xml", etag: '"v1"' }).end(body);
  });
  for (const { title, path: page } of entries)
    web.on(page, { body: buildPage(title, title.replaceAll(" ", "-")) });
}

test("one source is a run of its own, with its counts, its name and who asked", async () => {
  const source = await follow("/feed");
  publish("/feed", 2);
  const first = await collect(source);
  expect(first).toMatchObject({ status: "completed", outcome: "ok", counts: { found: 2, new: 2 } });
  expect(await db.db.select().from(runs)).toMatchObject([
    {
      id: first.runId,
      kind: "collect",
      trigger: "schedule",
      actor: "scheduler",
      status: "completed",
      params: { sources: ["feed"], schedule: "rss_fetcher" },
      counts: { found: 2, new: 2 },
      metrics: { sources: { total: 1, ok: 1 } },
    },
  ]);
  expect(await collect(source, { force: true })).toMatchObject({
    outcome: "not_modified",
    status: "completed",
  });
});

test("a source that fails is a failed run with the reason, not an error", async () => {
  const source = await follow("/feed");
  web.on("/feed", { status: 500, body: "" });
  const failed = await collect(source);
  expect(failed).toMatchObject({ status: "failed", outcome: "failed", reason: "http_500" });
  expect((await db.db.select().from(runs))[0]).toMatchObject({
    status: "failed",
    errors: [{ source: "feed", reason: "http_500" }],
  });
  expect(await read(source)).toMatchObject({ consecutiveFailures: 1 });
});

test("what is busy, not due, disabled or gone leaves no run and asks no server", async () => {
  const [busy, fresh, disabled, gone] = [
    await follow("/busy"),
    await follow("/fresh"),
    await follow("/disabled"),
    await follow("/gone"),
  ];
  await db.db
    .update(sources)
    .set({ lastCheckedAt: new Date(), nextCheckAt: new Date(Date.now() + 3_600_000) })
    .where(eq(sources.id, fresh.id));
  await changeSource(db.db, "disabled", { enabled: false });
  await removeSources(db.db, ["gone"], { purge: true });
  const lock = openRunLock(db.sql);
  await lock.tryHoldSource(busy.id);
  const outcomes = [];
  for (const source of [busy, fresh, disabled, gone]) outcomes.push(await collect(source));
  expect(outcomes.map(({ outcome, runId }) => [outcome, runId])).toEqual([
    ["busy", null],
    ["not_due", null],
    ["not_due", null],
    ["gone", null],
  ]);
  await lock.close();
  expect(await db.db.select().from(runs)).toEqual([]);
  expect(web.requests).toEqual([]);
  publish("/disabled", 1);
  expect(await collect(disabled, { force: true })).toMatchObject({ outcome: "ok" });
});

test("a source that a round takes a little before its time is collected", async () => {
  const source = await follow("/feed");
  publish("/feed", 1);
  const minute = 60_000;
  const lastCheckedAt = new Date(Date.now() - 52 * minute);
  await db.db.update(sources).set({ lastCheckedAt, nextCheckAt: new Date(Date.now() + 8 * minute) });
  expect(await collect(source)).toMatchObject({ outcome: "ok", counts: { new: 1 } });
});

test("asked twice at once, a source is collected once", async () => {
  const source = await follow("/feed");
  publish("/feed", 3);
  const both = await Promise.all([collect(source, { force: true }), collect(source, { force: true })]);
  expect(both.map(({ outcome }) => outcome).toSorted()).toEqual(["busy", "ok"]);
  expect(await db.db.select().from(articles)).toHaveLength(3);
});

test("more sources at a time than the pool has connections are all collected", async () => {
  const pool = openClient(db.url, { poolSize: 2, name: "small" });
  const small = testCollector(pool, { allow: [web.host] });
  const followed = [];
  for (let at = 0; at < 10; at += 1) {
    followed.push(await follow(`/feed-${at}`));
    publish(`/feed-${at}`, 2);
  }
  const signal = new AbortController().signal;
  const all = await Promise.all(
    followed.map(({ id }) =>
      collectOne(small.deps, { sourceId: id, force: false, trigger: "schedule", actor: "test" }, { signal }),
    ),
  );
  expect(all.map(({ outcome }) => outcome)).toEqual(followed.map(() => "ok"));
  expect(await db.db.select().from(articles)).toHaveLength(20);
  await small.close();
  await pool.close();
});

test("an abort among the pages keeps what was read, and the next check finds the rest", async () => {
  const source = await follow("/feed");
  publish("/feed", 12);
  const controller = new AbortController();
  // The first four answer, the others hang until their request is given up.
  let asked = 0;
  const hanging: string[] = [];
  for (let at = 0; at < 12; at += 1) {
    const path = `/feed-page-${at}`;
    web.on(path, (_, response) => {
      asked += 1;
      if (asked <= 4)
        return void response
          .writeHead(200, { "content-type": "text/html" })
          .end(buildPage(`Report feed ${at}`, `seed-${at}`));
      hanging.push(path);
      if (hanging.length === 2) controller.abort(new Error("enough"));
    });
  }
  const cut = await collect(source, { signal: controller.signal });
  expect(cut).toMatchObject({ status: "cancelled", outcome: "ok", counts: { found: 4, new: 4, failed: 0 } });
  expect(asked).toBe(6);
  expect((await db.db.select().from(runs))[0]).toMatchObject({ status: "cancelled", counts: { new: 4 } });
  expect(await db.db.select().from(sourceChecks)).toMatchObject([{ outcome: "ok", counts: { new: 4 } }]);
  const after = await read(source);
  expect(after).toMatchObject({ etag: null, consecutiveFailures: 0 });
  expect(after?.nextCheckAt.getTime()).toBeLessThanOrEqual(Date.now());

  publish("/feed", 12);
  const rest = await collect(source);
  expect(rest).toMatchObject({ status: "completed", counts: { found: 12, new: 8, unchanged: 4 } });
  const stored = await db.db.select().from(articles);
  expect(new Set(stored.map(({ guid }) => guid)).size).toBe(12);
  expect(
    stored.every(({ textSource, scrapeAttempts }) => textSource === "page" && scrapeAttempts === 0),
  ).toBe(true);
  expect(await db.db.select().from(articleCopies)).toEqual([]);
  expect(await read(source)).toMatchObject({ etag: '"v1"' });
});

test("an abort before the list is there leaves the source as it was", async () => {
  const source = await follow("/feed");
  const before = await read(source);
  const controller = new AbortController();
  web.on("/feed", () => controller.abort(new Error("enough")));
  expect(await collect(source, { signal: controller.signal })).toMatchObject({
    status: "cancelled",
    outcome: "failed",
    reason: "cancelled",
    counts: { found: 0 },
  });
  expect(await read(source)).toEqual(before);
  expect(await db.db.select().from(sourceChecks)).toEqual([]);
});

test("an abort while a batch is stored keeps it, and the state of the source goes with what follows", async () => {
  await collector.close();
  collector = testCollector(db, { allow: [web.host], limits: { batchSize: 2 } });
  const source = await follow("/feed");
  publish("/feed", 8);
  const controller = new AbortController();
  const blocker = openClient(db.url, { poolSize: 1, name: "blocker" });
  const locked = Promise.withResolvers<void>();
  const blocked = Promise.withResolvers<void>();
  const holding = blocker.sql.begin(async (tx) => {
    await tx`lock table articles in exclusive mode`;
    locked.resolve();
    await blocked.promise;
  });
  await locked.promise;
  const collecting = collect(source, { signal: controller.signal });
  await waitForLockWait();
  controller.abort(new Error("enough"));
  blocked.resolve();
  await holding;
  const { counts, status } = await collecting;
  expect(status).toBe("cancelled");
  expect(counts.new).toBeGreaterThanOrEqual(2);
  expect(counts.new).toBeLessThan(8);
  await blocker.close();
  expect((await collect(source)).counts).toMatchObject({ found: 8, new: 8 - counts.new });
});

test("a lost database ends the job and is not blamed on the source", async () => {
  const source = await follow("/feed");
  publish("/feed", 2);
  const blocker = openClient(db.url, { poolSize: 2, name: "blocker" });
  const locked = Promise.withResolvers<void>();
  const blocked = Promise.withResolvers<void>();
  const holding = blocker.sql.begin(async (tx) => {
    await tx`lock table articles in access exclusive mode`;
    locked.resolve();
    await blocked.promise;
  });
  await locked.promise;
  const collecting = collect(source).then(
    () => "done",
    () => "rejected",
  );
  await waitForLockWait();
  await blocker.sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name <> 'blocker'`;
  expect(await collecting).toBe("rejected");
  blocked.resolve();
  await holding;
  await blocker.close();
  expect(await read(source)).toMatchObject({ consecutiveFailures: 0, lastError: null, lastCheckedAt: null });
  await closeDeadRuns(db.db, new Date());
  expect((await db.db.select().from(runs))[0]).toMatchObject({ status: "failed" });
  expect(await collect(source)).toMatchObject({ outcome: "ok", counts: { new: 2 } });
});

async function waitForLockWait(): Promise<void> {
  await waitFor(async () => {
    const [row] = await db.sql`
        select count(*)::int as count from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
    expect(row?.["count"]).toBe(1);
  });
}
