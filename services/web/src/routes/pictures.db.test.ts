import { afterAll, beforeAll, expect, test } from "vitest";

import { fillShared } from "../../test/fill-web.ts";
import { type TestWeb, testWeb } from "../../test/test-web.ts";

let web: TestWeb;
beforeAll(async () => {
  web = await testWeb();
  await fillShared(web);
});
afterAll(() => web.close());

async function idOf(type: string): Promise<number> {
  const [row] = await web.db.sql<{ id: string }[]>`
    select e.id from entities e join mentions m on m.entity_id = e.id
    where e.type = ${type} and m.status in ('indicator', 'named') limit 1`;
  return Number(row?.id);
}

test("the matrix counts what articles name, in all, in a span of time and with an entity", async () => {
  const viewer = await web.as("viewer");
  const named = ({ body }: { body: { techniques: { articles: number }[] } }): number =>
    body.techniques.filter(({ articles }) => articles > 0).length;
  const all = await viewer.get("/api/v1/attack");
  expect(all.status, all.text).toBe(200);
  expect(all.body.tactics[0]).toMatchObject({ id: "TA0043", name: "Reconnaissance", domain: "enterprise" });
  expect(named(all)).toBeGreaterThan(0);
  const recent = new Date(Date.now() - 7 * 86_400_000).toISOString();
  expect(named(await viewer.get(`/api/v1/attack?since=${recent}`))).toBe(named(all));
  expect(named(await viewer.get("/api/v1/attack?until=2020-01-01T00:00:00Z"))).toBe(0);
  const actor = await viewer.get(`/api/v1/attack?entity=${await idOf("technique")}`);
  expect(named(actor)).toBeGreaterThan(0);
  expect((await viewer.get("/api/v1/attack?entity=999999")).status).toBe(404);
  expect((await viewer.get("/api/v1/attack?platform=None")).body.techniques).toEqual([]);
});

test("an entity's card has its weeks and what stands with it", async () => {
  const viewer = await web.as("viewer");
  const id = await idOf("cve");
  const answer = await viewer.get(`/api/v1/entities/${id}/activity?weeks=2`);
  expect(answer.body.weeks).toHaveLength(2);
  const sum = (answer.body.weeks as { articles: number }[]).reduce((all, { articles }) => all + articles, 0);
  expect(sum).toBe(2);
  expect(answer.body.together.indicators.length).toBeGreaterThan(0);
  expect((await viewer.get(`/api/v1/entities/${id}/activity`)).body.weeks).toHaveLength(26);
  expect((await viewer.get("/api/v1/entities/999999/activity")).status).toBe(404);
});

test("a list of sources gets its strips in one answer", async () => {
  const viewer = await web.as("viewer");
  const { status, body } = await viewer.get("/api/v1/sources/activity?ids=2,1,99");
  expect(status).toBe(200);
  expect(body.items).toMatchObject([
    { source_id: 1, checks: Array.from({ length: 5 }, () => ({ outcome: "ok", new: 1 })) },
    { source_id: 2, checks: [] },
  ]);
  for (const ids of ["", "x", "1,", Array.from({ length: 201 }, (_, at) => at + 1).join()])
    expect((await viewer.get(`/api/v1/sources/activity?ids=${ids}`)).status).toBe(400);
});

test("the numbers beside the pages are the tenant's own, and follow what it does", async () => {
  const analyst = await web.as("analyst");
  const before = await analyst.get("/api/v1/nav");
  expect(before.body).toMatchObject({
    stories: { new: 3, more: false },
    sources: { failing: 0 },
    runs: { running: 0 },
    jobs: { running: 0, waiting: 0 },
  });
  expect((await analyst.get("/api/v1/nav?since=2099-01-01T00:00:00Z")).body.stories.new).toBe(0);
  const [story] = (await analyst.get("/api/v1/stories")).body.items as { id: number }[];
  await analyst.patch(`/api/v1/stories/${story?.id}/triage`, { state: "read" });
  expect((await analyst.get("/api/v1/nav")).body.stories.new).toBe(2);
  const other = await web.newTenant("other");
  expect((await (await web.as("viewer", { tenant: other })).get("/api/v1/nav")).body.stories.new).toBe(3);
});

test("the list of stories has its facts when they are asked for, and filters by what people did", async () => {
  const analyst = await web.as("analyst");
  const plain = await analyst.get("/api/v1/stories?min_articles=2");
  expect(plain.body.items[0]).not.toHaveProperty("facts");
  const id = plain.body.items[0].id as number;
  const { body } = await analyst.get("/api/v1/stories?expand=facts&min_articles=2");
  expect(body.items[0]).toMatchObject({ starred: false, assignee: null, snoozed_until: null });
  expect(body.items[0].facts.indicators).toBeGreaterThanOrEqual(2);
  expect(body.items[0].facts.new_indicators).toBe(body.items[0].facts.indicators);
  expect(body.items[0].facts.sources.length).toBe(2);
  expect(body.items[0].facts.why.length).toBeGreaterThan(0);
  await analyst.patch(`/api/v1/stories/${id}/triage`, { starred: true });
  await analyst.put(`/api/v1/tags/story/${id}/Urgent`);
  for (const search of ["starred=true", "tag=URGENT", "tag=urgent&assignee=none"])
    expect((await analyst.get(`/api/v1/stories?${search}`)).body.items).toMatchObject([{ id }]);
  expect((await analyst.get("/api/v1/stories?watched=true")).body.items).toEqual([]);
});
