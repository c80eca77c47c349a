import { connect } from "node:net";

import { analyses } from "@cti/db/schema/analyses";
import { verifyAudit } from "@cti/domain/audit/verify-audit";
import { jobNames } from "@cti/queue/jobs";
import type { Handler, QueueWorker, Workload } from "@cti/queue/queue-types";
import { startQueueWorker } from "@cti/queue/start-queue-worker";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { waitFor } from "@cti/testing/wait-for";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { addEnded, type Answer, login, openMonitor, type TestMonitor } from "../test/open-monitor.ts";

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

let worker: QueueWorker | null = null;
afterEach(async () => {
  await worker?.close({ graceMs: 0, abortMs: 1_000 });
  worker = null;
});

async function startWorker(run: Handler<"cleanup">): Promise<void> {
  worker = await startQueueWorker(
    { redisUrl: null, databaseUrl: database.url, name: "worker test" },
    {
      name: "host:1:1",
      concurrency: { collect: 0, process: 0, upkeep: 1, analyse: 0 },
      workloads: jobNames.map((job) => ({ job, run }) as Workload),
      onEnd: () => undefined,
      onError: () => undefined,
    },
  );
}

test("a waiting job is revoked from its page, and that is written down", async () => {
  const { id } = await monitor.queues.enqueue("cleanup", {});
  expect((await monitor.ask(`/jobs/${id}`)).text).toContain("Revoke");
  expect((await monitor.ask("/jobs")).text).toContain(id);
  const answer = await monitor.ask(`/jobs/${id}/revoke`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", origin: monitor.url },
    body: "",
  });
  expect([answer.status, answer.headers["location"]]).toEqual([
    303,
    `/jobs/${encodeURIComponent(id)}?revoked=removed`,
  ]);
  expect((await monitor.ask(answer.headers["location"] as string)).text).toContain("taken out of the queue");
  expect(await monitor.queues.find(id)).toBeNull();
  expect((await monitor.acts()).at(-1)).toMatchObject({
    action: "job.revoke",
    actor: "alice",
    address: "127.0.0.1",
    subject: id,
    detail: { outcome: "removed" },
  });
});

test("with a waiting job its analysis is revoked, so that nobody queues it again", async () => {
  const { id } = await monitor.queues.enqueue("analyse", { analysisId: 7 });
  const about = { subject: "article", subjectId: 1, kind: "summary", model: "m", params: {} } as const;
  const waiting = { promptVersion: "1", inputHash: "h", status: "queued", jobId: id } as const;
  await database.db.insert(analyses).values({ ...about, ...waiting });
  const answer = await monitor.ask(`/api/task/revoke/${id}`, { method: "POST" });
  expect(JSON.parse(answer.text)).toMatchObject({ outcome: "removed" });
  expect(await database.db.select().from(analyses)).toMatchObject([
    { status: "cancelled", error: "Cancelled" },
  ]);
});

test("a running job sees its signal after a revocation through Flower's path", async () => {
  let stopped: (reason: unknown) => void = () => undefined;
  const seen = new Promise((resolve) => (stopped = resolve));
  await startWorker(async ({ signal }) => {
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    stopped(signal.reason);
    throw signal.reason;
  });
  const { id } = await monitor.queues.enqueue("cleanup", {});
  await waitFor(async () => expect((await monitor.queues.find(id))?.state).toBe("active"));
  expect((await monitor.json(`/api/task/info/${id}`))["state"]).toBe("STARTED");
  const answer = await monitor.ask(`/api/task/revoke/${id}`, { method: "POST" });
  expect(JSON.parse(answer.text)).toEqual({ message: `Revoked '${id}'`, outcome: "signalled" });
  await seen;
  expect((await monitor.acts()).at(-1)).toMatchObject({ subject: id, detail: { outcome: "signalled" } });
});

test("what has ended cannot be revoked, which is said", async () => {
  await addEnded(database.db);
  expect((await monitor.ask("/api/task/revoke/collect:7", { method: "POST" })).status).toBe(404);
  const page = await monitor.ask("/jobs/collect:7");
  expect(page.text).toContain("completed");
  expect(page.text).not.toContain("Revoke</button>");
});

test("the board pauses, retries and cleans, each with its row in the audit log", async () => {
  const headers = { origin: monitor.url, "sec-fetch-site": "same-origin" };
  const put = (path: string): Promise<Answer> =>
    monitor.ask(`/board/api/queues/${path}`, { method: "PUT", headers });
  const before = (await monitor.acts()).length;
  const { id } = await monitor.queues.enqueue("rank", {});
  expect((await put("process/pause")).status).toBe(200);
  expect((await monitor.queues.states()).find(({ queue }) => queue === "process")?.paused).toBe(true);
  expect((await put("resume")).status).toBe(200);
  expect((await put(`process/${id.split(":")[1]}/clean`)).status).toBe(204);
  expect((await put(`process/${id.split(":")[1]}/retry`)).status).toBe(404);
  expect(await monitor.queues.find(id)).toBeNull();
  expect((await monitor.acts()).slice(before)).toMatchObject([
    { action: "queue.pause", subject: "queue process", detail: { outcome: "done" } },
    { action: "queue.resume", subject: "all queues", detail: { outcome: "done" } },
    { action: "job.remove", subject: id, detail: { outcome: "done" } },
    { action: "job.retry", subject: id, detail: { outcome: "refused (404)" } },
  ]);
  expect((await verifyAudit(database.db)).firstBreak).toBeNull();
});

test.each([
  ["POST", "collect/add", { name: "collect-source", data: { sourceId: 1 } }],
  ["PUT", "collect/obliterate", { force: true }],
  ["PUT", "collect/concurrency", { concurrency: 1 }],
  ["PUT", "collect/rate-limit", { max: 1, duration: 1 }],
  ["PATCH", "collect/1/update-data", { jobData: { password: "hidden" } }],
])("%s %s is switched off, and the try is written down", async (method, path, body) => {
  const answer = await monitor.ask(`/board/api/queues/${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(403);
  const last = (await monitor.acts()).at(-1);
  expect(last).toMatchObject({ action: "board.refused", detail: { outcome: "refused (403)" } });
  expect(JSON.stringify(last)).not.toContain("hidden");
});

test("neither odd nor long bodies keep a change or what came of it out of the audit log", async () => {
  for (const body of [{ "a\u0000": 1 }, { a: Array.from({ length: 800 }, () => 1e20) }]) {
    const answer = await monitor.ask("/board/api/queues/collect/resume", {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body).replaceAll("100000000000000000000", "1e20"),
    });
    expect(answer.status).toBe(200);
    const last = (await monitor.acts()).at(-1);
    expect(last).toMatchObject({ action: "queue.resume", subject: "queue collect" });
    expect(JSON.stringify(last?.detail).replaceAll("\\", "")).toContain('"outcome":"done"');
  }
  const answer = await monitor.ask("/board/api/queues/collect/resume", {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ a: "x".repeat(5_000) }),
  });
  expect(answer.status).toBe(413);
  expect((await monitor.acts()).at(-1)).toMatchObject({ detail: { outcome: "refused (413)" } });
});

test("who hangs up before the answer is in the audit log with the address", async () => {
  const before = (await monitor.acts()).length;
  const { hostname, port, host } = new URL(monitor.url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => undefined);
  const authorization = `Basic ${Buffer.from(login).toString("base64")}`;
  const head = `PUT /board/api/queues/collect/resume HTTP/1.1\r\nHost: ${host}\r\nAuthorization: ${authorization}`;
  socket.write(`${head}\r\n\r\n`, () => setImmediate(() => socket.resetAndDestroy()));
  await waitFor(async () => expect(await monitor.acts()).toHaveLength(before + 1));
  expect((await monitor.acts()).at(-1)).toMatchObject({ action: "queue.resume", address: "127.0.0.1" });
});

test("what cannot be written to the audit log is in the log, without secrets", async () => {
  await database.owner.db.execute("alter table audit_log rename to audit_log_away");
  const answer = await monitor.ask("/board/api/queues/collect/resume", {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ options: { deep: { password: "hidden" } } }),
  });
  await database.owner.db.execute("alter table audit_log_away rename to audit_log");
  expect(answer.status).toBe(500);
  const line = monitor.logged.find((text) => text.includes("not written to the audit log"));
  expect(line).toContain("queue.resume");
  expect(monitor.logged.join("")).not.toContain("hidden");
});
