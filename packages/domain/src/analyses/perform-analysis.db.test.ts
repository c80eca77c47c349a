import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { analyses, analysisParts } from "@cti/db/schema/analyses";
import { articles } from "@cti/db/schema/articles";
import { runs } from "@cti/db/schema/runs";
import { ModelError } from "@cti/llm/models/model-error";
import { JobStopped, type StopKind, stopReason } from "@cti/queue/stop-reasons";
import { localModels } from "@cti/testing/local-models";
import { eq } from "drizzle-orm";
import { waitFor } from "@cti/testing/wait-for";
import { afterEach, beforeEach, expect, test } from "vitest";

import { type Desk, harbor, harborSummary, openDesk } from "../../test/open-desk.ts";
import { analyseHere } from "./analyse-here.ts";
import { analyseQueued, type AnalysisDone } from "./analyse-queued.ts";
import type { AnalysisKind } from "@cti/llm/analysis";
import { closeOrphans } from "./close-orphans.ts";
import { cancelAnalysis } from "./cancel-analysis.ts";
import { getAnalysis } from "./get-analysis.ts";
import type { PerformDeps } from "./perform-analysis.ts";
import { requestAnalysis } from "./request-analysis.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const origin = { trigger: "api", actor: "ada" } as const;

async function ask(kind: AnalysisKind = "summary", deps: PerformDeps = desk.deps): Promise<number> {
  const request = { subject: "article", subjectId: desk.articleId, kind, ...origin } as const;
  return (await requestAnalysis(desk.db.db, deps, request)).analysis.id;
}

function queued(
  analysisId: number,
  options: { abort?: AbortController; isLastTry?: boolean; deps?: PerformDeps } = {},
): Promise<AnalysisDone> {
  const { abort = new AbortController(), isLastTry = false, deps = desk.deps } = options;
  return analyseQueued(
    deps,
    { analysisId, ...origin, isLastTry },
    {
      signal: abort.signal,
      stopped: () => stopReason(abort.signal)?.kind ?? null,
      onProgress: () => undefined,
    },
  );
}

const rowOf = async (id: number): Promise<typeof analyses.$inferSelect> => {
  const [row] = await desk.db.db.select().from(analyses).where(eq(analyses.id, id));
  if (!row) throw new Error(`no row ${id}`);
  return row;
};
/** How many wait for an advisory lock. */
const waiters = async (): Promise<number> => {
  const rows = await desk.db.owner.sql`
    select from pg_locks l join pg_database d on d.oid = l.database
    where l.locktype = 'advisory' and not l.granted and d.datname = current_database()`;
  return rows.length;
};
const partsOf = (id: number): Promise<unknown[]> =>
  desk.db.db.select().from(analysisParts).where(eq(analysisParts.analysisId, id));
const full = (id: number): ReturnType<typeof getAnalysis> =>
  getAnalysis(desk.db.db, desk.deps, { id, actor: "ada" });
const chats = (): typeof desk.ollama.requests => desk.ollama.sent("/api/chat");
/** A text of several parts. */
async function makeLong(): Promise<void> {
  const paragraph = (n: number): string =>
    `${harbor} Appliance number ${n} was rebuilt by its owner. `.repeat(12);
  const text = Array.from({ length: 24 }, (_, n) => paragraph(n)).join("\n\n");
  await desk.db.db.update(articles).set({ text }).where(eq(articles.id, desk.articleId));
}

test("entities are proposed that the rules did not find; what they had found is left out and counted", async () => {
  const text = `${harbor} The group Copper Wren and its loader TallowSeed were seen there before.`;
  await desk.db.db.update(articles).set({ text }).where(eq(articles.id, desk.articleId));
  const { sql } = desk.db;
  const [known] = await sql`
    insert into entities (type, key, value) values ('actor', 'Copper Wren', 'Copper Wren') returning id`;
  await sql`
    insert into mentions (article_id, entity_id, status, role, confidence, reasons, matched, count, in_title, places, seen_at)
    values (${desk.articleId}, ${Number(known?.["id"])}, 'named', null, 0.9, '{}', 'x', 1, false, '[]', now())`;
  const quotes = ["The group Copper Wren and its loader TallowSeed were seen there before"];
  desk.ollama.onChat(() =>
    JSON.stringify({
      entities: [
        { quotes, type: "actor", name: "Copper Wren" },
        { quotes, type: "malware", name: "TallowSeed" },
      ],
    }),
  );
  const id = await ask("entities");
  await queued(id);
  expect(await full(id)).toMatchObject({
    claims: [{ id: 1, status: "supported", subject: { type: "malware", value: "TallowSeed" } }],
    left_out: { surplus: 0, known: 1 },
  });
  const [run] = await desk.db.db.select().from(runs);
  expect(run?.metrics).toMatchObject({ claims: 1, already_known: 1 });
});

test("an analysis stores its claims, each with its place in the text, and a run that counts them", async () => {
  const id = await ask();
  const done = await queued(id);
  expect(done).toMatchObject({ analysisId: id, status: "completed", supported: 1, unsupported: 1 });
  const shown = await full(id);
  expect(shown).toMatchObject({ status: "completed", outdated: false, huntability: null, error: null });
  const [claim, invented] = shown.claims;
  expect(claim).toMatchObject({
    id: 1,
    section: "summary",
    nature: "fact",
    status: "supported",
    reason: null,
  });
  const span = claim?.evidence[0]?.spans[0];
  expect(harbor.slice(span?.start, span?.end)).toBe(harborSummary.sentences[0]?.quotes[0]);
  expect(invented).toMatchObject({ status: "unsupported", evidence: [] });
  expect(invented?.reason).toMatch(/\w/);
  expect(shown.prompt_tokens).toBeGreaterThan(0);
  expect(await partsOf(id)).toEqual([]);

  const [run] = await desk.db.db.select().from(runs);
  expect(run).toMatchObject({
    id: done.runId,
    kind: "analysis",
    status: "completed",
    actor: "ada",
    counts: { found: 2, new: 1, rejected: 1 },
    metrics: { claims: 2, supported: 1, repairs: 0, prompt_tokens: shown.prompt_tokens },
  });
});

test("screens hear how an analysis changes and what the model writes", async () => {
  const id = await ask();
  await queued(id);
  const events = await desk.db.owner.sql<{ event: string; topic: string; data: Record<string, unknown> }[]>`
    select event, topic, data from events where topic = ${`analysis:${id}`} order by id`;
  const states = events.filter(({ event }) => event === "analysis.changed").map(({ data }) => data["status"]);
  expect(states).toEqual(["running", "completed"]);
  expect(events.find(({ event }) => event === "llm.delta")?.data).toMatchObject({
    analysis_id: id,
    total: 1,
  });
});

test("two processes do one analysis once", async () => {
  const id = await ask();
  desk.ollama.fault("/api/chat", { delayMs: 300 });
  const [one, other] = await Promise.all([queued(id), queued(id)]);
  expect([one.status, other.status].toSorted()).toEqual(["completed", "elsewhere"]);
  expect(chats()).toHaveLength(1);
});

test("a model is asked one question at a time, however many analyses wait for it", async () => {
  let most = 0;
  desk.ollama.onChat(() => {
    most = Math.max(most, chats().filter(({ state }) => state === "open").length);
    return JSON.stringify(harborSummary);
  });
  desk.ollama.fault("/api/chat", { delayMs: 50 }, Infinity);
  await Promise.all([queued(await ask("summary")), queued(await ask("hunt")), queued(await ask("entities"))]);
  expect(chats().length).toBeGreaterThanOrEqual(3);
  expect(most).toBe(1);
});

test("a cancel in the middle closes the request to the model and leaves no part behind", async () => {
  const id = await ask();
  desk.ollama.fault("/api/chat", { hangAfter: 2 });
  const doing = queued(id);
  await waitFor(() => expect(chats()).toHaveLength(1));
  await cancelAnalysis(desk.db.db, id, { ofAll: false, now: new Date() });
  expect(await doing).toMatchObject({ status: "cancelled" });
  await waitFor(() => expect(chats()[0]?.state).toBe("cancelled"));
  expect(await rowOf(id)).toMatchObject({ status: "cancelled", error: "Cancelled", output: null });
  expect(await partsOf(id)).toEqual([]);
  const [run] = await desk.db.db.select().from(runs);
  expect(run?.status).toBe("cancelled");
});

test("who waits for the turn at a model can be cancelled without it", async () => {
  const [one, other] = [await ask("summary"), await ask("hunt")];
  desk.ollama.fault("/api/chat", { hangAfter: 0 });
  const stops = [new AbortController(), new AbortController()] as const;
  const first = queued(one, { abort: stops[0] });
  await waitFor(() => expect(chats()).toHaveLength(1));
  const second = queued(other, { abort: stops[1] });
  await waitFor(async () => expect(await waiters()).toBe(1));
  for (const [at, doing] of [
    [1, second],
    [0, first],
  ] as const) {
    stops[at].abort(new JobStopped("cancelled", "Enough"));
    await expect(doing).rejects.toThrow("Enough");
  }
  expect(chats()).toHaveLength(1);
  expect(await waiters()).toBe(0);
});

test("a cancelled job cancels its analysis", async () => {
  const id = await ask();
  desk.ollama.fault("/api/chat", { hangAfter: 0 });
  const abort = new AbortController();
  const doing = queued(id, { abort });
  await waitFor(() => expect(chats()).toHaveLength(1));
  abort.abort(new JobStopped("cancelled", "Cancelled by grace"));
  await expect(doing).rejects.toThrow("Cancelled by grace");
  expect(await rowOf(id)).toMatchObject({ status: "cancelled", error: "Cancelled" });
});

test.each<StopKind>(["shutdown", "lost"])(
  "an analysis whose worker stops (%s) waits, and the next one asks only for the rest",
  async (kind) => {
    await makeLong();
    const id = await ask();
    const abort = new AbortController();
    let answers = 0;
    desk.ollama.onChat(() => {
      answers += 1;
      if (answers === 2) abort.abort(new JobStopped(kind, "Its worker must end"));
      return JSON.stringify(harborSummary);
    });
    await expect(queued(id, { abort })).rejects.toThrow("Its worker must end");
    expect(await rowOf(id)).toMatchObject({ status: "queued", finishedAt: null });
    const saved = (await partsOf(id)).length;
    expect(saved).toBeGreaterThan(0);

    const before = chats().length;
    expect(await queued(id)).toMatchObject({ status: "completed" });
    const { coverage } = await full(id);
    const asked = chats()
      .slice(before)
      .filter(({ body }) => JSON.stringify(body["messages"]).includes("Appliance number"));
    expect(asked).toHaveLength((coverage?.parts_read ?? 0) - saved);
    expect(await partsOf(id)).toEqual([]);
  },
);

test("a process that is killed in the middle leaves parts that the next one goes on with", async () => {
  await makeLong();
  const id = await ask();
  desk.ollama.answerJson(harborSummary, harborSummary);
  desk.ollama.fault("/api/chat", { delayMs: 0 }, 2);
  desk.ollama.fault("/api/chat", { hangAfter: 0 }, Infinity);
  const program = fileURLToPath(new URL("../../test/killable-analysis.ts", import.meta.url));
  const killed = spawn(process.execPath, [program, desk.db.url, desk.ollama.url, String(id)], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const gone = once(killed, "exit");
  await waitFor(() => expect(chats()).toHaveLength(3));
  killed.kill("SIGKILL");
  await gone;
  expect(await rowOf(id)).toMatchObject({ status: "running" });
  expect(await partsOf(id)).toHaveLength(2);

  desk.ollama.heal();
  const queues = { enqueue: async () => ({ id: "analyse:j1", added: true }), find: async () => null };
  const later = (): Date => new Date(Date.now() + 3_600_000);
  await waitFor(async () => expect(await closeOrphans({ db: desk.db.db, queues, now: later })).toEqual([id]));
  expect(await rowOf(id)).toMatchObject({ status: "queued", jobId: "analyse:j1" });
  expect(await queued(id)).toMatchObject({ status: "completed" });
  const { coverage } = await full(id);
  // Those that the killed one had answers to, the one that it was waiting for, the rest, and the merging of all.
  expect(chats()).toHaveLength((coverage?.parts_read ?? 0) + 2);
});

test("a model that is not there fails the analysis at once, with the cure", async () => {
  desk.ollama.models.delete("mistral");
  const id = await ask();
  await expect(queued(id)).rejects.toThrow("`cti models pull mistral`");
  expect(await rowOf(id)).toMatchObject({
    status: "failed",
    error: expect.stringContaining("models pull") as string,
  });
});

test("a failed analysis whose job is tried again goes on where it was", async () => {
  desk.ollama.models.delete("mistral");
  const id = await ask();
  await expect(queued(id)).rejects.toThrow(ModelError);
  desk.ollama.models.add("mistral");
  expect(await queued(id)).toMatchObject({ status: "completed" });
  expect(await rowOf(id)).toMatchObject({ error: null });
});

test("a text that changed while its analysis waited is analysed as it is now", async () => {
  const id = await ask();
  const before = await rowOf(id);
  await desk.db.db
    .update(articles)
    .set({ text: `${harbor} And more.` })
    .where(eq(articles.id, desk.articleId));
  expect(await queued(id)).toMatchObject({ status: "completed" });
  expect((await rowOf(id)).inputHash).not.toBe(before.inputHash);
  expect(await full(id)).toMatchObject({ outdated: false });
  await desk.db.db
    .update(articles)
    .set({ text: `${harbor} And less.` })
    .where(eq(articles.id, desk.articleId));
  expect(await full(id)).toMatchObject({ outdated: true });
});

test("an article that went while its analysis waited fails it in words", async () => {
  const id = await ask();
  await desk.db.db.delete(articles).where(eq(articles.id, desk.articleId));
  await expect(queued(id)).rejects.toThrow(`There is no article ${desk.articleId}`);
  expect(await rowOf(id)).toMatchObject({ status: "failed", error: `There is no article ${desk.articleId}` });
});

test("what PostgreSQL cannot hold is stored without it", async () => {
  const [first] = harborSummary.sentences;
  desk.ollama.answerJson({ sentences: [{ ...first, text: `${first?.text} \u0000\ud800` }] });
  const id = await ask();
  expect(await queued(id)).toMatchObject({ status: "completed" });
  expect(JSON.stringify((await full(id)).claims)).not.toMatch(/\\u0000|\\ud800/);
});

test("the command line does it without a queue, and waits for what another process has in hand", async () => {
  desk.ollama.fault("/api/chat", { delayMs: 700 });
  const texts: string[] = [];
  const request = { subject: "article", subjectId: desk.articleId, kind: "summary", ...origin } as const;
  const events = {
    signal: new AbortController().signal,
    onProgress: ({ text }: { text: string }) => void texts.push(text),
  };
  const [one, other] = await Promise.all([
    analyseHere(desk.deps, request, events),
    analyseHere(desk.deps, request, events),
  ]);
  expect(one.analysis).toMatchObject({ status: "completed", supported: 1 });
  expect(other.analysis).toEqual(one.analysis);
  expect(chats()).toHaveLength(1);
  expect(texts.at(-1)).toContain("Attackers exploit");
  expect((await analyseHere(desk.deps, request, events)).cached).toBe(true);
});

test("the command line asks a model that stumbled again, three times in all, and one that refused no more", async () => {
  const request = { subject: "article", subjectId: desk.articleId, kind: "summary", ...origin } as const;
  const events = { signal: new AbortController().signal, onProgress: () => undefined };
  const entities = { ...request, kind: "entities" } as const;
  desk.ollama.fault("/api/chat", { status: 403 });
  await expect(analyseHere(desk.deps, entities, events)).rejects.toThrow(/403/);
  expect(chats()).toHaveLength(1);
  desk.ollama.fault("/api/chat", { status: 500 }, 2);
  expect((await analyseHere(desk.deps, request, events)).analysis).toMatchObject({ status: "completed" });
  expect(chats()).toHaveLength(4);
  const hunt = { ...request, kind: "hunt" } as const;
  desk.ollama.fault("/api/chat", { status: 500 }, 3);
  await expect(analyseHere(desk.deps, hunt, events)).rejects.toThrow(/500/);
  expect(chats()).toHaveLength(7);
});

test("without a model nothing is asked", async () => {
  const deps = { ...desk.deps, models: localModels() };
  await expect(ask("summary", deps)).rejects.toThrow(/set OLLAMA_URL/);
});
