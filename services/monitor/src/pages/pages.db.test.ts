import { jobRecords } from "@cti/db/schema/workers";
import { beat } from "@cti/domain/workers/beat";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { addEnded, openMonitor, type TestMonitor } from "../../test/open-monitor.ts";
import { startMonitor } from "../start-monitor.ts";

let database: TestDb;
let monitor: TestMonitor;
beforeAll(async () => {
  database = await testDb();
  monitor = await openMonitor(database);
});
afterAll(async () => {
  await monitor.close();
  await database.drop();
});
beforeEach(async () => {
  await database.db.delete(jobRecords);
});

test("the root leads to the board, whose page asks no other host", async () => {
  const root = await monitor.ask("/");
  expect([root.status, root.headers["location"]]).toEqual([302, "/board"]);
  const { text } = await monitor.ask("/board");
  expect(text).toContain("CTI Scraper");
  expect(text).not.toMatch(/googleapis|(href|src)="https?:/);
  expect((await monitor.ask("/board/queue/collect")).status).toBe(200);
  expect(await monitor.json("/board/api/queues")).toMatchObject({
    queues: [
      { name: "collect", hasWorkers: null },
      { name: "process" },
      { name: "upkeep" },
      { name: "analyse" },
    ],
  });
});

test("processes are listed by their heartbeats, on our page and as Flower does", async () => {
  const pulse = { host: "box", pid: 7, version: "1.2.3", rssBytes: 50e6, startedAt: new Date() };
  const active = [
    { id: "collect:9", queue: "collect", name: "collect-source", startedAt: "2026-03-01T10:00:00.000Z" },
  ];
  const queues = { collect: 4, process: 0 };
  await beat(database.db, { ...pulse, id: "box:7:1", kind: "worker", queues, active }, () => new Date());
  await beat(
    database.db,
    { ...pulse, id: "box:8:1", kind: "scheduler", queues: {}, active: [] },
    () => new Date(),
  );
  const page = await monitor.ask("/workers");
  expect(page.text).toContain("box:7:1");
  expect(page.text).toContain("box:8:1");
  expect(page.text).toContain('href="/jobs/collect%3A9"');
  const workers = await monitor.json("/api/workers");
  expect(Object.keys(workers)).toEqual(["box:7:1"]);
  expect(workers["box:7:1"]).toMatchObject({
    status: true,
    active: [{ id: "collect:9", name: "collect-source" }],
    registered: ["collect-source", "scrape-missing"],
    active_queues: [{ name: "collect" }],
    stats: { pid: 7, pool: { "max-concurrency": 4 } },
  });
  expect(await monitor.json("/api/workers?status=1")).toEqual({ "box:7:1": true });
  expect(await monitor.json("/api/workers?workername=other")).toEqual({});
});

test("history is searched by id, name, outcome, worker, time and text, and paged", async () => {
  await addEnded(database.db);
  await addEnded(database.db, { id: "process:8", queue: "process", name: "rank", worker: "host:2:1" });
  await addEnded(database.db, {
    id: "collect:9",
    outcome: "failed",
    error: "<script>alert(1)</script> Zeitüberschreitung \u202e",
    finishedAt: new Date("2026-03-02T10:00:00Z"),
  });
  const ids = async (query: string): Promise<string[]> => {
    const { text } = await monitor.ask(`/history?${query}`);
    return [...text.matchAll(/href="\/jobs\/([^"]+)"/g)].map(([, id]) => decodeURIComponent(id ?? ""));
  };
  expect(await ids("")).toEqual(["collect:9", "process:8", "collect:7"]);
  expect(await ids("id=process:8")).toEqual(["process:8"]);
  expect(await ids("name=rank")).toEqual(["process:8"]);
  expect(await ids("state=failed")).toEqual(["collect:9"]);
  expect(await ids("worker=host:2:1")).toEqual(["process:8"]);
  expect(await ids("since=2026-03-02T00:00")).toEqual(["collect:9"]);
  expect(await ids("until=2026-03-02T00:00&name=collect-source")).toEqual(["collect:7"]);
  expect(await ids("text=zeitÜBER")).toEqual(["collect:9"]);
  expect(await ids("since=nonsense&before=x&id[]=1&name=")).toHaveLength(3);
  for (let at = 0; at < 60; at++) await addEnded(database.db, { id: `upkeep:${at}`, name: "cleanup" });
  const first = await monitor.ask("/history?name=cleanup");
  const [, older = ""] = /href="([^"]+)" rel="next"/.exec(first.text) ?? [];
  const second = await monitor.ask(older.replaceAll("&amp;", "&"));
  expect(second.text).toContain("upkeep%3A0");
  expect(second.text).not.toContain('rel="next"');
});

test("words of jobs cannot become markup", async () => {
  await addEnded(database.db, {
    error: "<script>alert(1)</script>\u202e",
    payload: { url: "</pre><img src=x>" },
  });
  for (const path of ["/history", "/jobs/collect:7"]) {
    const { text } = await monitor.ask(path);
    expect(text).not.toMatch(/<script|<img|\u202e/);
    expect(text).toContain("&lt;script&gt;");
  }
});

test("the board draws what happened before it was started", async () => {
  await addEnded(database.db);
  await addEnded(database.db, { id: "collect:8", outcome: "failed" });
  const again = await startMonitor(monitor.deps);
  await again.close();
  const at = Date.parse("2026-03-01T10:00:00Z");
  const span = `from=${at - 86_400_000}&to=${at + 86_400_000}&queue=collect`;
  expect(await monitor.json(`/board/api/metrics/history?granularity=hour&${span}`)).toEqual({
    completed: [{ ts: at, value: 1 }],
    failed: [{ ts: at, value: 1 }],
  });
  expect(
    await monitor.json(`/board/api/metrics/latency?metric=runtime&granularity=range&${span}`),
  ).toMatchObject([{ count: 2, values: { "50": 2_000 } }]);
});
