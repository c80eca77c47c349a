import { QueueError } from "@cti/queue/queue-error";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type Answer, login, openMonitor, type TestMonitor } from "../test/open-monitor.ts";
import { startMonitor } from "./start-monitor.ts";

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

const readPaths = [
  "/board",
  "/board/api/queues",
  "/board/static/images/logo.svg",
  "/workers",
  "/jobs",
  "/history",
  "/monitor.css",
  "/api/workers",
  "/api/tasks",
  "/api/task/types",
  "/api/queues/length",
  "/healthcheck",
  "/metrics",
];

test.each([...readPaths, "/health", "/nothing", "/jobs/collect:1"])("%s asks for a login", async (path) => {
  const answer = await monitor.ask(path, { as: null });
  expect(answer.status).toBe(401);
  expect(answer.headers["www-authenticate"]).toMatch(/^Basic realm=/);
  expect(answer.text).not.toContain("<");
});

test.each(readPaths)("%s is served with headers that let nothing else in", async (path) => {
  const { status, headers } = await monitor.ask(path);
  expect(status).toBe(200);
  expect(headers["content-security-policy"]).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  expect(headers["content-security-policy"]).not.toMatch(/script-src[^;]*unsafe/);
  expect(headers["x-content-type-options"]).toBe("nosniff");
});

test("liveness needs no login and tells nothing else", async () => {
  const answer = await monitor.ask("/health/live?x=1", { as: null });
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.text)).toMatchObject({ status: "ok" });
  expect((await monitor.ask("/health/live/../../workers", { as: null })).status).toBe(401);
});

test("health answers with the status of the stack", async () => {
  expect((await monitor.ask("/health")).status).toBe(200);
  expect((await monitor.ask("/health/ready")).status).toBe(503);
  expect((await monitor.ask("/metrics")).text).toBe("cti_up 1\n");
  expect((await monitor.ask("/healthcheck")).text).toBe("OK");
});

test("a wrong login is refused and written to the log without the password", async () => {
  const answer = await monitor.ask("/workers", { as: "alice:wrong password" });
  expect(answer.status).toBe(401);
  expect(monitor.logged.join("")).toContain("login to the dashboard failed");
  expect(monitor.logged.join("")).not.toContain("wrong password");
});

test("a crowd of wrong logins is sent away while the right one still opens", async () => {
  const other = await startMonitor(monitor.deps);
  const at = (as: string): Promise<Answer> => monitor.ask("/healthcheck", { as, url: other.url });
  expect((await at(login)).status).toBe(200);
  const crowd = Promise.all(Array.from({ length: 9 }, () => at("alice:guess")));
  expect((await at(login)).status).toBe(200);
  const statuses = (await crowd).map(({ status }) => status);
  expect(statuses.filter((status) => status === 429)).toHaveLength(4);
  expect(statuses.filter((status) => status === 401)).toHaveLength(5);
  await other.close();
});

test("a foreign name is refused before anything else, ours and that of the proxy are not", async () => {
  expect((await monitor.ask("/workers", { headers: { host: "evil.test" } })).status).toBe(421);
  expect((await monitor.ask("/health/live", { headers: { host: "evil.test:5555" }, as: null })).status).toBe(
    421,
  );
  expect((await monitor.ask("/healthcheck", { headers: { host: "cti.example.org" } })).status).toBe(200);
  expect((await monitor.ask("/healthcheck", { headers: { host: "localhost:5555" } })).status).toBe(200);
});

test.each([
  ["POST", "/jobs/collect:1/revoke"],
  ["POST", "/api/task/revoke/collect:1"],
  ["PUT", "/board/api/queues/collect/pause"],
])("%s %s from another site is refused and changes nothing", async (method, path) => {
  const before = (await monitor.acts()).length;
  for (const headers of [
    { origin: "http://evil.test" },
    { "sec-fetch-site": "cross-site" },
    { origin: "null" },
  ]) {
    const answer = await monitor.ask(path, { method, headers });
    expect(answer.status).toBe(403);
    expect(answer.headers["content-type"]).toMatch(/problem\+json/);
  }
  expect((await monitor.ask(path, { method, as: null })).status).toBe(401);
  expect((await monitor.queues.states()).some(({ paused }) => paused)).toBe(false);
  expect(await monitor.acts()).toHaveLength(before);
});

test("what is not there and what is too large is told as a problem, without a stack", async () => {
  expect((await monitor.ask("/nothing")).status).toBe(404);
  expect((await monitor.ask("/jobs/collect:999999")).status).toBe(404);
  expect((await monitor.ask("/jobs/%00%ff")).status).toBeLessThan(500);
  expect((await monitor.ask("/api/task/info/collect:999999")).status).toBe(404);
  const large = await monitor.ask("/api/task/revoke/collect:1", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text: "x".repeat(100_000) }),
  });
  expect(large.status).toBe(413);
  expect(large.text).not.toMatch(/at .*\.[jt]s/);
});

test("a queue that cannot be reached is told as such, and the history is still there", async () => {
  const unreachable = {
    ...monitor.queues,
    states: () => Promise.reject(new QueueError("no queue at host:1")),
  };
  const other = await startMonitor({ ...monitor.deps, queues: unreachable });
  const answer = await monitor.ask("/api/queues/length", { url: other.url });
  expect([answer.status, JSON.parse(answer.text)]).toMatchObject([503, { detail: "no queue at host:1" }]);
  expect((await monitor.ask("/history", { url: other.url })).status).toBe(200);
  await other.close();
});

test("a taken port is an error that names port and setting", async () => {
  const port = Number(new URL(monitor.url).port);
  const second = startMonitor({ ...monitor.deps, settings: { ...monitor.deps.settings, port } });
  await expect(second).rejects.toThrow(new RegExp(`Port ${port}.*monitor\\.port`));
});

test.each([
  ["has a broken escape", "/%zz"],
  ["names a job at too great length", `/jobs/${"<a>".repeat(100)}`],
])("an address that %s is not repeated", async (_, path) => {
  const { status, text, headers } = await monitor.ask(path, { as: null });
  expect(status).toBe(400);
  expect(headers["content-type"]).toMatch(/^application\/problem\+json/);
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(text).not.toMatch(/zz|<a>/);
});

test("another site cannot search here with the login of who visits it, but may link to it", async () => {
  const from = { "sec-fetch-site": "cross-site" };
  const picture = { headers: { ...from, "sec-fetch-dest": "image" } };
  expect((await monitor.ask("/api/tasks?limit=1000", picture)).status).toBe(403);
  const link = { headers: { ...from, "sec-fetch-dest": "document" } };
  expect((await monitor.ask("/history", link)).status).toBe(200);
});

test("a time that no calendar has does not narrow a search", async () => {
  expect((await monitor.ask("/history?since=0000-01-01")).status).toBe(200);
  expect((await monitor.ask("/api/tasks?received_start=0000-01-01")).status).toBe(200);
});
