import type { Db } from "@cti/db/client";
import { analyses } from "@cti/db/schema/analyses";
import type { RunTrigger } from "@cti/db/schema/runs";
import { scores } from "@cti/db/schema/scores";
import { currentTenant } from "@cti/db/schema/tenants";
import type { Queues } from "@cti/queue/queue-types";
import { and, desc, eq, inArray, sql } from "drizzle-orm";

import { type AnalysisInput, type InputDeps, type InputOf, readInput } from "./analysis-input.ts";
import { type AnalysisLine, lineColumns, readLine, toLine } from "./analysis-line.ts";
import { requireModel } from "./analysis-settings.ts";
import { announceAnalysis } from "./announce-analysis.ts";

export type AnalysisRequest = InputOf & {
  /** Asks again although an equal one is there. */
  force?: boolean;
  trigger: RunTrigger;
  actor: string;
};

export type AskedAnalysis = {
  analysis: AnalysisLine;
  /** An equal one, completed or under way, is given back. */
  cached: boolean;
};

const open = ["queued", "running"] as const;
/** What nobody waits for comes after everything that a person asked for. */
const automaticLater = 200;

/**
 * Writes down that an analysis is wanted, or finds the equal one that is there. It belongs into a transaction for the
 * tenant who asks; afterwards `queueAnalysis` has it done by a worker, or `performAnalysis` does it here.
 * Throws DomainError: conflict where no model is configured or there is no text, not_found.
 */
export async function requestAnalysis(
  tx: Db,
  deps: InputDeps & { now: () => Date },
  request: AnalysisRequest,
): Promise<AskedAnalysis> {
  requireModel(deps.models);
  const input = await readInput(tx, deps, request);
  const known = await findEqual(tx, input.hash, request.force ? open : [...open, "completed"]);
  if (known !== null) return { analysis: known, cached: true };
  const id = await insert(tx, deps, { request, input, priority: await priorityOf(tx, request, input) });
  if (id !== null) return { analysis: await readLine(tx, id), cached: false };
  // Somebody else asked for the same at this moment.
  const other = await findEqual(tx, input.hash, open);
  return other === null ? requestAnalysis(tx, deps, request) : { analysis: other, cached: true };
}

/**
 * Has a worker do it. What the queue does not take now is found by `closeOrphans` within minutes, so that a request is
 * never lost with the queue. Returns the job.
 */
export async function queueAnalysis(
  { db, queues }: { db: Db; queues: Pick<Queues, "enqueue"> },
  id: number,
): Promise<string | null> {
  const [row] = await db
    .select({ params: analyses.params })
    .from(analyses)
    .where(and(eq(analyses.id, id), inArray(analyses.status, open)));
  if (!row) return null;
  const { priority, trigger, actor } = row.params as AnalysisParams;
  const job = await queues.enqueue("analyse", { analysisId: id, trigger, actor }, { priority });
  await db.update(analyses).set({ jobId: job.id }).where(eq(analyses.id, id));
  await announceAnalysis({ db }, id);
  return job.id;
}

/** The number of the newest completed analysis of this input. */
export async function findCompleted(db: Db, hash: string): Promise<number | null> {
  return (await findEqual(db, hash, ["completed"]))?.id ?? null;
}

/** What a row keeps of how it was asked for. */
export type AnalysisParams = {
  contextTokens: number;
  maxParts: number;
  temperature: number;
  priority: number;
  trigger: RunTrigger;
  actor: string;
  /** Who asked, as text; null for nobody in particular. */
  tenant: string | null;
  /** While it waits for the server of its model: since when, ISO 8601. */
  waitingSince?: string;
};

/** Of equal ones that which is under way wins: it is what was forced last. */
async function findEqual(
  db: Db,
  hash: string,
  statuses: readonly AnalysisLine["status"][],
): Promise<AnalysisLine | null> {
  const [row] = await db
    .select(lineColumns)
    .from(analyses)
    .where(and(eq(analyses.inputHash, hash), inArray(analyses.status, [...statuses])))
    .orderBy(sql`(${analyses.status} = 'completed')`, desc(analyses.id))
    .limit(1);
  return row ? toLine(row) : null;
}

/** Null when an equal one is open already. */
async function insert(
  tx: Db,
  { now }: { now: () => Date },
  { request, input, priority }: { request: AnalysisRequest; input: AnalysisInput; priority: number },
): Promise<number | null> {
  const { subject, kind, trigger, actor } = request;
  const { model, contextTokens, maxParts } = input.request;
  const params: AnalysisParams = {
    contextTokens,
    maxParts,
    temperature: input.temperature,
    priority,
    trigger,
    actor,
    tenant: await tenantOf(tx),
  };
  const [row] = await tx
    .insert(analyses)
    .values({
      subject,
      subjectId: input.texts.subjectId,
      kind,
      model,
      promptVersion: input.promptVersion,
      inputHash: input.hash,
      params,
      status: "queued",
      requestedAt: now(),
    })
    .onConflictDoNothing()
    .returning({ id: analyses.id });
  return row?.id ?? null;
}

async function tenantOf(tx: Db): Promise<string | null> {
  const [row] = await tx.execute<{ tenant: string | null }>(sql`select current_tenant()::text as tenant`);
  return row?.tenant ?? null;
}

/** 10 to 110 by rank; 1 is taken first. */
async function priorityOf(
  tx: Db,
  { subject, trigger }: AnalysisRequest,
  input: AnalysisInput,
): Promise<number> {
  const [score] = await tx
    .select({ total: scores.total })
    .from(scores)
    .where(
      and(
        eq(scores.tenantId, currentTenant),
        eq(scores.subject, subject),
        eq(scores.subjectId, input.texts.subjectId),
      ),
    );
  const byRank = 10 + Math.round(100 - Math.min(100, Math.max(0, score?.total ?? 0)));
  return trigger === "schedule" ? byRank + automaticLater : byRank;
}
