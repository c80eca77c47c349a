import { jobRecords } from "@cti/db/schema/workers";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { addEnded, openMonitor, type TestMonitor } from "../../test/open-monitor.ts";

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

test("tasks are told as Flower does: what waits and what ended, filtered", async () => {
  await addEnded(database.db);
  await addEnded(database.db, { id: "collect:8", outcome: "failed", error: "no answer" });
  const { id } = await monitor.queues.enqueue("daily-report", {});
  const keys = async (query: string): Promise<string[]> =>
    Object.keys(await monitor.json(`/api/tasks?${query}`));
  expect(await keys("")).toEqual([id, "collect:8", "collect:7"]);
  expect(await keys("limit=1")).toEqual([id]);
  expect(await keys("state=FAILURE")).toEqual(["collect:8"]);
  expect(await keys("state=PENDING")).toEqual([id]);
  expect(await keys("taskname=collect-source&state=All")).toEqual(["collect:8", "collect:7"]);
  expect(await keys("workername=host:1:1")).toEqual(["collect:8", "collect:7"]);
  expect(await keys("received_end=2026-03-01 10:00")).toEqual(["collect:8", "collect:7"]);
  expect(await keys("received_start=2026-03-01 10:01")).toEqual([id]);
  expect(await keys("search=no answer")).toEqual(["collect:8"]);
  expect(await monitor.json("/api/task/info/collect:7")).toMatchObject({
    uuid: "collect:7",
    state: "SUCCESS",
    kwargs: '{"sourceId":7}',
    runtime: 2,
    received: Date.parse("2026-03-01T10:00:00Z") / 1_000,
  });
  expect((await monitor.json("/api/queues/length"))["active_queues"]).toEqual([
    { name: "collect", messages: 0 },
    { name: "process", messages: 0 },
    { name: "upkeep", messages: 1 },
    { name: "analyse", messages: 0 },
  ]);
  await monitor.queues.cancel(id, "test");
});
