import { afterAll, beforeAll, expect, test } from "vitest";

import { testWeb, type TestWeb } from "../../test/test-web.ts";

let web: TestWeb;
let red: number;

beforeAll(async () => {
  web = await testWeb();
  red = await web.newTenant("red");
});
afterAll(() => web.close());

test("a watch is its tenant's own: others neither see nor remove it", async () => {
  const ours = await web.as("analyst");
  const theirs = await web.as("analyst", { tenant: red });
  const watch = { kind: "product", value: "FortiOS", weight: 2 };
  const made = await ours.post("/api/v1/watchlists", watch);
  expect(made).toMatchObject({
    status: 201,
    body: { ...watch, note: null, created_at: expect.any(String) as string },
  });
  const { id } = made.body as { id: number };
  expect(await theirs.get("/api/v1/watchlists")).toMatchObject({ body: { items: [], next_cursor: null } });
  expect(await theirs.delete(`/api/v1/watchlists/${id}`)).toMatchObject({ status: 404 });
  expect(await theirs.post("/api/v1/watchlists", watch)).toMatchObject({ status: 201 });
  expect(await ours.post("/api/v1/watchlists", { ...watch, weight: 3 })).toMatchObject({
    body: { id, weight: 3 },
  });
  expect(await (await web.as("viewer")).delete(`/api/v1/watchlists/${id}`)).toMatchObject({ status: 403 });
  expect(await ours.delete(`/api/v1/watchlists/${id}`)).toMatchObject({ status: 204 });
  expect(await ours.delete(`/api/v1/watchlists/${id}`)).toMatchObject({ status: 404 });
});

test("watches are paged", async () => {
  const analyst = await web.as("analyst");
  for (const value of ["a", "b", "c"]) await analyst.post("/api/v1/watchlists", { kind: "term", value });
  const first = (await analyst.get("/api/v1/watchlists?limit=2")).body as {
    items: { value: string }[];
    next_cursor: string;
  };
  expect(first.items.map(({ value }) => value)).toEqual(["a", "b"]);
  expect(await analyst.get(`/api/v1/watchlists?limit=2&cursor=${first.next_cursor}`)).toMatchObject({
    body: { items: [{ value: "c" }], next_cursor: null },
  });
});

test("settings are shown to admins who operate the installation, without secrets", async () => {
  expect(await (await web.as("admin")).get("/api/v1/settings")).toMatchObject({ status: 403 });
  const operator = await web.as("operator");
  expect(await operator.get("/api/v1/settings")).toMatchObject({ status: 403 });
  await web.db.owner.sql`update memberships set role = 'admin' where user_id = ${operator.userId}`;
  expect(await operator.get("/api/v1/settings")).toMatchObject({
    status: 200,
    body: {
      items: [
        { key: "web.port", value: 8000, origin: "default" },
        { key: "database.password", value: "********", secret: true },
      ],
    },
  });
});

test("daily reports are listed by day and read one by one", async () => {
  const report = {
    from: "2026-05-10T00:00:00.000Z",
    until: "2026-05-11T00:00:00.000Z",
    articles: { new: 3, updated: 1, bySource: [{ source: "alpha", new: 3 }] },
    stories: [{ id: 1, title: "One", score: null, articles: 2, owners: 2 }],
    indicators: [{ type: "domain", new: 1 }],
    sources: {
      checked: 2,
      failing: [{ source: "beta", reason: "dns", failures: 4, lastSuccessAt: null }],
      quiet: [{ source: "gamma", lastNewAt: "2026-04-12T10:00:00.000Z" }],
    },
    runs: { total: 2, failed: 1, withErrors: 1 },
  };
  for (const day of ["2026-05-08", "2026-05-09", "2026-05-10"])
    await web.db.sql`
      insert into daily_reports (day, report, time_zone) values (${day}, ${JSON.stringify(report)}::text::jsonb, 'UTC')`;
  const viewer = await web.as("viewer");
  const first = (await viewer.get("/api/v1/reports?limit=2")).body as { next_cursor: string };
  expect(first).toMatchObject({
    items: [
      { day: "2026-05-10", time_zone: "UTC", articles: 3, stories: 1, failing: 1 },
      { day: "2026-05-09" },
    ],
  });
  expect(await viewer.get(`/api/v1/reports?cursor=${first.next_cursor}`)).toMatchObject({
    body: { items: [{ day: "2026-05-08" }], next_cursor: null },
  });
  expect(await viewer.get("/api/v1/reports/2026-05-10")).toMatchObject({
    status: 200,
    body: {
      day: "2026-05-10",
      articles: { by_source: [{ source: "alpha", new: 3 }] },
      sources: { failing: [{ last_success_at: null }], quiet: [{ last_new_at: "2026-04-12T10:00:00.000Z" }] },
      runs: { with_errors: 1 },
    },
  });
  expect(await viewer.get("/api/v1/reports/2026-05-11")).toMatchObject({ status: 404 });
  for (const day of ["2026-02-30", "0000-01-01", "yesterday"])
    expect([400, 404, 422]).toContain((await viewer.get(`/api/v1/reports/${day}`)).status);
});
