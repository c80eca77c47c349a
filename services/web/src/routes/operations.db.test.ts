import { healthRoutes } from "@cti/contract/routes/health";
import { jobRoutes } from "@cti/contract/routes/jobs";
import { queueRoutes } from "@cti/contract/routes/queues";
import { runRoutes } from "@cti/contract/routes/runs";
import { scheduleRoutes } from "@cti/contract/routes/schedules";
import { statsRoutes } from "@cti/contract/routes/stats";
import { workerRoutes } from "@cti/contract/routes/workers";
import { runs } from "@cti/db/schema/runs";
import { schedules } from "@cti/db/schema/schedules";
import { scores } from "@cti/db/schema/scores";
import { stories } from "@cti/db/schema/stories";
import { triage } from "@cti/db/schema/triage";
import { jobRecords, workers } from "@cti/db/schema/workers";
import { asTenant } from "@cti/domain/tenants/as-tenant";
import { seedArticles } from "@cti/testing/seed-articles";
import { afterEach, beforeEach, expect, test } from "vitest";

import { type Asker, type TestWeb, testWeb } from "../../test/test-web.ts";
import { healthHandlers } from "./health.ts";
import { jobHandlers } from "./jobs.ts";
import { queueHandlers } from "./queues.ts";
import { runHandlers } from "./runs.ts";
import { scheduleHandlers } from "./schedules.ts";
import { statsHandlers } from "./stats.ts";
import { workerHandlers } from "./workers.ts";

const table = {
  routes: {
    ...runRoutes,
    ...scheduleRoutes,
    ...queueRoutes,
    ...jobRoutes,
    ...workerRoutes,
    ...healthRoutes,
    ...statsRoutes,
  },
  handlers: {
    ...runHandlers,
    ...scheduleHandlers,
    ...queueHandlers,
    ...jobHandlers,
    ...workerHandlers,
    ...healthHandlers,
    ...statsHandlers,
  },
};

let web: TestWeb;
let operator: Asker;
let viewer: Asker;

beforeEach(async () => {
  web = await testWeb({}, table);
  operator = await web.as("operator");
  viewer = await web.as("viewer");
});
afterEach(() => web.close());

const api = "/api/v1";
const acts = async (): Promise<{ action: string; subject: string; detail: Record<string, unknown> }[]> => [
  ...(await web.db.sql<{ action: string; subject: string; detail: Record<string, unknown> }[]>`
    select action, subject, detail from audit_log order by id`),
];

async function pageAll(path: string, limit: number): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let cursor: string | null = null;
  do {
    const { body, status }: Awaited<ReturnType<Asker["get"]>> = await viewer.get(
      `${api}${path}${path.includes("?") ? "&" : "?"}limit=${limit}${cursor === null ? "" : `&cursor=${cursor}`}`,
    );
    expect(body).toMatchObject({ items: expect.any(Array) });
    expect(status).toBe(200);
    items.push(...body.items);
    cursor = body.next_cursor;
  } while (cursor !== null);
  return items;
}

test("runs are paged, narrowed and shown, with credentials and names for operators only", async () => {
  await web.db.db.insert(runs).values(
    Array.from({ length: 9 }, (_, n) => ({
      kind: n % 2 === 0 ? "collect" : "cleanup",
      trigger: "cli" as const,
      actor: "alice",
      status: "completed" as const,
      startedAt: new Date(Date.UTC(2026, 0, 1, Math.floor(n / 3))),
      finishedAt: new Date(Date.UTC(2026, 0, 2)),
      counts: { found: n, new: n },
      errors: [{ source: "a", reason: "http_403", message: "https://u:pw@a.test/?key=k1 answered 403" }],
    })),
  );
  expect((await pageAll("/runs", 2)).map(({ id }) => id)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
  expect((await pageAll("/runs?kind=cleanup", 3)).map(({ id }) => id)).toEqual([8, 6, 4, 2]);
  const until = encodeURIComponent("2026-01-01T01:00:00Z");
  expect((await pageAll(`/runs?until=${until}`, 5)).map(({ id }) => id)).toEqual([3, 2, 1]);
  const hidden = await viewer.get(`${api}/runs/1`);
  expect(hidden.text).not.toMatch(/pw@|k1/);
  expect(hidden.body).toMatchObject({ actor: null, counts: { found: 0 }, checks: [] });
  const full = await operator.get(`${api}/runs/1`);
  expect(full.body.actor).toBe("alice");
  expect(full.text).toContain("key=k1");
  expect((await viewer.get(`${api}/runs/99`)).status).toBe(404);
  expect((await viewer.get(`${api}/runs?cursor=abc`)).status).toBeGreaterThanOrEqual(400);
  expect((await viewer.get(`${api}/runs/stats?days=365`)).body).toMatchObject({
    days: 365,
    by_status: { completed: 9 },
  });
});

test("a stage is started once, and written down", async () => {
  const first = await operator.post(`${api}/runs`, { stage: "article_ranker", all: true });
  expect(first).toMatchObject({ status: 202, body: { name: "rank", queue: "process", added: true } });
  const second = await operator.post(`${api}/runs`, { stage: "article_ranker" });
  expect(second.body).toMatchObject({ job_id: first.body.job_id, added: false });
  expect((await operator.post(`${api}/runs`, { stage: "everything" })).status).toBe(400);
  expect((await viewer.post(`${api}/runs`, { stage: "article_ranker" })).status).toBe(403);
  expect((await acts()).map(({ action, subject }) => [action, subject])).toEqual([
    ["run.start", "article_ranker"],
    ["run.start", "article_ranker"],
  ]);
  expect((await operator.post(`${api}/runs`, { stage: "rss_fetcher" })).status).toBe(404);
  await web.db.db.insert(schedules).values({ name: "rss_fetcher", intervalSeconds: 3_600 });
  expect((await operator.post(`${api}/runs`, { stage: "rss_fetcher" })).body).toMatchObject({
    job_id: null,
    added: true,
  });
  expect((await viewer.get(`${api}/schedules/rss_fetcher`)).body.requested_at).not.toBeNull();
  await web.db.db.update(schedules).set({ lastError: "https://me:hunter2@feeds.test/rss answered 500" });
  const toldTo = async (who: Asker): Promise<string> => (await who.get(`${api}/schedules/rss_fetcher`)).text;
  expect(await toldTo(viewer)).not.toContain("hunter2");
  expect(await toldTo(operator)).toContain("hunter2");
});

test("a schedule is changed by one of two, reset and run", async () => {
  const seed = {
    intervalSeconds: 3_600,
    cron: null,
    timeZone: "UTC",
    jitterSeconds: 0,
    overlap: "skip" as const,
    enabled: true,
  };
  await web.db.db.insert(schedules).values([
    { name: "rank", job: "rank", ...seed, seed },
    { name: "cleanup", job: "cleanup", ...seed, seed },
  ]);
  const path = `${api}/schedules/rank`;
  const { headers, body } = await operator.get(path);
  expect(body).toMatchObject({ text: "every 60 min", revision: 1, changed: [] });
  const tag = { "if-match": String(headers["etag"]) };
  const answers = await Promise.all([
    operator.patch(path, { interval_seconds: 600, jitter_seconds: 30 }, tag),
    operator.patch(path, { cron: "0 6 * * *", time_zone: "Europe/Berlin" }, tag),
  ]);
  expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 412]);
  expect((await operator.patch(path, { enabled: false })).status).toBe(428);
  expect((await operator.patch(path, { cron: "nonsense" }, { "if-match": "*" })).status).toBe(422);
  expect((await operator.post(`${path}/reset`)).body).toMatchObject({
    interval_seconds: 3_600,
    cron: null,
    revision: 3,
    changed: [],
  });
  expect(await operator.post(`${path}/run`)).toMatchObject({ status: 202, body: { scheduler: null } });
  expect((await operator.post(`${api}/schedules/none/run`)).status).toBe(404);
  expect((await pageAll("/schedules", 1)).map(({ name }) => name)).toEqual(["rank", "cleanup"]);
  expect((await acts()).map(({ action }) => action)).toEqual([
    "schedule.change",
    "schedule.reset",
    "schedule.run",
  ]);
});

test("a queue is paused and resumed, and its jobs are paged while others are added", async () => {
  expect((await operator.post(`${api}/queues/collect/pause`)).body).toEqual({
    name: "collect",
    paused: true,
  });
  for (let sourceId = 1; sourceId <= 7; sourceId += 1)
    await web.queues.enqueue("collect-source", { sourceId }, { priority: sourceId % 3 });
  await web.queues.enqueue("rank", {}, { delayMs: 60_000 });
  const first = await viewer.get(`${api}/jobs?limit=3`);
  await web.queues.enqueue("collect-source", { sourceId: 8 });
  const rest = await viewer.get(`${api}/jobs?limit=200&cursor=${first.body.next_cursor}`);
  const seen = [...first.body.items, ...rest.body.items];
  expect(seen.map(({ name, source_id }) => source_id ?? name)).toEqual(["rank", 7, 6, 5, 4, 3, 2, 1]);
  expect((await pageAll("/jobs?state=delayed,active&queue=process", 5)).map(({ name }) => name)).toEqual([
    "rank",
  ]);
  expect((await viewer.get(`${api}/queues`)).body.items).toMatchObject([
    { name: "analyse" },
    { name: "collect", paused: true, counts: { waiting: 8 } },
    { name: "process", paused: false, counts: { delayed: 1 } },
    { name: "upkeep" },
  ]);
  expect((await operator.post(`${api}/queues/collect/resume`)).body.paused).toBe(false);
  expect((await operator.post(`${api}/queues/other/pause`)).status).toBe(400);
  expect((await viewer.post(`${api}/queues/collect/pause`)).status).toBe(403);
  expect((await acts()).map(({ action }) => action)).toEqual(["queue.pause", "queue.resume"]);
});

test("a job is shown and cancelled; one that only the records know is shown as well", async () => {
  const { id } = await web.queues.enqueue("collect-source", { sourceId: 3, trigger: "api", actor: "alice" });
  const path = `${api}/jobs/${encodeURIComponent(id)}`;
  const shown = await viewer.get(path);
  expect(shown.body).toMatchObject({ id, state: "waiting", is_held: true, source_id: 3, tries: [] });
  expect(shown.body.payload).not.toHaveProperty("actor");
  expect((await operator.get(path)).body.payload).toMatchObject({ actor: "alice" });
  expect((await operator.post(`${path}/retry`)).status).toBe(409);
  expect((await operator.post(`${path}/cancel`)).body).toEqual({ id, outcome: "removed" });
  expect((await operator.post(`${path}/cancel`)).status).toBe(404);
  await web.db.db.insert(jobRecords).values({
    jobId: id,
    queue: "collect",
    name: "collect-source",
    outcome: "failed",
    attempt: 1,
    worker: "w:1:1",
    payload: { sourceId: 3 },
    error: "at https://u:pw@a.test/",
    runId: 12,
    addedAt: new Date(),
    startedAt: new Date(),
    finishedAt: new Date(),
  });
  const past = await viewer.get(path);
  expect(past.body).toMatchObject({ state: "failed", run_id: 12, is_held: false, tries: [{ attempt: 1 }] });
  expect(past.text).not.toContain("pw@");
  expect((await operator.post(`${path}/cancel`)).status).toBe(409);
  expect((await operator.post(`${api}/jobs/retry-failed`, { queue: "collect" })).body).toEqual({
    retried: [],
    left: 0,
  });
  expect((await viewer.get(`${api}/jobs/nonsense`)).status).toBe(400);
  expect((await acts()).map(({ action }) => action)).toEqual(["job.cancel", "job.retry_failed"]);
});

test("workers are listed, and health is told whole", async () => {
  const at = new Date();
  await web.db.db.insert(workers).values(
    ["b", "a"].map((id) => ({
      id,
      kind: "worker" as const,
      host: "h",
      pid: 1,
      version: "1",
      active: [{ id: "collect:1", queue: "collect", name: "collect-source", startedAt: at.toISOString() }],
      startedAt: at,
      lastBeatAt: at,
    })),
  );
  expect(await pageAll("/workers", 1)).toMatchObject([
    { id: "a", state: "online", active: [{ started_at: at.toISOString() }] },
    { id: "b" },
  ]);
  expect((await viewer.get(`${api}/health`)).body).toMatchObject({
    status: "degraded",
    components: { database: { details: { ms: 1 } } },
  });
});

test("the home screen is one answer, with the tenant's own triage and stories", async () => {
  const now = new Date();
  await seedArticles(web.db, [
    { source: "a", title: "1", text: "x", at: now, tier: 1 },
    { source: "b", title: "2", text: "y", at: now, tier: 3 },
    { source: "b", title: "3", text: "z", at: new Date(now.getTime() - 30 * 86_400_000), tier: 3 },
  ]);
  await web.db.db.insert(stories).values(
    [1, 2, 3].map((id) => ({
      id,
      title: `Story ${id}`,
      firstAt: now,
      lastAt: now,
      articleCount: 1,
      ownerCount: 1,
      updatedAt: now,
      mergedInto: id === 3 ? 1 : null,
    })),
  );
  const other = await web.newTenant("other");
  for (const [tenant, dismissed] of [
    [1, 1],
    [other, 2],
  ] as const)
    await asTenant(web.db.db, tenant, async (tx) => {
      await tx.insert(scores).values(
        [1, 2, 3].map((subjectId) => ({
          subject: "story" as const,
          subjectId,
          total: subjectId,
          at: now,
          product: 1,
          middle: 1,
          parts: [],
          version: "1",
          rankedAt: now,
        })),
      );
      await tx.insert(triage).values([
        { subject: "story", subjectId: dismissed, state: "dismissed", actor: "x", changedAt: now },
        { subject: "article", subjectId: dismissed, state: "read", actor: "x", changedAt: now },
      ]);
    });
  const { status, body } = await viewer.get(`${api}/dashboard`);
  expect(body).toMatchObject({
    totals: { articles: 3, stories: 2 },
    triage: { article: { new: 2, read: 1 }, story: { new: 1, dismissed: 1 } },
    top_stories: [{ id: 2, title: "Story 2", score: 2 }],
    sources: { enabled: 2, states: { never: 2, ok: 0 } },
    runs: [],
    queues: [{ name: "collect" }, { name: "process" }, { name: "upkeep" }, { name: "analyse" }],
  });
  expect(status).toBe(200);
  expect(body.days).toHaveLength(14);
  expect(body.days.at(-1)).toEqual({
    day: now.toISOString().slice(0, 10),
    tier_1: 1,
    tier_2: 0,
    tier_3: 1,
    total: 2,
  });
  const theirs = await (await web.as("viewer", { tenant: other })).get(`${api}/dashboard`);
  expect(theirs.body.top_stories).toMatchObject([{ id: 1 }]);
  expect((await viewer.get(`${api}/stats`)).body).toMatchObject({
    articles: { total: 3, last_24h: 2 },
    top_sources: [
      { source: "b", articles: 2 },
      { source: "a", articles: 1 },
    ],
  });
});
