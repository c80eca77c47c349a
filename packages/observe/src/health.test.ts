import { expect, test } from "vitest";

import { type ComponentHealth, createHealth, type HealthOptions } from "./health.ts";

const found = (status: ComponentHealth["status"], message = "m"): ComponentHealth => ({
  status,
  message,
  details: { n: 1 },
});
const gives = (status: ComponentHealth["status"]) => () => Promise.resolve(found(status));
const never = (): Promise<ComponentHealth> => new Promise(() => undefined);

function healthOf(checks: HealthOptions["checks"], more: Partial<HealthOptions> = {}) {
  const clock = { at: Date.parse("2026-11-20T12:00:00Z") };
  const health = createHealth({
    version: "1.2.3",
    checks,
    now: () => new Date(clock.at),
    timeoutMs: 1_000,
    ...more,
  });
  return { ...health, clock };
}

test("a report says when, how long up, which version, and what each component found", async () => {
  const report = await healthOf({ database: gives("ok") }).report();
  expect(report).toMatchObject({
    status: "ok",
    timestamp: "2026-11-20T12:00:00.000Z",
    version: "1.2.3",
    components: {
      database: { status: "ok", message: "m", timestamp: "2026-11-20T12:00:00.000Z", details: { n: 1 } },
    },
  });
  expect(report.uptime_seconds).toBeGreaterThanOrEqual(0);
});

test.each([
  [["ok", "ok"], "ok"],
  [["ok", "degraded"], "degraded"],
  [["error", "degraded"], "error"],
] as const)("of %j the worst decides", async ([one, other], status) => {
  expect((await healthOf({ one: gives(one), other: gives(other) }).report()).status).toBe(status);
});

test("an advisory component in error makes the whole degraded and is told as it is", async () => {
  const report = await healthOf(
    { one: gives("ok"), other: gives("error") },
    { advisory: ["other"] },
  ).report();
  expect(report).toMatchObject({ status: "degraded", components: { other: { status: "error" } } });
});

test("readiness looks at the critical components only, liveness at none", async () => {
  const health = healthOf({
    database: gives("ok"),
    queue: gives("degraded"),
    sources: gives("error"),
  });
  expect(await health.ready()).toMatchObject({ status: "degraded" });
  expect(Object.keys((await health.ready()).components)).toEqual(["database", "queue"]);
  expect(health.live()).toMatchObject({ status: "ok", components: {} });
});

test("a check that hangs is an error of its component and holds up nothing", async () => {
  const report = await healthOf({ database: never, disk: gives("ok") }, { timeoutMs: 20 }).report();
  expect(report.status).toBe("error");
  expect(report.components["database"]?.message).toMatch(/database has not answered for 0\.0 s/);
  expect(report.components["disk"]?.status).toBe("ok");
});

test("while a check hangs it is not started again, until it is given up and can recover", async () => {
  let started = 0;
  const health = healthOf(
    { database: () => (++started === 1 ? never() : gives("ok")()) },
    { timeoutMs: 20, cacheMs: 10 },
  );
  await health.report();
  health.clock.at += 100;
  expect((await health.report()).components["database"]?.message).toMatch(/not answered for 0\.1 s/);
  expect(started).toBe(1);
  health.clock.at += 100;
  expect((await health.report()).status).toBe("ok");
  expect(started).toBe(2);
});

test("a check that throws is an error with its reason, without the login of an address", async () => {
  const report = await healthOf({
    database: () => Promise.reject(new Error("cannot reach postgres://cti:hunter2@db:5432/cti")),
    queue: () => {
      throw Object.assign(new Error(), { code: "ECONNREFUSED" });
    },
  }).report();
  expect(report.components["database"]?.message).toBe(
    "The check failed: cannot reach postgres://********@db:5432/cti",
  );
  expect(report.components["queue"]).toMatchObject({
    message: "The check failed: ECONNREFUSED",
    details: { code: "ECONNREFUSED" },
  });
});

test("all who ask within two seconds share one answer, also when the clock is set back", async () => {
  let runs = 0;
  const health = healthOf({ database: () => (runs++, gives("ok")()) });
  await Promise.all([health.report(), health.report(), health.ready()]);
  health.clock.at += 1_999;
  await health.report();
  expect(runs).toBe(1);
  health.clock.at += 1;
  await health.report();
  expect(runs).toBe(2);
  health.clock.at -= 3_600_000;
  await health.report();
  expect(runs).toBe(3);
});
