import { analyses } from "@cti/db/schema/analyses";
import { articleTwins } from "@cti/db/schema/article-features";
import { articles } from "@cti/db/schema/articles";
import { scores } from "@cti/db/schema/scores";
import { stories, storyArticles } from "@cti/db/schema/stories";
import type { AnalysisKind } from "@cti/llm/analysis";
import { localModels } from "@cti/testing/local-models";
import { type SeedArticle, seedArticles } from "@cti/testing/seed-articles";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { type Desk, openDesk } from "../../test/open-desk.ts";
import { DomainError } from "../errors.ts";
import { asTenant } from "../tenants/as-tenant.ts";
import { analyseTop } from "./analyse-top.ts";
import { cancelAnalysis } from "./cancel-analysis.ts";
import { closeOrphans } from "./close-orphans.ts";
import { getAnalysis } from "./get-analysis.ts";
import { judgeAnalysis } from "./judge-analysis.ts";
import { listAnalyses } from "./list-analyses.ts";
import { performAnalysis } from "./perform-analysis.ts";
import { contextOf, previewAnalysis } from "./preview-analysis.ts";
import { promptOf } from "./prompt-of.ts";
import { readDocuments } from "./read-documents.ts";
import { reportModels } from "./report-models.ts";
import { type AskedAnalysis, queueAnalysis, requestAnalysis } from "./request-analysis.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const origin = { trigger: "api", actor: "ada" } as const;
const at = new Date("2026-03-01T10:00:00Z");

function ask(
  more: { kind?: AnalysisKind; force?: boolean; trigger?: "schedule" } = {},
): Promise<AskedAnalysis> {
  const asked = {
    subject: "article",
    subjectId: desk.articleId,
    kind: "summary",
    ...origin,
    ...more,
  } as const;
  return requestAnalysis(desk.db.db, desk.deps, asked);
}

async function done(id: number): Promise<void> {
  const signal = new AbortController().signal;
  await performAnalysis(desk.deps, { analysisId: id, ...origin }, { signal, afterFailure: () => "failed" });
}

/** Takes every job, and says of each what it is told to. */
function queueThat(state: "waiting" | "failed" | "completed" | null): {
  added: { payload: unknown; priority: number | undefined }[];
  enqueue: Parameters<typeof queueAnalysis>[0]["queues"]["enqueue"];
  find: Parameters<typeof closeOrphans>[0]["queues"]["find"];
} {
  const added: { payload: unknown; priority: number | undefined }[] = [];
  return {
    added,
    enqueue: async (_name, payload, options) => {
      added.push({ payload, priority: options?.priority });
      return { id: `analyse:j${added.length}`, added: true };
    },
    find: async (id) =>
      state === null
        ? null
        : {
            id,
            queue: "analyse",
            name: "analyse",
            state,
            payload: {},
            attempts: 3,
            maxAttempts: 3,
            addedAt: at,
            startedAt: at,
            finishedAt: at,
            progress: null,
            result: null,
            error: state === "failed" ? "It took down its worker" : null,
            worker: null,
          },
  };
}

const statusOf = async (id: number): Promise<unknown> => {
  const [row] = await desk.db.db.select().from(analyses).where(eq(analyses.id, id));
  return row && { status: row.status, error: row.error };
};

let told = 0;

async function addStory(seeds: Partial<SeedArticle>[]): Promise<{ storyId: number; ids: number[] }> {
  const slug = `s${++told}`;
  const whole = seeds.map((seed, n) => ({
    source: `${slug}-${n}`,
    title: `t${n}`,
    text: `Text ${n}.`,
    at,
    ...seed,
  }));
  const ids = await seedArticles(desk.db, whole);
  const counted = { firstAt: at, lastAt: at, updatedAt: at, articleCount: ids.length, ownerCount: 1 };
  const [story] = await desk.db.db
    .insert(stories)
    .values({ title: "t1", titleArticleId: ids[1] ?? null, ...counted })
    .returning({ id: stories.id });
  const storyId = story?.id ?? 0;
  const of = { storyId, by: "rule", kind: "joined", owner: "o", similarity: 1, reasons: {} } as const;
  await desk.db.db.insert(storyArticles).values(ids.map((articleId) => ({ articleId, ...of })));
  return { storyId, ids };
}

test("an equal analysis is given back, waiting, running or completed; force asks again", async () => {
  const first = await ask();
  expect(first).toMatchObject({ cached: false, analysis: { status: "queued", subject: "article" } });
  const { id } = first.analysis;
  expect(await ask()).toMatchObject({ cached: true, analysis: { id } });
  expect(await ask({ force: true })).toMatchObject({ cached: true, analysis: { id, status: "queued" } });
  await done(id);
  expect(await ask()).toMatchObject({ cached: true, analysis: { id, status: "completed", supported: 1 } });
  const forced = await ask({ force: true });
  expect(forced).toMatchObject({ cached: false, analysis: { status: "queued" } });
  expect(await ask()).toMatchObject({ cached: true, analysis: { id: forced.analysis.id } });
  expect(await ask({ kind: "hunt" })).toMatchObject({ cached: false });
});

test("who asks at the same moment gets the same analysis", async () => {
  const asked = await Promise.all(Array.from({ length: 6 }, () => ask()));
  expect(new Set(asked.map(({ analysis }) => analysis.id)).size).toBe(1);
  expect(asked.filter(({ cached }) => !cached)).toHaveLength(1);
});

test("another text, model or setting is another analysis", async () => {
  await done((await ask()).analysis.id);
  const models = localModels({ url: desk.ollama.url, model: "other" });
  const request = { subject: "article", subjectId: desk.articleId, kind: "summary", ...origin } as const;
  const asked = async (deps: typeof desk.deps): Promise<boolean> => {
    const { analysis, cached } = await requestAnalysis(desk.db.db, deps, request);
    if (!cached) await cancelAnalysis(desk.db.db, analysis.id, { ofAll: false, now: at });
    return cached;
  };
  expect(await asked(desk.deps)).toBe(true);
  expect(await asked({ ...desk.deps, models })).toBe(false);
  expect(await asked({ ...desk.deps, maxParts: 3 })).toBe(false);
  expect(await asked({ ...desk.deps, models: localModels({ url: desk.ollama.url, temperature: 1 }) })).toBe(
    false,
  );
  await desk.db.db.update(articles).set({ title: "New" }).where(eq(articles.id, desk.articleId));
  expect(await asked(desk.deps)).toBe(false);
});

test("what ranks higher is done first, and what nobody waits for last", async () => {
  const rank = { product: 1, middle: 1, parts: [], version: "1", rankedAt: at, at };
  await desk.db.db
    .insert(scores)
    .values({ subject: "article", subjectId: desk.articleId, total: 80.4, ...rank });
  const { storyId } = await addStory([{}, {}]);
  const queues = queueThat(null);
  const queued = (id: number): Promise<string | null> => queueAnalysis({ db: desk.db.db, queues }, id);
  const { analysis } = await ask();
  expect(await queued(analysis.id)).toBe("analyse:j1");
  await queued((await ask({ kind: "hunt", trigger: "schedule" })).analysis.id);
  const story = { subject: "story", subjectId: storyId, kind: "summary", ...origin } as const;
  await queued((await requestAnalysis(desk.db.db, desk.deps, story)).analysis.id);
  expect(queues.added).toEqual([
    { payload: { analysisId: analysis.id, ...origin }, priority: 30 },
    { payload: expect.objectContaining({ trigger: "schedule" }) as unknown, priority: 230 },
    { payload: expect.objectContaining({ trigger: "api" }) as unknown, priority: 110 },
  ]);
});

test("an article without text, a rejected one and one that is not there are refused in words", async () => {
  const [empty = 0, rejected = 0] = await seedArticles(desk.db, [
    { source: "x", title: "t", text: " \n ", at },
    { source: "y", title: "t", text: "x", at, rejectedReason: "advertisement" },
  ]);
  const read = (id: number): Promise<unknown> => readDocuments(desk.db.db, "article", id);
  await expect(read(empty)).rejects.toThrow("This article has no text yet");
  await expect(read(rejected)).rejects.toThrow("was rejected (advertisement)");
  await expect(read(999)).rejects.toMatchObject({ problem: "not_found" });
  await expect(readDocuments(desk.db.db, "story", 999)).rejects.toMatchObject({ problem: "not_found" });
});

test("a story is read title first, then by time, without twins, rejected and empty ones", async () => {
  const hours = (n: number): Date => new Date(at.getTime() + n * 3_600_000);
  const { storyId, ids } = await addStory([
    { at: hours(5) },
    { at: hours(9) },
    { at: hours(1) },
    { at: hours(2), text: "" },
    { at: hours(3), rejectedReason: "advertisement" },
    { at: hours(4) },
  ]);
  const [last, title, first, , , twin] = ids;
  const known = { contained: 1, containing: 1, firstBecause: "date", similarity: 1 };
  await desk.db.db
    .insert(articleTwins)
    .values({ articleId: twin ?? 0, primaryId: first ?? 0, kind: "exact", ...known });
  const { documents, omitted } = await readDocuments(desk.db.db, "story", storyId);
  expect(documents.map(({ articleId }) => articleId)).toEqual([title, first, last]);
  expect(documents[0]).toMatchObject({
    title: "t1",
    text: "Text 1.",
    source: expect.stringMatching(/-1$/) as string,
    language: "en",
  });
  expect(omitted).toEqual({ articles: 0, chars: 0 });
});

test("a story that was merged is analysed as what it has become, and keeps its own analyses", async () => {
  const one = await addStory([{}, {}]);
  const other = await addStory([{}, {}]);
  const request = (subjectId: number): Promise<AskedAnalysis> =>
    requestAnalysis(desk.db.db, desk.deps, { subject: "story", subjectId, kind: "summary", ...origin });
  const before = await request(one.storyId);
  await desk.db.db.update(stories).set({ mergedInto: other.storyId }).where(eq(stories.id, one.storyId));
  expect(await request(one.storyId)).toMatchObject({
    cached: false,
    analysis: { subject_id: other.storyId },
  });
  const { items } = await listAnalyses(desk.db.db, {
    subject: "story",
    subjectId: one.storyId,
    limit: 9,
    cursor: null,
  });
  expect(items.map(({ id }) => id)).toEqual([before.analysis.id]);
});

test("without a model a preview works and a request is refused", async () => {
  const deps = { ...desk.deps, models: localModels() };
  const contextTokens = await contextOf(deps.models);
  const of = { subject: "article", subjectId: desk.articleId, kind: "summary" } as const;
  const preview = await previewAnalysis(desk.db.db, { ...deps, contextTokens }, of);
  expect(preview).toMatchObject({
    context_tokens: 8_192,
    cached_id: null,
    parts: [{ read: true, start: 0 }],
  });
  expect(preview.prompt_tokens).toBeGreaterThan(50);
  expect(JSON.stringify(preview.messages)).toContain("Attackers exploit CVE-2026-41001");
  await expect(requestAnalysis(desk.db.db, deps, { ...of, ...origin })).rejects.toMatchObject({
    problem: "conflict",
    message: expect.stringContaining("OLLAMA_URL") as string,
  });
});

test("a preview counts with what the model takes, and knows the equal analysis", async () => {
  desk.ollama.shown.set("mistral", {
    model_info: { "general.architecture": "llama", "llama.context_length": 4_096 },
  });
  const contextTokens = await contextOf(desk.deps.models);
  expect(contextTokens).toBe(4_096);
  const { id } = (await ask()).analysis;
  await done(id);
  const of = { subject: "article", subjectId: desk.articleId, kind: "summary" } as const;
  const preview = await previewAnalysis(desk.db.db, { ...desk.deps, contextTokens }, of);
  expect(preview).toMatchObject({ context_tokens: 4_096, cached_id: id });
  const [sent] = desk.ollama.sent("/api/chat");
  const prompt = await promptOf(desk.db.db, desk.deps, id);
  expect(prompt.messages).toEqual(sent?.body["messages"]);
});

test("verdicts are the tenant's own: one word a person, of the whole or of a claim that is there", async () => {
  await desk.db.owner.sql`insert into tenants (id, slug, name) values (2, 'b', 'B')`;
  const { id } = (await ask()).analysis;
  const judge = (
    tenant: number,
    actor: string,
    said: { claim: number; verdict: "up" | "down" | "accepted" | "rejected" | null },
  ): Promise<unknown> =>
    asTenant(desk.db.db, tenant, (tx) => judgeAnalysis(tx, { id, actor, now: at, ...said }));
  await expect(judge(1, "ada", { claim: 0, verdict: "up" })).rejects.toThrow("nothing to judge yet");
  await done(id);
  await judge(1, "ada", { claim: 0, verdict: "down" });
  await judge(1, "ada", { claim: 0, verdict: "up" });
  await judge(1, "grace", { claim: 1, verdict: "accepted" });
  await judge(1, "ada", { claim: 1, verdict: "rejected" });
  await judge(2, "eve", { claim: 1, verdict: "rejected" });
  for (const [claim, verdict] of [
    [0, "accepted"],
    [1, "up"],
    [3, "accepted"],
    [3, null],
  ] as const)
    await expect(judge(1, "ada", { claim, verdict })).rejects.toBeInstanceOf(DomainError);

  const seen = (tenant: number, actor: string): ReturnType<typeof getAnalysis> =>
    asTenant(desk.db.db, tenant, (tx) => getAnalysis(tx, desk.deps, { id, actor }));
  const ours = await seen(1, "ada");
  expect(ours).toMatchObject({ verdict: "up", up: 1, down: 0 });
  expect(ours.claims[0]).toMatchObject({ verdict: "rejected", accepted: 1, rejected: 1 });
  const theirs = await seen(2, "ada");
  expect(theirs).toMatchObject({ verdict: null, up: 0 });
  expect(theirs.claims[0]).toMatchObject({ verdict: null, accepted: 0, rejected: 1 });

  const report = (tenant: number): ReturnType<typeof reportModels> =>
    asTenant(desk.db.db, tenant, reportModels);
  const shared = { kind: "summary", model: "mistral", completed: 1, failed: 0, supported: 1, unsupported: 1 };
  expect(await report(1)).toMatchObject([{ ...shared, up: 1, down: 0, accepted: 1, rejected: 1 }]);
  expect(await report(2)).toMatchObject([{ ...shared, up: 0, down: 0, accepted: 0, rejected: 1 }]);
  await judge(1, "ada", { claim: 0, verdict: null });
  expect(await seen(1, "ada")).toMatchObject({ verdict: null, up: 0 });
});

test("the stories that rank highest are asked about once", async () => {
  const rank = { product: 1, middle: 1, parts: [], version: "1", rankedAt: at, at };
  const ids = [];
  for (const total of [10, 90, 50]) {
    const { storyId } = await addStory([{}, {}]);
    ids.push(storyId);
    await desk.db.db.insert(scores).values({ subject: "story", subjectId: storyId, total, ...rank });
  }
  const top = (): ReturnType<typeof analyseTop> =>
    analyseTop(desk.db.db, desk.deps, { count: 2, kind: "summary", ...origin });
  const { requested, already } = await top();
  expect(requested.map(({ subject_id }) => subject_id)).toEqual([ids[1], ids[2]]);
  expect(already).toBe(0);
  expect(await top()).toEqual({ requested: [], already: 2 });
});

test("analyses whose job the queue has lost are queued again; one whose job failed has failed", async () => {
  const later = (): Date => new Date(Date.now() + 120_000);
  const close = (queues: ReturnType<typeof queueThat>, now = later): Promise<number[]> =>
    closeOrphans({ db: desk.db.db, queues, now });
  const { id } = (await ask()).analysis;
  await queueAnalysis({ db: desk.db.db, queues: queueThat(null) }, id);
  expect(await close(queueThat(null), () => new Date())).toEqual([]);
  expect(await close(queueThat("waiting"))).toEqual([]);
  const queues = queueThat(null);
  expect(await close(queues)).toEqual([id]);
  expect(queues.added).toHaveLength(1);
  expect(await close(queueThat("completed"))).toEqual([id]);
  expect(await close(queueThat("failed"))).toEqual([id]);
  expect(await statusOf(id)).toEqual({ status: "failed", error: "It took down its worker" });
  expect(await close(queueThat(null))).toEqual([]);
});

test("a list goes by key, and can be narrowed", async () => {
  const kinds = ["summary", "hunt", "entities"] as const;
  for (const kind of kinds) await ask({ kind });
  const first = await listAnalyses(desk.db.db, { limit: 2, cursor: null });
  const second = await listAnalyses(desk.db.db, { limit: 2, cursor: first.next_cursor });
  expect([...first.items, ...second.items].map(({ kind }) => kind)).toEqual(kinds.toReversed());
  expect(second.next_cursor).toBeNull();
  const hunts = await listAnalyses(desk.db.db, { kind: "hunt", status: "queued", limit: 9, cursor: null });
  expect(hunts.items).toHaveLength(1);
});

test("what has ended cannot be cancelled", async () => {
  const { id } = (await ask()).analysis;
  await done(id);
  const cancel = (number: number): Promise<unknown> =>
    cancelAnalysis(desk.db.db, number, { ofAll: false, now: at });
  await expect(cancel(id)).rejects.toThrow("is completed: there is nothing to cancel");
  await expect(cancel(999)).rejects.toMatchObject({ problem: "not_found" });
});

test("what another tenant asked for is cancelled by it alone, or by who operates the installation", async () => {
  await desk.db.owner.sql`insert into tenants (id, slug, name) values (2, 'b', 'B')`;
  const { id } = (await ask()).analysis;
  const cancel = (ofAll: boolean): Promise<unknown> =>
    asTenant(desk.db.db, 2, (tx) => cancelAnalysis(tx, id, { ofAll, now: at }));
  await expect(cancel(false)).rejects.toMatchObject({ problem: "forbidden" });
  expect(await cancel(true)).toMatchObject({ status: "cancelled", error: "Cancelled" });
});
