import { rankRoutes } from "@cti/contract/routes/ranks";
import { storyRoutes } from "@cti/contract/routes/stories";
import { seedArticles } from "@cti/testing/seed-articles";
import { afterEach, beforeEach, expect, test } from "vitest";

import { testWeb, type TestWeb } from "../../test/test-web.ts";
import { rankHandlers } from "./ranks.ts";
import { storyHandlers } from "./stories.ts";

let web: TestWeb;
const table = {
  routes: { ...storyRoutes, ...rankRoutes },
  handlers: { ...storyHandlers, ...rankHandlers },
};

beforeEach(async () => {
  web = await testWeb({}, table);
});

afterEach(async () => {
  await web.close();
});

const hour = (hours: number): Date => new Date(Date.UTC(2026, 2, 10, hours));

/** Stories 1 and up, each with as many articles as told. */
async function seedStories(sizes: number[]): Promise<{ stories: number[]; articles: number[][] }> {
  const stories: number[] = [];
  const articles: number[][] = [];
  for (const [at, size] of sizes.entries()) {
    const ids = await seedArticles(
      web.db,
      Array.from({ length: size }, (_, n) => ({
        source: `s${at}-${n}`,
        title: `T${at} ${n}`,
        text: "x",
        at: hour(at),
      })),
    );
    const [row] = await web.db.sql<{ id: string }[]>`
      insert into stories (title, title_article_id, first_at, last_at, article_count, owner_count, updated_at)
      values (${`story ${at}`}, ${ids[0] ?? 0}, ${hour(at).toISOString()}, ${hour(at).toISOString()}, ${size}, ${size}, now())
      returning id`;
    const storyId = Number(row?.id);
    for (const id of ids)
      await web.db.sql`
        insert into story_articles (article_id, story_id, by, kind, owner, similarity, reasons)
        values (${id}, ${storyId}, 'rule', 'joined', 'x', 0.5, '{"sentence": "They share much."}')`;
    stories.push(storyId);
    articles.push(ids);
  }
  return { stories, articles };
}

const auditOf = async (): Promise<string[]> =>
  (await web.db.owner.sql<{ action: string }[]>`select action from audit_log order by id`).map(
    ({ action }) => action,
  );
const eventsOf = async (): Promise<string[]> =>
  (await web.db.owner.sql<{ event: string }[]>`select event from events order by id`).map(
    ({ event }) => event,
  );

test("stories are listed, shown with why each article belongs, and explained", async () => {
  const { stories, articles } = await seedStories([2, 1]);
  const viewer = await web.as("viewer");
  const list = await viewer.get("/api/v1/stories?sort=newest&limit=1&fields=id,title");
  expect(list).toMatchObject({ status: 200, body: { items: [{ id: stories[1], title: "story 1" }] } });
  const rest = await viewer.get(`/api/v1/stories?limit=5&cursor=${String(list.body.next_cursor)}`);
  expect(rest.body).toMatchObject({ items: [{ id: stories[0], state: "new" }], next_cursor: null });

  const shown = await viewer.get(`/api/v1/stories/${stories[0]}?expand=notes,triage`);
  expect(shown.body).toMatchObject({
    articles: [{ why: "They share much." }, {}],
    notes: [],
    triage: { state: "new", tags: [] },
  });
  const why = await viewer.get(`/api/v1/stories/${stories[0]}/articles/${articles[0]?.[1]}`);
  expect(why.body).toMatchObject({ similarity: 0.5, reasons: { sentence: "They share much." } });
  expect((await viewer.get(`/api/v1/stories/${stories[1]}/articles/${articles[0]?.[1]}`)).status).toBe(404);
  expect((await viewer.get("/api/v1/stories/999")).status).toBe(404);
  expect((await viewer.get(`/api/v1/stories/${stories[0]}/rank`)).body).toMatchObject({ code: "not_found" });
  expect((await viewer.get("/api/v1/stories?cursor=abc")).body).toMatchObject({ code: "bad_cursor" });
  expect((await viewer.get("/api/v1/stories?source=nobody")).body).toMatchObject({ code: "not_found" });
});

test("an analyst merges, splits, undoes and pins; each is audited and merges are told to screens", async () => {
  const { stories, articles } = await seedStories([2, 1, 1]);
  const [a, b, c] = stories;
  const analyst = await web.as("analyst");
  const merged = await analyst.post(`/api/v1/stories/${a}/merge`, { from: [b, c], reason: "one event" });
  expect(merged.body).toMatchObject({ id: a, changes: [{ into: a, from: b, moved: 1 }, { from: c }] });
  expect((await analyst.get(`/api/v1/stories/${b}`)).body).toMatchObject({ id: a, article_count: 4 });
  const last = merged.body.changes[1].change_id as number;
  const undone = await analyst.post(`/api/v1/story-changes/${last}/undo`);
  expect(undone.body).toMatchObject({ kind: "merge", moved: 1 });
  const into = await analyst.post(`/api/v1/stories/${c}/merge`, { into: a });
  expect(into.body).toMatchObject({ id: a, changes: [{ into: a, from: c }] });
  const split = await analyst.post(`/api/v1/stories/${a}/split`, { article_ids: articles[0]?.slice(0, 1) });
  expect(split.body).toMatchObject({ from: a, moved: 1 });
  expect((await analyst.post(`/api/v1/stories/${a}/merge`, { from: [split.body.into] })).status).toBe(409);
  expect((await analyst.post(`/api/v1/stories/${a}/merge`, { into: a })).status).toBe(422);
  expect((await analyst.post(`/api/v1/stories/${a}/merge`, { into: b, from: [c] })).status).toBe(400);
  const pinned = await analyst.patch(`/api/v1/stories/${a}`, { pinned: true });
  expect(pinned.body).toMatchObject({ id: a, pinned: true });
  expect((await analyst.patch(`/api/v1/stories/${a}`, { pinned: true, title: "mine" })).status).toBe(400);
  expect(await auditOf()).toEqual(
    expect.arrayContaining(["story.merge", "story.undo", "story.split", "story.change"]),
  );
  expect((await eventsOf()).filter((event) => event === "story.merged")).toHaveLength(2);
});

test("where tenants share the stories, reshaping them needs the operator scope", async () => {
  const { stories } = await seedStories([1, 1]);
  await web.newTenant("other");
  const change = async (role: "analyst" | "operator"): Promise<number> =>
    (await (await web.as(role)).patch(`/api/v1/stories/${stories[0]}`, { pinned: true })).status;
  expect(await change("analyst")).toBe(403);
  expect(await change("operator")).toBe(200);
  const refused = await (
    await web.as("admin")
  ).post(`/api/v1/stories/${stories[0]}/merge`, { into: stories[1] });
  expect(refused.body).toMatchObject({ code: "forbidden" });
  expect(
    (await (await web.as("viewer")).post(`/api/v1/stories/${stories[0]}/merge`, { into: 2 })).status,
  ).toBe(403);
});

test("who of another tenant changed a story is not named", async () => {
  const { stories } = await seedStories([1, 1]);
  const operator = await web.as("operator");
  const [into, from] = stories;
  expect((await operator.post(`/api/v1/stories/${into}/merge`, { from: [from] })).status).toBe(200);
  const stranger = await web.as("admin", { tenant: await web.newTenant("other") });
  const actorFor = async ({ get }: typeof operator): Promise<string> =>
    (await get(`/api/v1/stories/${into}`)).body.changes[0].actor;
  expect(await actorFor(stranger)).toBe("an operator");
  expect(await actorFor(await web.as("viewer"))).toMatch(/^operator-/);
});
