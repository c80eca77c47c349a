import type { Db } from "@cti/db/client";
import type { RunStatus, RunTrigger } from "@cti/db/schema/runs";
import type { Models } from "@cti/llm/models/model-types";
import type { Sql } from "postgres";

import type { AnnounceDeps } from "../events/announce.ts";
import { openProgress } from "../runs/announce-run.ts";
import { type RunResult, withRun } from "../runs/with-run.ts";
import { countDueArticles, type DueArticle, type DueOptions, readDueArticles } from "./due-articles.ts";
import { embedBatch, type EmbeddedBatch } from "./embed-batch.ts";
import { embeddingModelOf } from "./embedding-model.ts";
import { proposeMerges } from "./propose-merges.ts";
import { forgetOtherDimensions, saveEmbeddings } from "./save-embeddings.ts";

export type EmbedDeps = AnnounceDeps & {
  db: Db;
  sql: Sql;
  models: Pick<Models, "settings" | "embed">;
  now: () => Date;
  /** `stories.window_days`: how far apart in time stories may be that are proposed to be merged. */
  windowDays: number;
};

export type EmbedOptions = {
  /** Most articles. */
  limit: number;
  /** Embeds everything again. */
  all: boolean;
  trigger: RunTrigger;
  actor: string;
};

/** What was done: articles embedded for the first time and again, those the model could not, what it read, and proposals made. */
export type Embeddings = { new: number; updated: number; failed: number; tokens: number; proposals: number };

export type EmbedResult = {
  /** null when nothing was due, or no model is set. */
  runId: number | null;
  status: RunStatus;
  done: Embeddings;
  durationMs: number;
};

const batchSize = 32;
const name = "article_embedder";

/**
 * Embeds the articles that have no vector of the model that is set, or one of other words, the newest first; then looks
 * which stories may be one. A model that goes away ends it: what is done stays, the rest is still due.
 */
export async function embedMissing(
  deps: EmbedDeps,
  options: EmbedOptions,
  events: { signal: AbortSignal; onProgress: (event: { due: number; done: Embeddings }) => void },
): Promise<EmbedResult> {
  const { db, models, now } = deps;
  const startedAt = now().getTime();
  const done: Embeddings = { new: 0, updated: 0, failed: 0, tokens: 0, proposals: 0 };
  const idle: EmbedResult = { runId: null, status: "completed", done, durationMs: 0 };
  const model = embeddingModelOf(models);
  if (model === null || models.settings.url === null) return idle;
  const due = await countDueArticles(db, { model, all: options.all, now: now() });
  if (due === 0) {
    // Stories may have changed since, even where all their articles were embedded.
    await proposeMerges(deps, events);
    return idle;
  }
  const { limit, all, trigger, actor } = options;
  const request = { kind: name, trigger, actor, params: { limit, all, model } };
  const { runId, status, metrics } = await withRun(deps, request, async (runId) => {
    const tell = openProgress(deps, { runId, kind: name });
    const report = (): void => {
      events.onProgress({ due, done: { ...done } });
      tell({ done: done.new + done.updated + done.failed, total: due, counts: { ...done } });
    };
    const sweep = { model, left: limit, dimension: null, done, report, signal: events.signal };
    const result = await endOf(sweep, () => work(deps, sweep, all));
    return { ...result, metrics: { ...done, due, durationMs: now().getTime() - startedAt } };
  });
  return { runId, status, done, durationMs: metrics.durationMs };
}

type Sweep = {
  model: string;
  /** Articles that it may still take. */
  left: number;
  /** Of the vectors so far. */
  dimension: number | null;
  done: Embeddings;
  report: () => void;
  signal: AbortSignal;
};

/** Why it ended before its end, for people. */
type Trouble = { reason: string; message: string };

async function work(deps: EmbedDeps, sweep: Sweep, all: boolean): Promise<Trouble[]> {
  const troubles: Trouble[] = [];
  let isOver = await embedDue(deps, { sweep, all, troubles });
  // From the newest again, for what came meanwhile, and for what is due again since the model has another dimension.
  while (!isOver) isOver = await embedDue(deps, { sweep, all: false, troubles });
  sweep.done.proposals = (await proposeMerges(deps, sweep)).proposed;
  return troubles;
}

/** Embeds all that is due now, the newest first. True where there was nothing, or no more can be had. */
async function embedDue(
  deps: EmbedDeps,
  { sweep, all, troubles }: { sweep: Sweep; all: boolean; troubles: Trouble[] },
): Promise<boolean> {
  const { db, models, now } = deps;
  const { model, signal } = sweep;
  const options: DueOptions = { model, all, now: now() };
  let after: DueArticle | null = null;
  while (sweep.left > 0) {
    signal.throwIfAborted();
    const articles = await readDueArticles(db, { ...options, after, limit: Math.min(batchSize, sweep.left) });
    const last = articles.at(-1);
    if (!last) return after === null;
    after = last;
    sweep.left -= articles.length;
    const batch = await embedBatch(models, articles, { model, signal });
    await saveEmbeddings(db, batch.embedded, { model, now: now() });
    await keepOneDimension(db, sweep, batch);
    count(sweep.done, batch);
    sweep.report();
    if (batch.problem !== null && troubles.length === 0)
      troubles.push({ reason: "not_embedded", message: batch.problem });
    if (batch.stopped === null) continue;
    troubles.push({ reason: batch.stopped.code, message: batch.stopped.message });
    return true;
  }
  return true;
}

async function keepOneDimension(db: Db, sweep: Sweep, { embedded }: EmbeddedBatch): Promise<void> {
  const dimension = embedded.find(({ vector }) => vector !== null)?.vector?.bytes.length;
  if (dimension === undefined || dimension === sweep.dimension) return;
  sweep.dimension = dimension;
  await forgetOtherDimensions(db, { model: sweep.model, dimension });
}

function count(done: Embeddings, { embedded, tokens }: EmbeddedBatch): void {
  done.tokens += tokens;
  for (const { article, vector } of embedded) {
    if (vector === null) done.failed += 1;
    else if (article.had) done.updated += 1;
    else done.new += 1;
  }
}

async function endOf(
  { done, signal }: Sweep,
  run: () => Promise<Trouble[]>,
): Promise<Omit<RunResult, "metrics">> {
  const counts = (): RunResult["counts"] => {
    const { new: fresh, updated, failed } = done;
    return { found: fresh + updated + failed, new: fresh, updated, failed };
  };
  try {
    const errors = await run();
    const status = errors.length > 0 ? "completed_with_errors" : "completed";
    return { status, counts: counts(), errors };
  } catch (error) {
    if (!signal.aborted) throw error;
    return { status: "cancelled", counts: counts() };
  }
}
