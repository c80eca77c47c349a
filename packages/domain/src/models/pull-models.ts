import type { Db } from "@cti/db/client";
import type { RunStatus, RunTrigger } from "@cti/db/schema/runs";
import type { Models, PullProgress } from "@cti/llm/models/open-models";
import type { Queues } from "@cti/queue/queue-types";
import type { Sql } from "postgres";

import { requireModel } from "../analyses/analysis-settings.ts";
import { DomainError } from "../errors.ts";
import type { AnnounceDeps } from "../events/announce.ts";
import { openProgress } from "../runs/announce-run.ts";
import { withRun } from "../runs/with-run.ts";

export type PullResult = { runId: number; status: RunStatus; model: string };

/**
 * The models to be fetched: this one, or those that are set and missing. Throws DomainError: conflict where no model is
 * configured, upstream where Ollama cannot be asked what it has.
 */
export async function modelsToPull(models: Models, name: string | null): Promise<string[]> {
  requireModel(models);
  if (name !== null) return [name];
  const { status, message, models: used } = await models.check();
  if (status === "away") throw new DomainError("upstream", message);
  return [...new Set(used.filter(({ present }) => !present).map((model) => model.name))];
}

/** Has a worker fetch them. */
export async function queuePulls(
  queues: Pick<Queues, "enqueue">,
  names: readonly string[],
  { trigger, actor }: { trigger: RunTrigger; actor: string },
): Promise<{ job_id: string; queue: string; name: string }[]> {
  const jobs = [];
  for (const model of names) {
    const { id } = await queues.enqueue("pull-model", { model, trigger, actor });
    jobs.push({ job_id: id, queue: "upkeep", name: "pull-model" });
  }
  return jobs;
}

/** Lets Ollama fetch a model, as a run. Throws ModelError, and the signal's reason. */
export async function pullModel(
  deps: AnnounceDeps & { db: Db; sql: Sql; now: () => Date; models: Models },
  { model, trigger, actor }: { model: string; trigger: RunTrigger; actor: string },
  { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: PullProgress) => void },
): Promise<PullResult> {
  const kind = "model_pull";
  const startedAt = deps.now().getTime();
  const { runId, status, failure } = await withRun(
    deps,
    { kind, trigger, actor, params: { model } },
    async (run) => {
      const tell = openProgress(deps, { runId: run, kind });
      const onStep = (progress: PullProgress): void => {
        tell({ done: progress.done ?? 0, total: progress.total, counts: {} });
        onProgress(progress);
      };
      const failed = await deps.models.pull(model, { signal, onProgress: onStep }).then(
        () => null,
        (error: unknown) => ({ error }),
      );
      const message = failed?.error instanceof Error ? failed.error.message.slice(0, 500) : "unknown";
      const seconds = (deps.now().getTime() - startedAt) / 1_000;
      return {
        status: failed === null ? "completed" : signal.aborted ? "cancelled" : "failed",
        counts: {},
        metrics: { model, seconds },
        errors: failed === null ? [] : [{ reason: "pull", message }],
        failure: failed,
      } as const satisfies { status: RunStatus } & Record<string, unknown>;
    },
  );
  if (failure !== null) throw failure.error;
  return { runId, status, model };
}
