import { performAnalysis } from "@cti/domain/analyses/perform-analysis";
import { keepKnowledge } from "@cti/domain/knowledge/keep-knowledge";
import { localModels } from "@cti/testing/local-models";
import { ollamaDouble, type OllamaDouble } from "@cti/testing/ollama-double";
import { seedArticles } from "@cti/testing/seed-articles";
import { afterEach, beforeEach, expect, test } from "vitest";

import { type Asker, testWeb, type TestWeb } from "../../test/test-web.ts";

let web: TestWeb;
let ollama: OllamaDouble;
let analyst: Asker;
let red: number;
let articleId: number;
const text = "Attackers exploit CVE-2026-41001 in the Harbor VPN gateway. They plant a web shell.";

beforeEach(async () => {
  web = await testWeb();
  ollama = await ollamaDouble();
  web.deps.models = localModels({ url: ollama.url });
  analyst = await web.as("analyst");
  red = await web.newTenant("red");
  const at = new Date("2026-03-01T10:00:00Z");
  [articleId = 0] = await seedArticles(web.db, [{ source: "a", title: "Harbor VPN", text, at }]);
});
afterEach(async () => {
  await web.deps.models.close();
  await ollama.close();
  await web.close();
});

const path = "/api/v1/analyses";
const asked = (): Record<string, unknown> => ({ subject: "article", subject_id: articleId });

const summary = { sentences: [{ quotes: [text.slice(0, 58)], text: text.slice(0, 59) }] };

async function perform(id: number, answer: object = summary): Promise<void> {
  ollama.answerJson(answer);
  const { db, sql, models, now } = web.deps;
  await performAnalysis(
    { db, sql, models, now, maxParts: 12, knowledge: keepKnowledge(db) },
    { analysisId: id, trigger: "api", actor: "ada" },
    { signal: new AbortController().signal, afterFailure: () => "failed" },
  );
}

const auditOf = async (action: string): Promise<unknown[]> => {
  const rows = await web.db.owner.sql`
    select actor, subject, detail from audit_log where action = ${action} order by id`;
  return [...rows];
};

test("an analysis that is asked for is queued, done, shown with its evidence, and given back the next time", async () => {
  const made = await analyst.post(path, asked());
  expect(made).toMatchObject({
    status: 202,
    body: { cached: false, status: "queued", kind: "summary", model: "mistral", run_id: null },
  });
  const { id, job_id } = made.body as { id: number; job_id: string };
  expect(made.headers["location"]).toBe(`${path}/${id}`);
  expect(await web.queues.find(job_id)).toMatchObject({ state: "waiting", payload: { analysisId: id } });
  expect(await auditOf("analysis.create")).toMatchObject([
    { subject: `analysis ${id}`, detail: { subject: `article ${articleId}`, kind: "summary", force: false } },
  ]);
  await perform(id);

  const viewer = await web.as("viewer");
  const shown = await viewer.get(`${path}/${id}`);
  expect(shown).toMatchObject({ status: 200, body: { status: "completed", supported: 1, outdated: false } });
  const [claim] = shown.body.claims as { evidence: { spans: { start: number; end: number }[] }[] }[];
  const [span] = claim?.evidence[0]?.spans ?? [];
  expect(text.slice(span?.start, span?.end)).toBe(text.slice(0, 58));
  expect(await viewer.get(`${path}?subject=article&subject_id=${articleId}`)).toMatchObject({
    body: { items: [{ id, supported: 1 }], next_cursor: null },
  });
  const prompt = await viewer.get(`${path}/${id}/prompt`);
  expect(prompt.body.messages).toEqual(ollama.sent("/api/chat")[0]?.body["messages"]);

  expect(await analyst.post(path, asked())).toMatchObject({ status: 202, body: { id, cached: true } });
  const again = await analyst.post(path, { ...asked(), force: true });
  expect(again.body).toMatchObject({ cached: false, status: "queued" });
  expect(await auditOf("analysis.create")).toHaveLength(2);
});

test("what cannot be analysed is refused in words", async () => {
  expect(await analyst.post(path, { subject: "article", subject_id: 999 })).toMatchObject({ status: 404 });
  web.deps.models = localModels();
  const off = await analyst.post(path, asked());
  expect(off).toMatchObject({ status: 409, body: { code: "conflict" } });
  expect(off.body.detail).toContain("OLLAMA_URL");
  expect(await analyst.post(`${path}/top`, {})).toMatchObject({ status: 409 });
  const preview = await analyst.post(`${path}/preview`, asked());
  expect(preview).toMatchObject({ status: 200, body: { cached_id: null, parts: [{ read: true }] } });
  expect(await (await web.as("viewer")).post(path, asked())).toMatchObject({ status: 403 });
});

test("one that waits is cancelled with its job, once", async () => {
  const { id, job_id } = (await analyst.post(path, asked())).body as { id: number; job_id: string };
  const cancelled = await analyst.post(`${path}/${id}/cancel`);
  expect(cancelled).toMatchObject({ status: 200, body: { status: "cancelled" } });
  expect(await web.queues.find(job_id)).toBeNull();
  expect(await analyst.post(`${path}/${id}/cancel`)).toMatchObject({ status: 409 });
  expect(await auditOf("analysis.cancel")).toHaveLength(1);
});

test("a job that is cancelled among the jobs takes its analysis with it", async () => {
  const { id, job_id } = (await analyst.post(path, asked())).body as { id: number; job_id: string };
  const operator = await web.as("operator");
  const answer = await operator.post(`/api/v1/jobs/${encodeURIComponent(job_id)}/cancel`);
  expect(answer).toMatchObject({ status: 200, body: { outcome: "removed" } });
  expect(await analyst.get(`${path}/${id}`)).toMatchObject({ body: { status: "cancelled" } });
});

test("what people say of an analysis is their tenant's own", async () => {
  const { id } = (await analyst.post(path, asked())).body as { id: number };
  await perform(id);
  const up = await analyst.put(`${path}/${id}/verdict`, { verdict: "up" });
  expect(up).toMatchObject({ status: 200, body: { verdict: "up", up: 1 } });
  const rejected = await analyst.put(`${path}/${id}/verdict`, { claim: 1, verdict: "rejected" });
  expect(rejected.body.claims[0]).toMatchObject({ verdict: "rejected", rejected: 1 });
  expect(await analyst.put(`${path}/${id}/verdict`, { claim: 9, verdict: "rejected" })).toMatchObject({
    status: 422,
  });

  const theirs = await web.as("analyst", { tenant: red });
  const seen = await theirs.get(`${path}/${id}`);
  expect(seen.body).toMatchObject({ verdict: null, up: 0 });
  expect(seen.body.claims[0]).toMatchObject({ verdict: null, rejected: 0 });
  const line = { kind: "summary", completed: 1, supported: 1 };
  expect(await analyst.get("/api/v1/models/report")).toMatchObject({
    body: { items: [{ ...line, up: 1, rejected: 1 }] },
  });
  expect(await theirs.get("/api/v1/models/report")).toMatchObject({
    body: { items: [{ ...line, up: 0, rejected: 0 }] },
  });
  expect(await auditOf("analysis.judge")).toMatchObject([
    { subject: `analysis ${id}`, detail: { claim: 0, verdict: "up" } },
    { detail: { claim: 1, verdict: "rejected" } },
  ]);
});

test("a name that is accepted becomes a mention of the article, and is one no longer when that is taken back", async () => {
  const { id } = (await analyst.post(path, { ...asked(), kind: "entities" })).body as { id: number };
  const quotes = ["in the Harbor VPN gateway"];
  const [harbor, other] = ["Harbor VPN", "Sunken Anchor"].map((name) => ({ type: "tool", name, quotes }));
  await perform(id, { entities: [harbor, other] });
  const refused = await analyst.put(`${path}/${id}/verdict`, { claim: 2, verdict: "accepted" });
  expect(refused).toMatchObject({ status: 422, body: { code: "invalid" } });
  expect(refused.body.detail).toContain("the text does not bear it out");

  const accepted = await analyst.put(`${path}/${id}/verdict`, { claim: 1, verdict: "accepted" });
  expect(accepted).toMatchObject({ status: 200, body: { claims: [{ article_ids: [articleId] }, {}] } });
  const [{ entity_id } = { entity_id: 0 }] = accepted.body.claims as { entity_id: number }[];
  const mentions = `/api/v1/articles/${articleId}/mentions`;
  const named = { entity_id, value: "Harbor VPN", matched: "Harbor VPN" };
  expect(await analyst.get(mentions)).toMatchObject({
    body: { items: [{ ...named, status: "named", verdict: "accepted" }] },
  });
  const [mention] = (await analyst.get(mentions)).body.items as {
    places: { start: number; end: number }[];
  }[];
  expect(mention?.places.map(({ start, end }) => text.slice(start, end))).toEqual(["Harbor VPN"]);
  expect(await analyst.get(`/api/v1/entities/${entity_id}`)).toMatchObject({ body: { articles: 1 } });
  expect(await analyst.get("/api/v1/entities")).toMatchObject({ body: { items: [{ id: entity_id }] } });

  const theirs = await web.as("analyst", { tenant: red });
  expect(await theirs.get(mentions)).toMatchObject({
    body: { items: [{ ...named, status: "proposed", verdict: null }] },
  });
  expect(await theirs.get("/api/v1/entities")).toMatchObject({ body: { items: [] } });
  const seen = await theirs.get(`${path}/${id}`);
  expect(seen.body.claims[0]).toMatchObject({ entity_id: null, article_ids: [], accepted: 0 });

  const forgotten = await analyst.put(`${path}/${id}/verdict`, { claim: 1, verdict: null });
  expect(forgotten.body.claims[0]).toMatchObject({ entity_id: null, article_ids: [] });
  expect(await analyst.get(mentions)).toMatchObject({ body: { items: [] } });
  const subject = `entity ${entity_id} in article ${articleId}`;
  expect(await auditOf("verdict.set")).toMatchObject([
    { subject, detail: { before: null, after: { verdict: "accepted" } } },
  ]);
  expect(await auditOf("verdict.remove")).toMatchObject([{ subject, detail: { after: null } }]);
});

test("without the queue a request is taken, and waits in its row", async () => {
  const { queues } = web.deps;
  web.deps.queues = { ...queues, enqueue: () => Promise.reject(new Error("The queue does not answer")) };
  const made = await analyst.post(path, asked());
  expect(made).toMatchObject({ status: 202, body: { status: "queued", job_id: null } });
  web.deps.queues = queues;
});

test("a person asks a model twenty times a minute, and not more often", async () => {
  const limited = await testWeb({ rateLimit: 1_200 });
  try {
    const who = await limited.as("analyst");
    const asks = Array.from({ length: 21 }, () =>
      who.post(`${path}/preview`, { subject: "article", subject_id: 9 }),
    );
    const answers = await Promise.all(asks);
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(20);
    expect(answers.find(({ status }) => status === 429)?.body).toMatchObject({ code: "rate_limited" });
    expect(await who.get("/api/v1/models/report")).toMatchObject({ status: 200 });
  } finally {
    await limited.close();
  }
});

test("the models are shown to everybody and fetched by operators", async () => {
  ollama.models.delete("mistral");
  const viewer = await web.as("viewer");
  expect(await viewer.get("/api/v1/models")).toMatchObject({
    status: 200,
    body: {
      status: "missing",
      installed: [{ name: "nomic-embed-text:latest" }],
      embedded: { articles: 0, of: 1 },
    },
  });
  expect(await analyst.post("/api/v1/models/pull", {})).toMatchObject({ status: 403 });
  const operator = await web.as("operator");
  const pull = await operator.post("/api/v1/models/pull", {});
  expect(pull).toMatchObject({ status: 202, body: { jobs: [{ queue: "upkeep", name: "pull-model" }] } });
  const [job] = pull.body.jobs as { job_id: string }[];
  expect(await web.queues.find(job?.job_id ?? "")).toMatchObject({ payload: { model: "mistral" } });
  expect(await auditOf("model.pull")).toMatchObject([{ subject: "mistral" }]);
  await ollama.close();
  const away = await operator.post("/api/v1/models/pull", {});
  expect(away).toMatchObject({ status: 422, body: { code: "upstream" } });
});
