import { sourceRoutes } from "@cti/contract/routes/sources";
import { sources } from "@cti/db/schema/sources";
import { buildFeed, buildPage } from "@cti/testing/build-feed";
import { type FixtureWeb, fixtureWeb } from "@cti/testing/fixture-web";
import { seedArticles } from "@cti/testing/seed-articles";
import { afterEach, beforeEach, expect, test } from "vitest";

import { type Asker, type TestWeb, testWeb } from "../../test/test-web.ts";
import { sourceHandlers } from "./sources.ts";

let web: TestWeb;
let site: FixtureWeb;
let operator: Asker;
let viewer: Asker;

beforeEach(async () => {
  site = await fixtureWeb();
  web = await testWeb({}, { routes: sourceRoutes, handlers: sourceHandlers });
  operator = await web.as("operator");
  viewer = await web.as("viewer");
});
afterEach(async () => {
  await web.close();
  await site.close();
});

const url = "/api/v1/sources";

async function follow(
  more: Record<string, unknown> = {},
): Promise<{ id: number; slug: string; etag: string }> {
  const { body, status, headers } = await operator.post(url, {
    url: "https://example.test/feed",
    kind: "rss",
    name: "Example",
    ...more,
  });
  expect(body).toMatchObject({ id: expect.any(Number) });
  expect(status).toBe(201);
  return { id: body.id, slug: body.slug, etag: String(headers["etag"]) };
}

function publish(): void {
  const titles = ["First", "Second", "Third", "Fourth"];
  const entries = titles.map((title, at) => ({
    title,
    path: `/a/${at}`,
    guid: `g${at}`,
    published: "Mon, 02 Feb 2026 10:00:00 GMT",
  }));
  site.on("/feed.xml", { type: "application/rss+xml", body: buildFeed(site.origin, entries) });
  for (const [at, title] of titles.entries()) site.on(`/a/${at}`, { body: buildPage(title, `word${at}`) });
  site.on("/", {
    body: `<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body></body></html>`,
  });
}

const acts = async (): Promise<{ action: string; subject: string; detail: Record<string, unknown> }[]> => [
  ...(await web.db.sql<{ action: string; subject: string; detail: Record<string, unknown> }[]>`
    select action, subject, detail from audit_log order by id`),
];

test("a site is followed by its address alone: its feed is found", async () => {
  publish();
  const { status, body, headers } = await operator.post(url, { url: `${site.origin}/`, tags: ["test"] });
  expect(body).toMatchObject({ url: `${site.origin}/feed.xml`, kind: "rss", tags: ["test"], state: "never" });
  expect(status).toBe(201);
  expect(headers["location"]).toBe(`${url}/${body.id}`);
  const again = await operator.post(url, { url: `${site.origin}/feed.xml`, kind: "rss" });
  expect(again.status).toBe(409);
  expect(await acts()).toMatchObject([{ action: "source.create", subject: body.slug }]);
});

test("where nothing can be followed nothing is, and a file of the server never is", async () => {
  site.on("/", { body: "<p>Nothing here.</p>" });
  expect((await operator.post(url, { url: `${site.origin}/` })).body.code).toBe("upstream");
  expect((await operator.post(url, { url: "file:///etc/passwd", kind: "rss" })).status).toBe(400);
  expect((await operator.post(url, { url: "https://a.test/", kind: "file" })).status).toBe(400);
  expect((await viewer.get(url)).body.items).toEqual([]);
});

test("a change needs the tag of what was read, and of two changes one wins", async () => {
  const { id, etag } = await follow();
  const path = `${url}/${id}`;
  expect((await operator.patch(path, { tier: 1 })).body.code).toBe("precondition_required");
  const headers = { "if-match": etag };
  const answers = await Promise.all([
    operator.patch(path, { name: "A" }, headers),
    operator.patch(path, { name: "B" }, headers),
  ]);
  expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 412]);
  const read = await operator.get(path);
  expect(read.body.revision).toBe(2);
  const next = await operator.patch(
    path,
    {
      settings: { user_agent: "Agent/1", exclude: [{ field: "title", words: "webinar" }] },
      interval_seconds: 600,
    },
    { "if-match": String(read.headers["etag"]) },
  );
  expect(next.body).toMatchObject({
    revision: 3,
    interval_seconds: 600,
    settings: { user_agent: "Agent/1", exclude: [{ field: "title", words: "webinar" }], include: [] },
  });
  const cleared = await operator.patch(path, { settings: { user_agent: null } }, { "if-match": "*" });
  expect(cleared.body.settings).toMatchObject({ user_agent: null, exclude: [{ words: "webinar" }] });
  const changes = (await acts()).filter(({ action }) => action === "source.change");
  expect(changes.map(({ detail }) => Object.keys(detail["after"] as object).sort())).toEqual([
    ["name"],
    ["interval_seconds", "settings"],
    ["settings"],
  ]);
});

test("bad rules are refused, with nothing changed", async () => {
  const { id } = await follow();
  const any = { "if-match": "*" };
  const bad = await operator.patch(
    `${url}/${id}`,
    { settings: { include: [{ field: "title", pattern: "(" }] } },
    any,
  );
  expect(bad.status).toBe(422);
  expect((await operator.patch(`${url}/${id}`, { revision: 9 }, any)).status).toBe(400);
  expect((await operator.patch(`${url}/${id}`, { tier: 4 }, any)).status).toBe(400);
  expect((await viewer.get(`${url}/${id}`)).body).toMatchObject({ revision: 1, tier: 2 });
});

test("viewers see no credentials, operators and nobody else do", async () => {
  const { id } = await follow({ url: "https://u:pw@paid.test/feed?apikey=k1" });
  for (const who of [viewer, await web.as("admin"), await web.as("collector")]) {
    const text = [
      (await who.get(url)).text,
      (await who.get(`${url}/${id}`)).text,
      (await who.get(`${url}/opml`)).text,
    ].join();
    expect(text).not.toMatch(/pw@|k1/);
  }
  expect((await operator.get(`${url}/${id}`)).body.url).toBe("https://u:pw@paid.test/feed?apikey=k1");
  expect((await operator.get(`${url}/opml`)).text).toContain("apikey=k1");
  expect(JSON.stringify(await acts())).not.toMatch(/pw@|k1/);
});

test("a source is removed with its articles only when that is said twice", async () => {
  await seedArticles(web.db, [{ source: "old", title: "t", text: "x", at: new Date() }]);
  const [row] = await web.db.db.select().from(sources);
  const path = `${url}/${row?.id}`;
  expect((await operator.delete(`${path}?purge=true`)).status).toBe(422);
  expect((await operator.delete(`${path}?purge=true&confirm=other`)).status).toBe(422);
  expect((await operator.delete(`${path}?purge=true&confirm=old`)).body).toEqual({
    slug: "old",
    articles: 1,
    purged: true,
  });
  expect((await operator.get(path)).status).toBe(404);
  expect((await operator.delete(path)).status).toBe(404);
  expect((await acts()).map(({ action }) => action)).toEqual(["source.remove"]);
});

test("a toggle is written down", async () => {
  const { id } = await follow();
  expect((await operator.post(`${url}/${id}/toggle`)).body).toMatchObject({ enabled: false, revision: 2 });
  expect((await viewer.get(`${url}?enabled=false&fields=slug,enabled`)).body.items).toEqual([
    { slug: "example", enabled: false },
  ]);
  expect((await acts()).at(-1)).toMatchObject({
    action: "source.toggle",
    detail: { before: { enabled: true }, after: { enabled: false } },
  });
});

test("a test tells each step and stores nothing", async () => {
  publish();
  const { id } = await follow({ url: `${site.origin}/feed.xml` });
  const { status, body } = await operator.post(`${url}/${id}/test`);
  expect(status).toBe(200);
  expect(body).toMatchObject({ ok: true, error: null, kind: "rss", entries: 4 });
  expect(body.sample).toHaveLength(3);
  expect(body.trace.map(({ step }: { step: string }) => step)).toEqual(
    expect.arrayContaining(["connect", "request", "status", "body"]),
  );
  expect((await viewer.get(`${url}/${id}`)).body).toMatchObject({ articles: 0, checks: [], state: "never" });
});

test("a test that fails is an answer, and private addresses are not reached", async () => {
  const { id } = await follow({ url: `${site.origin}/missing.xml` });
  const missing = await operator.post(`${url}/${id}/test`);
  expect(missing).toMatchObject({ status: 200, body: { ok: false, error: { reason: "http_404" } } });
  const inside = await follow({ url: "http://169.254.169.254/latest/meta-data", name: "Inside" });
  const blocked = await operator.post(`${url}/${inside.id}/test`);
  expect(blocked).toMatchObject({ status: 200, body: { ok: false, error: { reason: "blocked_address" } } });
});

test("a probe tells what could be followed, or why nothing", async () => {
  publish();
  const found = await operator.post(`${url}/probe`, { url: `${site.origin}/` });
  expect(found).toMatchObject({
    status: 200,
    body: { ok: true, found: { url: `${site.origin}/feed.xml`, kind: "rss", entries: 4 } },
  });
  const none = await operator.post(`${url}/probe`, { url: `${site.origin}/missing` });
  expect(none).toMatchObject({
    status: 200,
    body: { ok: false, found: null, error: { reason: "http_404" } },
  });
  const inside = await operator.post(`${url}/probe`, { url: "http://[::ffff:10.0.0.1]/" });
  expect(inside.body).toMatchObject({ ok: false, error: { reason: "blocked_address" } });
});

test("collecting is queued once, also for a service identity", async () => {
  const { id } = await follow();
  const collector = await web.as("collector");
  const first = await collector.post(`${url}/${id}/collect`);
  expect(first).toMatchObject({
    status: 202,
    body: { queue: "collect", name: "collect-source", added: true },
  });
  const second = await operator.post(`${url}/${id}/collect`);
  expect(second.body).toEqual({ ...first.body, added: false });
  expect((await web.queues.find(first.body.job_id))?.payload).toMatchObject({ sourceId: id, trigger: "api" });
  expect((await collector.get(`${url}/${id}`)).status).toBe(200);
  expect((await collector.patch(`${url}/${id}`, { tier: 1 }, { "if-match": "*" })).status).toBe(403);
  expect((await collector.get(`${url}/${id}/checks`)).status).toBe(403);
});

test("an outline is tried out without a trace, then imported", async () => {
  const outline = `<opml version="2.0"><body><outline text="ICS"><outline text="New" type="rss" xmlUrl="https://new.test/feed"/></outline></body></opml>`;
  const headers = { "content-type": "text/x-opml" };
  const dry = await operator.post(`${url}/opml?dry_run=true`, outline, headers);
  expect(dry).toMatchObject({ status: 200, body: { dry_run: true, added: 1 } });
  expect((await viewer.get(url)).body.items).toEqual([]);
  expect(await acts()).toEqual([]);
  const real = await operator.post(`${url}/opml`, outline, headers);
  expect(real.body).toMatchObject({ dry_run: false, added: 1, feeds: [{ outcome: "added", slug: "new" }] });
  expect((await viewer.get(`${url}?tag=ICS`)).body.items).toMatchObject([{ slug: "new" }]);
  const bad = await operator.post(`${url}/opml`, "<no", headers);
  expect(bad.status).toBe(422);
});

test("nobody without operator scope changes what all tenants share", async () => {
  const { id } = await follow();
  const path = `${url}/${id}`;
  for (const who of [viewer, await web.as("analyst"), await web.as("admin")]) {
    const answers = await Promise.all([
      who.post(url, { url: "https://b.test/", kind: "rss" }),
      who.patch(path, { tier: 1 }, { "if-match": "*" }),
      who.delete(path),
      who.post(`${path}/toggle`),
      who.post(`${path}/test`),
      who.post(`${path}/collect`),
      who.post(`${url}/probe`, { url: "https://b.test/" }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403));
  }
});

test("a source is found by slug, number or address; a near miss is named, and credentials stay masked", async () => {
  const { id, slug } = await follow({ url: "https://ada:secret@example.test/feed", slug: "example-feed" });
  for (const name of [slug, String(id), encodeURIComponent("https://ada:secret@example.test/feed")]) {
    const { status, body } = await viewer.get(`${url}/named?name=${name}`);
    expect([status, body.id], name).toEqual([200, id]);
    expect(body.url).not.toContain("secret");
  }
  const near = await viewer.get(`${url}/named?name=example`);
  expect(near).toMatchObject({
    status: 404,
    body: { detail: expect.stringContaining("did you mean example-feed") },
  });
});
