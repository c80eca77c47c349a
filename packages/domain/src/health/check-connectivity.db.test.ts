import { runs } from "@cti/db/schema/runs";
import { type Source, sources } from "@cti/db/schema/sources";
import { type TestCollector, testCollector } from "@cti/testing/collector";
import { type FixtureWeb, fixtureWeb } from "@cti/testing/fixture-web";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { addSource } from "../sources/add.ts";
import { checkConnectivity, type ConnectivityResult } from "./check-connectivity.ts";

let db: TestDb;
let web: FixtureWeb;
let collector: TestCollector;
/** Ports at which nobody listens. */
let dead: string[];

beforeEach(async () => {
  db = await testDb();
  web = await fixtureWeb();
  dead = [];
  for (let at = 0; at < 5; at += 1) {
    const gone = await fixtureWeb();
    dead.push(gone.origin);
    await gone.close();
  }
  collector = testCollector(db, { allow: [web.host, "127.0.0.1"] });
});
afterEach(async () => {
  await collector.close();
  await web.close();
  await db.drop();
});

const inHours = (hours: number): Date => new Date(Date.now() + hours * 3_600_000);
const waiting = async (url: string, state: Partial<typeof sources.$inferInsert> = {}): Promise<Source> => {
  const source = await addSource(db.db, { url, kind: "rss", name: url.replace(/\W+/g, " ") });
  const failed = { consecutiveFailures: 5, lastError: "connect", nextCheckAt: inHours(8) };
  await db.db
    .update(sources)
    .set({ ...failed, ...state })
    .where(eq(sources.id, source.id));
  return source;
};
const check = (maxHosts = 50, signal = new AbortController().signal): Promise<ConnectivityResult> =>
  checkConnectivity(collector.deps, { trigger: "schedule", actor: "scheduler", signal, maxHosts });
const dueNow = async (): Promise<number[]> => {
  const rows = await db.db.select().from(sources).orderBy(sources.id);
  return rows.filter(({ nextCheckAt }) => nextCheckAt <= new Date()).map(({ id }) => id);
};

test("a host that answers again makes its failing sources due, at the price of one request", async () => {
  const one = await waiting(`${web.origin}/one`);
  const two = await waiting(`${web.origin}/two`, { lastError: "timeout" });
  await waiting(`${dead[0]}/feed`);
  web.on("/one", { type: "application/rss+xml", body: "<rss/>" });
  web.on("/two", { type: "application/rss+xml", body: "<rss/>" });
  const result = await check();
  expect(result).toMatchObject({
    status: "completed",
    isOffline: false,
    done: { answered: 1, silent: 1, untried: 0, sources: 2 },
  });
  expect(await dueNow()).toEqual([one.id, two.id]);
  expect(web.requests.filter((path) => path !== "/robots.txt")).toHaveLength(1);
  const [run] = await db.db.select().from(runs);
  expect(run).toMatchObject({
    id: result.runId,
    kind: "connectivity_check",
    status: "completed",
    warnings: [],
  });
  expect(run?.metrics).toMatchObject({ answered: 1, silentHosts: [{ sources: 1, reason: "connect" }] });
});

test("an error of the server is an answer too", async () => {
  const source = await waiting(`${web.origin}/feed`);
  web.on("/feed", { status: 503, body: "later" });
  expect((await check()).done).toMatchObject({ answered: 1, sources: 1 });
  expect(await dueNow()).toEqual([source.id]);
});

test("a site whose robots.txt could not be read is asked again, one that forbids the visit is not", async () => {
  const unread = await waiting(`${web.origin}/feed`, {
    lastError: "robots",
    lastErrorMessage: "x.test is left alone because its robots.txt answered 503.",
  });
  await waiting(`${web.origin}/forbidden`, {
    lastError: "robots",
    lastErrorMessage: "The robots.txt of x.test forbids this address (Disallow: /).",
  });
  web.on("/robots.txt", { status: 500, body: "" });
  web.on("/feed", { type: "application/rss+xml", body: "<rss/>" });
  expect((await check()).done).toMatchObject({ silent: 1, sources: 0 });
  await collector.close();
  collector = testCollector(db, { allow: [web.host] });
  web.on("/robots.txt", { status: 404, body: "" });
  expect((await check()).done).toMatchObject({ answered: 1, sources: 1 });
  expect(await dueNow()).toEqual([unread.id]);
});

test("sources with other troubles, disabled ones and those that are due soon are not asked after", async () => {
  await waiting(`${web.origin}/gone`, { lastError: "http_404" });
  await waiting(`${web.origin}/off`, { enabled: false });
  await waiting(`${web.origin}/soon`, { nextCheckAt: inHours(0.05) });
  await waiting(`${web.origin}/fine`, { consecutiveFailures: 0 });
  expect(await check()).toMatchObject({ runId: null, done: { answered: 0, silent: 0, untried: 0 } });
  expect(web.requests).toEqual([]);
  expect(await db.db.select().from(runs)).toEqual([]);
});

test("when no host answers, and nothing was read for an hour, this machine seems to be offline", async () => {
  for (const origin of dead) await waiting(`${origin}/feed`);
  expect(await check()).toMatchObject({ isOffline: true, done: { silent: 5, sources: 0 } });
  expect((await db.db.select().from(runs))[0]?.warnings).toEqual([
    "None of 5 hosts answers: this machine seems to be offline.",
  ]);
  const working = await addSource(db.db, { url: `${web.origin}/ok`, kind: "rss", name: "ok" });
  await db.db
    .update(sources)
    .set({ lastSuccessAt: inHours(-0.2) })
    .where(eq(sources.id, working.id));
  expect(await check()).toMatchObject({ isOffline: false, done: { silent: 5 } });
});

test("of many hosts some are asked; when those answer again, the others are worth a look too", async () => {
  const hosts = await Promise.all(Array.from({ length: 4 }, () => fixtureWeb()));
  for (const { origin } of hosts) await waiting(`${origin}/feed`);
  expect((await check(3)).done).toEqual({ answered: 3, silent: 0, untried: 1, sources: 4 });
  expect(await dueNow()).toHaveLength(4);
  await Promise.all(hosts.map((host) => host.close()));
});

test("an abort ends the looks and blames no host", async () => {
  const controller = new AbortController();
  await waiting(`${web.origin}/feed`);
  web.on("/feed", () => controller.abort(new Error("enough")));
  expect(await check(50, controller.signal)).toMatchObject({
    status: "cancelled",
    done: { answered: 0, silent: 0, untried: 1, sources: 0 },
  });
});
