import type { Db } from "@cti/db/client";
import { analyses } from "@cti/db/schema/analyses";
import { ModelError } from "@cti/llm/models/model-error";
import type { Models } from "@cti/llm/models/open-models";
import { and, eq, inArray, sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";

/** The server of its model is away: the analysis waits, and its job is to be begun again at `retryAt`. */
export class ModelAway extends Error {
  override name = "ModelAway";
  readonly retryAt: Date;

  constructor(message: string, retryAt: Date) {
    super(message);
    this.retryAt = retryAt;
  }
}

type Deps = { db: Db; now: () => Date; models: Pick<Models, "version" | "outage" | "settings"> };

const shortestPauseMs = 5_000;
const longestPauseMs = 300_000;
const longestWaitHours = 24;

/**
 * Asks the server of the models for its version, which needs no model. True when it does not answer or is not to be
 * asked for a while; what else may be wrong with it is for the question itself to say.
 */
export async function isModelAway({ models }: Pick<Deps, "models">, signal: AbortSignal): Promise<boolean> {
  try {
    await models.version(signal);
    return false;
  } catch (error) {
    return !signal.aborted && isAway(error);
  }
}

export function isAway(error: unknown): boolean {
  return error instanceof ModelError && error.code === "away";
}

/**
 * Leaves an analysis to wait for the server of its model, of which the row keeps since when. Returns what its try is to
 * end with: ModelAway, or after 24 hours of waiting DomainError unavailable, when the analysis has failed.
 */
export async function awaitModel(deps: Deps, id: number): Promise<ModelAway | DomainError> {
  const at = deps.now();
  const [row] = await deps.db
    .select({ jobId: analyses.jobId, since: sql<string | null>`${analyses.params}->>'waitingSince'` })
    .from(analyses)
    .where(eq(analyses.id, id));
  const since = row?.since == null ? at : new Date(row.since);
  const hasWaitedOut = at.getTime() - since.getTime() >= longestWaitHours * 3_600_000;
  const error = hasWaitedOut ? waitedOut(deps, row?.jobId ?? null) : stillAway(deps, at);
  await deps.db
    .update(analyses)
    .set({
      status: hasWaitedOut ? "failed" : "queued",
      error: error.message,
      finishedAt: hasWaitedOut ? at : null,
      params: hasWaitedOut
        ? withoutWait
        : sql`${analyses.params} || jsonb_build_object('waitingSince', ${since.toISOString()}::text)`,
    })
    .where(and(eq(analyses.id, id), inArray(analyses.status, ["queued", "running", "failed"])));
  return error;
}

/** The parameters of an analysis that waits for no server any more. */
export const withoutWait = sql`${analyses.params} - 'waitingSince'`;

function stillAway({ models }: Deps, at: Date): ModelAway {
  const outage = models.outage();
  const pauseMs = (outage?.retryAt?.getTime() ?? 0) - at.getTime();
  const retryAt = new Date(at.getTime() + Math.min(longestPauseMs, Math.max(shortestPauseMs, pauseMs)));
  const shown = `${retryAt.toISOString().slice(0, 19)}Z`;
  return new ModelAway(
    `Waits for ${serverOf(models)}, which is tried again at ${shown}. ${reasonOf(models)}`,
    retryAt,
  );
}

function waitedOut({ models }: Deps, jobId: string | null): DomainError {
  const cure =
    jobId === null
      ? "Once it answers, ask again"
      : `Once it answers, ask again, or \`cti jobs retry ${jobId}\` goes on with the parts that were answered`;
  return new DomainError(
    "unavailable",
    `Waited ${longestWaitHours} hours for ${serverOf(models)}, which did not come back. ${reasonOf(models)}. ${cure}`,
  );
}

function serverOf({ settings }: Deps["models"]): string {
  return `the model server at ${settings.url ?? "no address"}`;
}

function reasonOf(models: Deps["models"]): string {
  return models.outage()?.reason ?? "It does not answer";
}
