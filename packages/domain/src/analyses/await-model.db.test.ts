import { analyses, analysisParts } from "@cti/db/schema/analyses";
import { articles } from "@cti/db/schema/articles";
import { runs } from "@cti/db/schema/runs";
import type { AnalysisKind } from "@cti/llm/analysis";
import { ModelError } from "@cti/llm/models/model-error";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { type Desk, harbor, harborSummary, openDesk } from "../../test/open-desk.ts";
import { analyseHere } from "./analyse-here.ts";
import { analyseQueued, type AnalysisDone } from "./analyse-queued.ts";
import { ModelAway } from "./await-model.ts";
import { cancelAnalysis } from "./cancel-analysis.ts";
import type { PerformDeps } from "./perform-analysis.ts";
import { requestAnalysis } from "./request-analysis.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const origin = { trigger: "api", actor: "ada" } as const;

async function ask(kind: AnalysisKind = "summary"): Promise<number> {
  const request = { subject: "article", subjectId: desk.articleId, kind, ...origin } as const;
  return (await requestAnalysis(desk.db.db, desk.deps, request)).analysis.id;
}

function queued(
  analysisId: number,
  { isLastTry = false, deps = desk.deps }: { isLastTry?: boolean; deps?: PerformDeps } = {},
): Promise<AnalysisDone> {
  const { signal } = new AbortController();
  const events = { signal, stopped: () => null, onProgress: () => undefined };
  return analyseQueued(deps, { analysisId, ...origin, isLastTry }, events);
}

const rowOf = async (id: number): Promise<typeof analyses.$inferSelect> => {
  const [row] = await desk.db.db.select().from(analyses).where(eq(analyses.id, id));
  if (!row) throw new Error(`no row ${id}`);
  return row;
};
const chats = (): typeof desk.ollama.requests => desk.ollama.sent("/api/chat");

const afterHours = (hours: number): PerformDeps => ({
  ...desk.deps,
  now: () => new Date(Date.now() + hours * 3_600_000),
});

test("while the model's server is away an analysis waits, and says why; that is neither a try nor a run", async () => {
  const id = await ask();
  await desk.ollama.stop();
  const before = Date.now();
  const away: unknown = await queued(id, { isLastTry: true }).catch((error: unknown) => error);
  expect(away).toBeInstanceOf(ModelAway);
  expect(Number((away as ModelAway).retryAt)).toBeGreaterThan(before + 4_000);
  const row = await rowOf(id);
  expect(row).toMatchObject({ status: "queued", runId: null, startedAt: null, finishedAt: null });
  const { url } = desk.ollama;
  expect(row.error).toMatch(
    new RegExp(
      `^Waits for the model server at ${url}, which is tried again at 20.*Z. Ollama does not answer`,
    ),
  );
  for (let time = 0; time < 3; time += 1) await expect(queued(id)).rejects.toThrow(ModelAway);
  // By now the breaker is open, so that nobody asks before it lets a call through.
  const open: unknown = await queued(id).catch((error: unknown) => error);
  expect(Number((open as ModelAway).retryAt)).toBeGreaterThan(before + 29_000);
  expect(await desk.db.db.select().from(runs)).toEqual([]);
  const events = await desk.db.owner.sql<{ data: Record<string, unknown> }[]>`
    select data from events where topic = ${`analysis:${id}`} order by id`;
  expect(events[0]?.data).toMatchObject({ analysis_id: id, status: "queued" });
});

test("a server that goes away in the middle is waited for, and is asked only for the rest when it is back", async () => {
  const paragraph = `${harbor} The appliance was rebuilt by its owner. `.repeat(12);
  const text = Array.from({ length: 24 }, (_, n) => `Number ${n}. ${paragraph}`).join("\n\n");
  await desk.db.db.update(articles).set({ text }).where(eq(articles.id, desk.articleId));
  const id = await ask();
  let answers = 0;
  desk.ollama.onChat(() => {
    answers += 1;
    if (answers === 3) void desk.ollama.stop();
    return JSON.stringify(harborSummary);
  });
  await expect(queued(id, { isLastTry: true })).rejects.toThrow(ModelAway);
  expect(await rowOf(id)).toMatchObject({ status: "queued", finishedAt: null });
  expect(await desk.db.db.select().from(analysisParts)).toHaveLength(2);
  await desk.ollama.start();
  expect(await queued(id)).toMatchObject({ status: "completed" });
  const { output } = await rowOf(id);
  const { coverage } = output as { coverage: { partsRead: number } };
  // The one that broke off is asked again; the last is the merging of all.
  expect(chats()).toHaveLength(coverage.partsRead + 2);
  const all = await desk.db.db.select().from(runs).orderBy(runs.id);
  expect(all.map(({ status }) => status)).toEqual(["failed", "completed"]);
  expect(all[0]?.errors).toMatchObject([{ reason: "model_away" }]);
});

test("an answer that breaks off while the server is there uses up a try", async () => {
  const id = await ask();
  desk.ollama.fault("/api/chat", { cutAfter: 1 }, 2);
  await expect(queued(id)).rejects.toThrow(ModelError);
  expect(await rowOf(id)).toMatchObject({
    status: "queued",
    error: expect.stringContaining("broke off") as string,
  });
  await expect(queued(id, { isLastTry: true })).rejects.toThrow(ModelError);
  expect(await rowOf(id)).toMatchObject({ status: "failed" });
});

test("after 24 hours of waiting an analysis fails with what to do, and a retry by hand begins to wait anew", async () => {
  const id = await ask();
  await desk.ollama.stop();
  const at = (hours: number): Promise<AnalysisDone> => queued(id, { deps: afterHours(hours) });
  await expect(at(0)).rejects.toThrow(ModelAway);
  await expect(at(23.9)).rejects.toThrow(ModelAway);
  expect(await rowOf(id)).toMatchObject({ status: "queued" });
  await expect(at(24.1)).rejects.toMatchObject({ name: "DomainError", problem: "unavailable" });
  const row = await rowOf(id);
  expect(row).toMatchObject({
    status: "failed",
    error: expect.stringMatching(/^Waited 24 hours for .* ask again$/) as string,
  });
  expect(row.finishedAt).not.toBeNull();
  await expect(at(48)).rejects.toThrow(ModelAway);
  await expect(at(71)).rejects.toThrow(ModelAway);
  expect(await rowOf(id)).toMatchObject({ status: "queued", finishedAt: null });
});

test("a server that was there in between ends the waiting", async () => {
  const id = await ask();
  await desk.ollama.stop();
  await expect(queued(id)).rejects.toThrow(ModelAway);
  await desk.ollama.start();
  desk.ollama.fault("/api/chat", { status: 500 });
  await expect(queued(id, { deps: afterHours(1) })).rejects.toThrow(/HTTP 500/);
  await desk.ollama.stop();
  await expect(queued(id, { deps: afterHours(24.5) })).rejects.toThrow(ModelAway);
});

test("an analysis that is cancelled while it waits stays cancelled, and nobody is asked", async () => {
  const id = await ask();
  await desk.ollama.stop();
  await expect(queued(id)).rejects.toThrow(ModelAway);
  await cancelAnalysis(desk.db.db, id, { ofAll: false, now: new Date() });
  expect(await queued(id)).toMatchObject({ status: "cancelled" });
  await desk.ollama.start();
  expect(await queued(id)).toMatchObject({ status: "cancelled" });
  expect(chats()).toEqual([]);
});

test("asked without the queue it fails at once; one that waits in the queue waits on", async () => {
  await desk.ollama.stop();
  const here = (kind: AnalysisKind): Promise<unknown> => {
    const request = { subject: "article", subjectId: desk.articleId, kind, ...origin } as const;
    const events = { signal: new AbortController().signal, onProgress: () => undefined };
    return analyseHere(desk.deps, request, events);
  };
  await expect(here("summary")).rejects.toThrow("`ollama serve`");
  const waiting = await ask("hunt");
  await desk.db.db.update(analyses).set({ jobId: "analyse:j1" }).where(eq(analyses.id, waiting));
  await expect(here("hunt")).rejects.toThrow("`ollama serve`");
  const rows = await desk.db.db.select().from(analyses).orderBy(analyses.id);
  expect(rows.map(({ kind, status }) => [kind, status])).toEqual([
    ["summary", "failed"],
    ["hunt", "queued"],
  ]);
});
