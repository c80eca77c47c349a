import { events } from "@cti/db/schema/events";
import { sources } from "@cti/db/schema/sources";
import { buildFeed, buildPage } from "@cti/testing/build-feed";
import { type TestCollector, testCollector } from "@cti/testing/collector";
import { type FixtureWeb, fixtureWeb } from "@cti/testing/fixture-web";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { asc } from "drizzle-orm";
import { waitFor } from "@cti/testing/wait-for";
import { afterEach, beforeEach, expect, test } from "vitest";

import { collectOne } from "../sources/collect-one.ts";
import { openProgress } from "./announce-run.ts";
import { withRun } from "./with-run.ts";

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

type Told = { event: string; topic: string; data: Record<string, unknown> };
const told = async (): Promise<Told[]> =>
  db.db
    .select({ event: events.event, topic: events.topic, data: events.data })
    .from(events)
    .orderBy(asc(events.id));
const untilTold = (count: number): Promise<Told[]> =>
  waitFor(async () => {
    const all = await told();
    expect(all.length).toBeGreaterThanOrEqual(count);
    return all;
  });

const request = { kind: "cleanup", trigger: "cli", actor: "test", params: {} } as const;

test("the end of a run is told, with how it ended", async () => {
  const { runId } = await withRun(collector.deps, request, async () => ({
    status: "completed",
    counts: { found: 2 },
    metrics: {},
  }));
  expect(await untilTold(1)).toEqual([
    {
      event: "run.finished",
      topic: `run:${runId}`,
      data: { run_id: runId, kind: "cleanup", status: "completed", counts: { found: 2 } },
    },
  ]);
});

test("a run that fails is told as failed", async () => {
  const fails = withRun(collector.deps, request, () => Promise.reject(new Error("broken")));
  await expect(fails).rejects.toThrow("broken");
  expect(await untilTold(1)).toMatchObject([{ event: "run.finished", data: { status: "failed" } }]);
});

test("progress is told once a second at most, and not in the first one", async () => {
  const at = { ms: 0 };
  const tell = openProgress({ db: db.db, now: () => new Date(at.ms) }, { runId: 7, kind: "collect" });
  const progress = (done: number): void => tell({ done, total: 9, counts: { new: done } });
  for (let done = 0; done < 5; done += 1) progress(done);
  at.ms = 1_000;
  for (let done = 5; done < 8; done += 1) progress(done);
  const [first] = await untilTold(1);
  expect(first).toMatchObject({
    event: "run.progress",
    topic: "run:7",
    data: { run_id: 7, done: 5, total: 9 },
  });
  at.ms = 1_500;
  progress(8);
  at.ms = 2_000;
  await waitFor(async () => {
    progress(9);
    expect((await told()).map(({ data }) => data["done"])).toEqual([5, 9]);
  });
});

test("that nobody can be told does not stop a run", async () => {
  await db.owner.sql`alter function emit_event rename to emit_event_away`;
  const reported: unknown[] = [];
  const deps = { ...collector.deps, report: (error: unknown) => void reported.push(error) };
  const { status } = await withRun(deps, request, async () => ({
    status: "completed",
    counts: {},
    metrics: {},
  }));
  expect(status).toBe("completed");
  await waitFor(() => expect(reported).toHaveLength(1));
});

test("a source that turns failing and well again is told, each once", async () => {
  const [row] = await db.db
    .insert(sources)
    .values({ slug: "s", name: "S", kind: "rss", url: `${web.origin}/s.xml`, origin: "user" })
    .returning();
  const check = async (): Promise<unknown> =>
    collectOne(
      collector.deps,
      { sourceId: row?.id ?? 0, force: true, trigger: "cli", actor: "test" },
      { signal: new AbortController().signal },
    );
  const publish = (): void => {
    web.on("/s.xml", {
      type: "application/rss+xml",
      body: buildFeed(web.origin, [{ title: "T", path: "/a", guid: "g" }]),
    });
    web.on("/a", { body: buildPage("T", "word") });
  };
  publish();
  await check();
  web.on("/s.xml", { status: 503, body: "busy" });
  await check();
  await check();
  publish();
  await check();
  const health = (await untilTold(6)).filter(({ event }) => event === "source.health");
  expect(health.map(({ topic, data }) => [topic, data["before"], data["state"], data["reason"]])).toEqual([
    ["sources", "ok", "failing", "http_503"],
    ["sources", "failing", "ok", null],
  ]);
});
