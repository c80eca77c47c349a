import type { Db } from "@cti/db/client";
import { type Analysis, analyses, analysisParts } from "@cti/db/schema/analyses";
import type { RunTrigger } from "@cti/db/schema/runs";
import type { AnalysisKind } from "@cti/llm/analysis";
import { analyse, type AnalyseResult } from "@cti/llm/analyse/analyse";
import { ModelError } from "@cti/llm/models/model-error";
import type { Models } from "@cti/llm/models/open-models";
import type { Knowledge } from "@cti/pipeline/entities/knowledge";
import { and, eq, inArray, ne } from "drizzle-orm";
import type { Sql } from "postgres";

import { isDatabaseLost } from "../database-error.ts";
import { DomainError } from "../errors.ts";
import type { AnnounceDeps } from "../events/announce.ts";
import { joinLockSession, lockSpaces } from "../runs/lock-session.ts";
import { withRun } from "../runs/with-run.ts";
import { recordableMessage } from "../workers/recordable.ts";
import { type AnalysisInput, readInput } from "./analysis-input.ts";
import { type AnalysisLine, notThere, readLine } from "./analysis-line.ts";
import { type AnalysisDelta, announceAnalysis, openDeltas } from "./announce-analysis.ts";
import { awaitModel, isAway, isModelAway, withoutWait } from "./await-model.ts";
import { leaveOutKnown } from "./leave-out-known.ts";
import { openSavedParts } from "./saved-parts.ts";
import { saveOutput } from "./save-output.ts";
import { takeTurns } from "./take-turns.ts";

export type PerformDeps = AnnounceDeps & {
  sql: Sql;
  now: () => Date;
  models: Models;
  /** Of the database, as it is extracted with. */
  knowledge: () => Promise<Knowledge>;
  maxParts: number;
};

export type PerformEvents = {
  signal: AbortSignal;
  onProgress?: (delta: AnalysisDelta) => void;
  /** While the server of its model is away it is not begun, and waits without a run. */
  mayWait?: boolean;
  /**
   * What becomes of the analysis that did not succeed: somebody tries it again, it waits for the model's server, or it
   * has failed, or is cancelled.
   */
  afterFailure: (error: unknown) => Next | Promise<Next>;
};

type Next = "again" | "waits" | "failed" | "cancelled";

export type Performed = {
  /** `ended`: it had ended before. `elsewhere`: another process has it in hand. */
  outcome: "done" | "ended" | "elsewhere";
  analysis: AnalysisLine;
};

/** Somebody cancelled the analysis while this process had it in hand. */
export class AnalysisCancelled extends Error {
  override name = "AnalysisCancelled";
}

/**
 * Does an analysis that was requested, as a run, and stores what came of it. What an earlier try had answered is not
 * asked again. Throws what made it fail or wait, once that is stored: ModelError, DomainError, ModelAway, the signal's
 * reason, AnalysisCancelled.
 */
export async function performAnalysis(
  deps: PerformDeps,
  { analysisId: id, ...origin }: { analysisId: number; trigger: RunTrigger; actor: string },
  events: PerformEvents,
): Promise<Performed> {
  const session = joinLockSession(deps.sql);
  const lock = { space: lockSpaces.analysis, id };
  try {
    if (!(await session.tryHold(lock)))
      return { outcome: "elsewhere", analysis: await readLine(deps.db, id) };
    try {
      const row = await begin(deps, id, events);
      if (!row) return { outcome: "ended", analysis: await readLine(deps.db, id) };
      await announceAnalysis(deps, id);
      try {
        await runOf(deps, row, { ...events, ...origin });
      } finally {
        await announceAnalysis(deps, id);
      }
      return { outcome: "done", analysis: await readLine(deps.db, id) };
    } finally {
      await session.release(lock);
    }
  } finally {
    await session.leave();
  }
}

/** False when it has ended. A failed one is taken up again where its job is, unless an equal one is under way. */
async function canBegin(db: Db, id: number): Promise<boolean> {
  const [row] = await db.select().from(analyses).where(eq(analyses.id, id));
  if (!row) throw notThere(id);
  if (row.status === "failed") return (await findOther(db, row.inputHash, id)) === null;
  return row.status === "queued" || row.status === "running";
}

/** Null when it has ended. */
async function begin(
  deps: PerformDeps,
  id: number,
  { mayWait, signal }: PerformEvents,
): Promise<Analysis | null> {
  const { db, now } = deps;
  if (!(await canBegin(db, id))) return null;
  if (mayWait && (await isModelAway(deps, signal))) {
    const error = await awaitModel(deps, id);
    await announceAnalysis(deps, id);
    throw error;
  }
  const [begun] = await db
    .update(analyses)
    .set({ status: "running", startedAt: now(), finishedAt: null, error: null })
    .where(and(eq(analyses.id, id), inArray(analyses.status, ["queued", "running", "failed"])))
    .returning();
  return begun ?? null;
}

type Doing = PerformEvents & { trigger: RunTrigger; actor: string };

async function runOf(deps: PerformDeps, row: Analysis, doing: Doing): Promise<void> {
  const { id, subject, subjectId: subject_id, kind, model } = row;
  const { trigger, actor } = doing;
  const stop = new AbortController();
  const watch = watchCancel(deps.db, id, () => stop.abort(new AnalysisCancelled("It was cancelled")));
  const signal = AbortSignal.any([doing.signal, stop.signal]);
  const params = { analysis_id: id, subject, subject_id, kind, model };
  try {
    const { failure } = await withRun(deps, { kind: "analysis", trigger, actor, params }, async (runId) => {
      await deps.db.update(analyses).set({ runId }).where(eq(analyses.id, id));
      try {
        const result = await ask(deps, row, { ...doing, signal });
        return { ...(await saveOutput(deps, row, result)), failure: null };
      } catch (error) {
        const isCancelled = error instanceof AnalysisCancelled || stop.signal.aborted;
        const next = isCancelled ? "cancelled" : await doing.afterFailure(error);
        const settled = await settle(deps, id, { error, next, isStopped: signal.aborted });
        return { ...settled, failure: { error: next === "waits" ? await awaitModel(deps, id) : error } };
      }
    });
    if (failure !== null) throw failure.error;
  } finally {
    watch.stop();
  }
}

async function ask(deps: PerformDeps, row: Analysis, { signal, onProgress }: Doing): Promise<AnalyseResult> {
  const { db, models, sql } = deps;
  const input = await readCurrent(deps, row);
  const { request, texts } = input;
  const { contextTokens } = await models.show(request.model, signal);
  const saved = await openSavedParts(db, row.id);
  const deltas = openDeltas(deps, row.id);
  const turns = takeTurns(models, sql);
  try {
    const result = await analyse(
      turns.models,
      await deps.knowledge(),
      { ...request, contextTokens: Math.min(request.contextTokens, contextTokens ?? Infinity) },
      {
        signal,
        saved,
        onProgress: (delta) => {
          deltas.tell(delta);
          onProgress?.(delta);
        },
      },
    );
    const articleIds = request.documents.map(({ articleId }) => articleId);
    const output =
      request.kind === "entities" ? await leaveOutKnown(db, result.output, articleIds) : result.output;
    const chars = output.coverage.chars + texts.omitted.chars;
    return { ...result, output: { ...output, coverage: { ...output.coverage, chars } } };
  } finally {
    deltas.stop();
    await turns.close();
  }
}

/** What was asked for may have changed while it waited: then it is done of the texts, prompt and model of now. */
async function readCurrent(deps: PerformDeps, row: Analysis): Promise<AnalysisInput> {
  const { db } = deps;
  const { subject, subjectId } = row;
  const input = await readInput(db, deps, { subject, subjectId, kind: row.kind as AnalysisKind });
  if (input.hash === row.inputHash) return input;
  const other = await findOther(db, input.hash, row.id);
  if (other !== null)
    throw new DomainError("conflict", `Its texts have changed; analysis ${other} is made of the new ones`);
  await db.delete(analysisParts).where(eq(analysisParts.analysisId, row.id));
  await db
    .update(analyses)
    .set({
      inputHash: input.hash,
      promptVersion: input.promptVersion,
      model: input.request.model,
      subjectId: input.texts.subjectId,
    })
    .where(eq(analyses.id, row.id));
  return input;
}

async function findOther(db: Db, hash: string, id: number): Promise<number | null> {
  const [row] = await db
    .select({ id: analyses.id })
    .from(analyses)
    .where(
      and(eq(analyses.inputHash, hash), inArray(analyses.status, ["queued", "running"]), ne(analyses.id, id)),
    );
  return row?.id ?? null;
}

type Settled = {
  status: "failed" | "cancelled";
  counts: Record<string, never>;
  metrics: Record<string, unknown>;
  errors: { reason: string; message: string }[];
};

async function settle(
  { db, now }: PerformDeps,
  id: number,
  { error, next, isStopped }: { error: unknown; next: Next; isStopped: boolean },
): Promise<Settled> {
  // Who it was is for the audit log: analyses are seen by everybody.
  const message = next === "cancelled" ? "Cancelled" : reasonOf(error);
  const isOver = next === "failed" || next === "cancelled";
  await db
    .update(analyses)
    .set({
      status: isOver ? next : "queued",
      error: message,
      finishedAt: isOver ? now() : null,
      // It waits on, unless the server was there.
      ...(!isAway(error) && { params: withoutWait }),
    })
    .where(and(eq(analyses.id, id), eq(analyses.status, "running")));
  if (next === "cancelled") await db.delete(analysisParts).where(eq(analysisParts.analysisId, id));
  const reason = error instanceof ModelError ? `model_${error.code}` : next;
  return {
    status: isStopped || next === "cancelled" ? "cancelled" : "failed",
    counts: {},
    metrics: { analysis_id: id },
    errors: [{ reason, message }],
  };
}

/** In words for people; of a failed statement neither its text nor its parameters. */
function reasonOf(error: unknown): string {
  if (isDatabaseLost(error)) return "The database did not answer";
  if (!(error instanceof Error)) return recordableMessage(String(error));
  const told = error.cause instanceof Error && "severity" in error.cause ? error.cause : error;
  return recordableMessage(told.message).slice(0, 500);
}

const watchMs = 2_000;

/** Whoever cancels says so in the row, which reaches every process and needs no queue. */
function watchCancel(db: Db, id: number, onCancel: () => void): { stop(): void } {
  const look = async (): Promise<void> => {
    const [row] = await db.select({ status: analyses.status }).from(analyses).where(eq(analyses.id, id));
    if (row?.status !== "running") onCancel();
  };
  const timer = setInterval(() => void look().catch(() => undefined), watchMs).unref();
  return { stop: () => clearInterval(timer) };
}
