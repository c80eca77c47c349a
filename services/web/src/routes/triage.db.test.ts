import { seedArticles } from "@cti/testing/seed-articles";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type Asker, type TestWeb, testWeb } from "../../test/test-web.ts";

let web: TestWeb;
let viewer: Asker;
let analyst: Asker;
let admin: Asker;
let stranger: Asker;
let ids: number[];

beforeAll(async () => {
  web = await testWeb();
  [viewer, analyst, admin] = [await web.as("viewer"), await web.as("analyst"), await web.as("admin")];
  stranger = await web.as("admin", { tenant: await web.newTenant("other") });
  ids = await seedArticles(
    web.db,
    Array.from({ length: 30 }, (_, at) => ({
      source: "northlab",
      title: `Report ${at}`,
      text: "Ransomware.",
      at: new Date(Date.UTC(2026, 9, 30) - at * 3_600_000),
    })),
  );
});
afterAll(() => web.close());

const usernameOf = async ({ userId }: Asker): Promise<string> => {
  const [row] = await web.db.owner.sql<
    { username: string }[]
  >`select username from users where id = ${userId}`;
  return row?.username ?? "";
};

test("an article is kept, starred, given to somebody and snoozed, for the tenant alone", async () => {
  const path = `/api/v1/articles/${ids[0]}/triage`;
  const assignee = await usernameOf(analyst);
  expect((await viewer.patch(path, { state: "kept" })).status).toBe(403);
  const set = await analyst.patch(path, {
    starred: true,
    assignee: assignee.toUpperCase(),
    snoozed_until: "2999-01-01T00:00:00Z",
  });
  expect(set.body).toMatchObject({
    state: "snoozed",
    starred: true,
    assignee,
    snoozed_until: "2999-01-01T00:00:00.000Z",
  });
  expect((await viewer.get(path)).body).toEqual(set.body);
  expect((await stranger.get(path)).body).toMatchObject({ state: "new", starred: false, assignee: null });
  expect((await analyst.get("/api/v1/articles?q=assignee:me")).body.items).toHaveLength(1);
  expect((await viewer.get("/api/v1/articles?q=assignee:me")).body.items).toHaveLength(0);
  expect((await viewer.get("/api/v1/articles?state=snoozed")).body.items).toMatchObject([{ id: ids[0] }]);
  expect((await analyst.patch(path, { state: "kept" })).body).toMatchObject({
    state: "kept",
    snoozed_until: null,
  });
});

test("what cannot be is refused", async () => {
  const path = `/api/v1/articles/${ids[1]}/triage`;
  const other = await usernameOf(stranger);
  for (const [body, status] of [
    [{ state: "gone" }, 400],
    [{ nosuch: 1 }, 400],
    [{ assignee: other }, 422],
    [{ state: "read", snoozed_until: "2999-01-01T00:00:00Z" }, 422],
  ] as const)
    expect((await analyst.patch(path, body)).status, JSON.stringify(body)).toBe(status);
  expect((await analyst.patch("/api/v1/articles/999999/triage", { state: "read" })).status).toBe(404);
  expect((await analyst.get("/api/v1/stories/999999/triage")).status).toBe(404);
});

test("a bulk action is told open screens, is in the audit log, and is undone once", async () => {
  const some = ids.slice(5, 15);
  const dry = await analyst.post("/api/v1/triage/bulk", {
    subject: "article",
    ids: some,
    action: { state: "read" },
    dry_run: true,
  });
  expect(dry.body).toMatchObject({ matched: 10, changed: 10, undo_token: null });
  const done = await analyst.post("/api/v1/triage/bulk", {
    subject: "article",
    ids: some,
    action: { state: "read", add_tags: ["Case 1"] },
  });
  expect(done.body).toMatchObject({ changed: 10, dry_run: false });
  const [event] = await web.db.owner
    .sql`select data, tenant_id from events where event = 'triage.changed' order by id desc limit 1`;
  expect(event).toMatchObject({ tenant_id: "1", data: { subject: "article", count: 10, ids: some } });
  expect((await viewer.get("/api/v1/articles?q=tag:%22case%201%22")).body.items).toHaveLength(10);
  const token = { undo_token: done.body.undo_token };
  expect((await stranger.post("/api/v1/undo", token)).status).toBe(404);
  expect((await admin.post("/api/v1/undo", token)).status).toBe(404);
  expect((await analyst.post("/api/v1/undo", token)).body).toEqual({
    action: "triage.bulk",
    restored: 10,
    skipped: 0,
    skipped_ids: [],
  });
  expect((await analyst.post("/api/v1/undo", token)).status).toBe(410);
  expect((await viewer.get("/api/v1/articles?q=tag:%22case%201%22")).body.items).toHaveLength(0);
  const log = await web.db.owner.sql`select action from audit_log where action like 'triage.%' order by id`;
  expect(log.map(({ action }) => action as string)).toEqual(["triage.bulk", "triage.undo"]);
});

test("a bulk action goes by ids or by a search, not by both", async () => {
  const action = { starred: true };
  const ask = (body: object): Promise<number> =>
    analyst.post("/api/v1/triage/bulk", { subject: "article", action, ...body }).then(({ status }) => status);
  expect(await ask({})).toBe(422);
  expect(await ask({ ids: [1], query: "x" })).toBe(422);
  expect(await ask({ ids: Array.from({ length: 1_001 }, (_, at) => at + 1) })).toBe(400);
  expect(await ask({ query: "acter:x" })).toBeGreaterThanOrEqual(400);
  expect(await ask({ query: "ransomware" })).toBe(200);
});

test("a thousand articles are changed and put back in a few statements", async () => {
  await web.db.owner
    .sql`insert into articles (source_id, guid, url_key, canonical_key, title, text, html, text_source)
    select 1, 'n' || n, 'n' || n, 'n' || n, 'Many', 'a swarm', '', 'page' from generate_series(1, 1000) n`;
  const many = (await web.db.owner.sql<{ id: string }[]>`select id from articles where title = 'Many'`).map(
    ({ id }) => Number(id),
  );
  const done = await analyst.post("/api/v1/triage/bulk", {
    subject: "article",
    ids: many,
    action: { state: "dismissed", add_tags: ["swarm"] },
  });
  expect(done.body.changed).toBe(1_000);
  const undone = await analyst.post("/api/v1/undo", { undo_token: done.body.undo_token });
  expect(undone.body).toMatchObject({ restored: 1_000, skipped: 0 });
  expect(await web.db.owner.sql`select 1 from triage where state = 'dismissed'`).toHaveLength(0);
});

test("tags are put on and taken off, and counted", async () => {
  const on = (tag: string): string => `/api/v1/tags/article/${ids[20]}/${encodeURIComponent(tag)}`;
  expect((await viewer.put(on("x"))).status).toBe(403);
  expect((await analyst.put(on("Ransom  Case"))).body).toEqual({ tags: ["ransom case"] });
  expect((await analyst.put(on("a/b"))).body).toEqual({ tags: ["a/b", "ransom case"] });
  expect((await analyst.put(`/api/v1/tags/article/999999/x`)).status).toBe(404);
  const { body } = await viewer.get("/api/v1/tags?limit=1");
  expect(body.items).toEqual([{ tag: "a/b", articles: 1, stories: 0, entities: 0 }]);
  expect((await viewer.get(`/api/v1/tags?limit=1&cursor=${body.next_cursor}`)).body).toMatchObject({
    items: [{ tag: "ransom case" }],
    next_cursor: null,
  });
  expect((await viewer.get("/api/v1/tags?prefix=Ran")).body.items).toHaveLength(1);
  expect((await stranger.get("/api/v1/tags")).body.items).toEqual([]);
  expect((await analyst.delete(on("RANSOM CASE"))).body).toEqual({ tags: ["a/b"] });
});

test("a note is changed by its author, removed by author or admin, and seen by the tenant alone", async () => {
  const made = await analyst.post("/api/v1/notes", {
    subject: "article",
    subject_id: ids[2],
    text: "One\n*two*",
  });
  expect(made).toMatchObject({ status: 201, headers: { location: `/api/v1/notes/${made.body.id}` } });
  const path = `/api/v1/notes/${made.body.id}`;
  const read = await viewer.get(path);
  const tag = { "if-match": String(read.headers["etag"]) };
  expect((await stranger.get(path)).status).toBe(404);
  expect((await stranger.delete(path, undefined, tag)).status).toBe(404);
  expect((await admin.patch(path, { text: "mine" }, tag)).status).toBe(403);
  expect((await analyst.patch(path, { text: "two" })).status).toBe(428);
  expect((await analyst.patch(path, { text: "two" }, tag)).body).toMatchObject({ text: "two", revision: 2 });
  expect((await analyst.patch(path, { text: "three" }, tag)).status).toBe(412);
  expect((await viewer.get(`/api/v1/notes?subject=article&subject_id=${ids[2]}`)).body.items).toHaveLength(1);
  expect((await viewer.get("/api/v1/notes?mine=true")).body.items).toEqual([]);
  expect((await admin.delete(path, undefined, { "if-match": "*" })).status).toBe(204);
  expect((await viewer.get(path)).status).toBe(404);
  const nowhere = await analyst.post("/api/v1/notes", { subject: "story", subject_id: 999_999, text: "x" });
  expect(nowhere.status).toBe(404);
});

test("a private search is its owner's, one of the team everybody's, and only owner or admin change it", async () => {
  const colleague = await web.browser("analyst");
  const made = await analyst.post("/api/v1/saved-searches", {
    name: "Loaders",
    query: "loader since:7d",
    view: { columns: ["title"] },
  });
  expect(made).toMatchObject({
    status: 201,
    body: { visibility: "private", revision: 1, view: { columns: ["title"] } },
  });
  const path = `/api/v1/saved-searches/${made.body.id}`;
  for (const other of [viewer, admin, stranger, colleague]) expect((await other.get(path)).status).toBe(404);
  expect((await analyst.post("/api/v1/saved-searches", { name: "loaders", query: "x" })).status).toBe(409);
  expect(
    (await analyst.post("/api/v1/saved-searches", { name: "Bad", query: "acter:x" })).status,
  ).toBeGreaterThanOrEqual(400);
  const any = { "if-match": "*" };
  expect((await analyst.patch(path, { visibility: "team" }, any)).body).toMatchObject({
    visibility: "team",
    revision: 2,
  });
  expect((await viewer.get("/api/v1/saved-searches")).body.items).toMatchObject([{ name: "Loaders" }]);
  expect((await stranger.get(path)).status).toBe(404);
  expect((await colleague.patch(path, { name: "Mine" }, any)).status).toBe(403);
  expect((await admin.patch(path, { visibility: "private" }, any)).status).toBe(403);
  expect((await admin.patch(path, { name: "All loaders" }, any)).body).toMatchObject({
    name: "All loaders",
    revision: 3,
  });
  expect((await analyst.delete(path, undefined, { "if-match": '"r2"' })).status).toBe(412);
  expect((await analyst.delete(path, undefined, { "if-match": '"r3"' })).status).toBe(204);
});
