import { mergeProposals } from "@cti/db/schema/analyses";
import { stories, storyArticles } from "@cti/db/schema/stories";
import { embedMissing } from "@cti/domain/embeddings/embed-missing";
import { meaningRoutes } from "@cti/contract/routes/meaning";
import { storyRoutes } from "@cti/contract/routes/stories";
import { localModels } from "@cti/testing/local-models";
import { ollamaDouble, type OllamaDouble } from "@cti/testing/ollama-double";
import { seedArticles } from "@cti/testing/seed-articles";
import { afterEach, beforeEach, expect, test } from "vitest";

import { testWeb, type TestWeb } from "../../test/test-web.ts";
import { meaningHandlers } from "./meaning.ts";
import { storyHandlers } from "./stories.ts";

let web: TestWeb;
let ollama: OllamaDouble;
const table = {
  routes: { ...storyRoutes, ...meaningRoutes },
  handlers: { ...storyHandlers, ...meaningHandlers },
};

beforeEach(async () => {
  ollama = await ollamaDouble();
  web = await testWeb({}, table);
});

afterEach(async () => {
  await web.deps.models.close();
  await web.close();
  await ollama.close();
});

const hour = (hours: number): Date => new Date(Date.UTC(2026, 2, 10, hours));

/** Takes the model of the test into the service. */
async function useModel(): Promise<void> {
  await web.deps.models.close();
  web.deps.models = localModels({ url: ollama.url });
}

async function seed(): Promise<number[]> {
  return seedArticles(web.db, [
    {
      source: "a",
      title: "Harbor gateways lose certificates",
      text: "A web shell copies them.",
      at: hour(1),
    },
    { source: "b", title: "Certificates copied from Harbor gateways", text: "By a web shell.", at: hour(2) },
    { source: "c", title: "Clinics move to paper", text: "Patient files were stolen.", at: hour(3) },
  ]);
}

const embed = (): Promise<unknown> =>
  embedMissing(
    { ...web.db, models: web.deps.models, now: () => new Date(), windowDays: 14 },
    { limit: 100, all: false, trigger: "cli", actor: "test" },
    { signal: new AbortController().signal, onProgress: () => undefined },
  );

/** A story of each article, the first two proposed to be merged. */
async function seedProposal(): Promise<[number, number]> {
  const articles = await seed();
  const ids: number[] = [];
  for (const [at, articleId] of articles.entries()) {
    const [row] = await web.db.db
      .insert(stories)
      .values({
        title: `story ${at}`,
        titleArticleId: articleId,
        firstAt: hour(at),
        lastAt: hour(at),
        articleCount: 1,
        ownerCount: 1,
        updatedAt: hour(at),
      })
      .returning({ id: stories.id });
    const storyId = row?.id ?? 0;
    ids.push(storyId);
    await web.db.db.insert(storyArticles).values({
      articleId,
      storyId,
      by: "rule",
      kind: "created",
      owner: `o${at}`,
      similarity: 1,
      reasons: {},
    });
  }
  const [a = 0, b = 0] = ids;
  await web.db.db.insert(mergeProposals).values({
    storyA: a,
    storyB: b,
    similarity: 0.91,
    model: "nomic-embed-text",
    sentence: "Articles of both mean much the same (0.91 of 1), and both name Harbor.",
    proposedAt: hour(4),
  });
  return [a, b];
}

test("similar articles and a search by meaning go by vectors where there are some", async () => {
  const [first = 0, second = 0, other = 0] = await seed();
  await useModel();
  await embed();
  const viewer = await web.as("viewer");
  const similar = await viewer.get(`/api/v1/articles/${first}/similar?limit=2`);
  expect(similar).toMatchObject({
    status: 200,
    body: {
      basis: "meaning",
      message: null,
      items: [{ article: { id: second } }, { article: { id: other } }],
    },
  });
  const found = await viewer.get("/api/v1/search/meaning?q=patient%20files%20stolen&limit=1");
  expect(found.body).toMatchObject({ basis: "meaning", items: [{ article: { id: other, state: "new" } }] });
  ollama.fault("/api/embed", { cutAfter: 0 });
  const away = await viewer.get("/api/v1/search/meaning?q=patient%20files%20stolen");
  expect(away).toMatchObject({ status: 200, body: { basis: "words", items: [{ article: { id: other } }] } });
  expect(away.body.message).toMatch(/^The model is away/);
});

test("without a model both go by words and say so", async () => {
  const [first = 0] = await seed();
  const viewer = await web.as("viewer");
  expect((await viewer.get(`/api/v1/articles/${first}/similar`)).body).toMatchObject({
    basis: "words",
    items: [],
  });
  const found = await viewer.get("/api/v1/search/meaning?q=certificates%20of%20gateways");
  expect(found.body).toMatchObject({ basis: "words", items: [{ similarity: 1 }, { similarity: 1 }] });
  expect(found.body.message).toMatch(/No model is configured/);
});

test("what is asked for wrongly is refused, what is not there is not found", async () => {
  const viewer = await web.as("viewer");
  expect((await viewer.get("/api/v1/articles/9/similar")).body).toMatchObject({ code: "not_found" });
  expect((await viewer.get("/api/v1/search/meaning")).status).toBe(400);
  for (const blank of ["", "%20%09%C2%A0"])
    expect(await viewer.get(`/api/v1/search/meaning?q=${blank}`)).toMatchObject({
      status: 400,
      body: {
        errors: [{ pointer: "#/q", detail: expect.stringMatching(/^Write what you look for, such as/) }],
      },
    });
  expect((await viewer.get(`/api/v1/search/meaning?q=${"x".repeat(501)}`)).status).toBe(400);
  expect((await viewer.get("/api/v1/search/meaning?q=x&limit=101")).status).toBe(400);
  expect((await viewer.get("/api/v1/stories/9/merge-proposals")).body).toMatchObject({ code: "not_found" });
  expect((await (await web.as("nobody")).get("/api/v1/search/meaning?q=x")).status).toBe(401);
});

test("a proposal is shown to both stories until an analyst dismisses it, which is audited", async () => {
  const [a, b] = await seedProposal();
  const analyst = await web.as("analyst");
  const shown = await analyst.get(`/api/v1/stories/${a}/merge-proposals`);
  expect(shown.body).toEqual({
    items: [
      {
        story: { id: b, title: "story 1", articles: 1, last_at: hour(1).toISOString() },
        similarity: expect.closeTo(0.91, 3) as number,
        sentence: "Articles of both mean much the same (0.91 of 1), and both name Harbor.",
        proposed_at: hour(4).toISOString(),
      },
    ],
  });
  expect((await analyst.get(`/api/v1/stories/${b}/merge-proposals`)).body).toMatchObject({
    items: [{ story: { id: a } }],
  });
  expect((await (await web.as("viewer")).delete(`/api/v1/stories/${a}/merge-proposals/${b}`)).status).toBe(
    403,
  );
  expect((await analyst.delete(`/api/v1/stories/${b}/merge-proposals/${a}`)).status).toBe(204);
  expect((await analyst.get(`/api/v1/stories/${a}/merge-proposals`)).body).toEqual({ items: [] });
  expect((await analyst.delete(`/api/v1/stories/${a}/merge-proposals/999`)).status).toBe(404);
  expect((await analyst.put(`/api/v1/stories/${a}/merge-proposals/${b}`)).status).toBe(204);
  expect((await analyst.get(`/api/v1/stories/${a}/merge-proposals`)).body.items).toHaveLength(1);
  expect((await analyst.put(`/api/v1/stories/${a}/merge-proposals/${b}`)).status).toBe(404);
  const audited = await web.db.owner.sql`select action, subject from audit_log where action like 'story.%'`;
  expect(audited).toMatchObject([
    { action: "story.dismiss_merge", subject: `story ${b}` },
    { action: "story.restore_merge", subject: `story ${a}` },
  ]);
});

test("a proposed merge is made by the merge of stories, and then is none any more", async () => {
  const [a, b] = await seedProposal();
  const analyst = await web.as("analyst");
  expect((await analyst.post(`/api/v1/stories/${a}/merge`, { from: [b] })).status).toBe(200);
  expect((await analyst.get(`/api/v1/stories/${b}/merge-proposals`)).body).toEqual({ items: [] });
});

test("where tenants share the stories, dismissing needs the operator scope", async () => {
  const [a, b] = await seedProposal();
  const tenant = await web.newTenant("other");
  const path = `/api/v1/stories/${a}/merge-proposals`;
  expect((await (await web.as("viewer", { tenant })).get(path)).body.items).toHaveLength(1);
  expect((await (await web.as("analyst", { tenant })).delete(`${path}/${b}`)).status).toBe(403);
  expect((await (await web.as("operator", { tenant })).delete(`${path}/${b}`)).status).toBe(204);
});
