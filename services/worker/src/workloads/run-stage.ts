import { runStages, type StageName } from "@cti/domain/stages/run-stages";
import type { JobContext } from "@cti/queue/queue-types";

import { progressTeller } from "./progress-teller.ts";
import type { WorkloadDeps } from "./workload-deps.ts";

type Sweep = "scrape-missing" | "extract-entities" | "cluster" | "rank";

export type StageDone = {
  /** null when nothing was due. */
  runId: number | null;
  status: string;
  durationMs: number;
  done: Record<string, number>;
};

/** More than there will be: a sweep does all that is due, its time limit ends it. */
const everything = 1_000_000;

/** Runs one stage as a job. One that had to stop fails with the reason of its signal: the rest is still due. */
export async function runStage(
  { stage: deps }: WorkloadDeps,
  name: StageName,
  { payload, signal, ...context }: Pick<JobContext<Sweep>, "payload" | "signal" | "progress">,
): Promise<StageDone> {
  const { limit = everything, all, trigger, actor } = payload;
  const tell = progressTeller(context, deps.now);
  const [result] = await runStages(
    deps,
    { names: [name], limit, all, trigger, actor },
    {
      signal,
      onProgress: ({ due, done }) => tell(() => ({ due, ...done })),
    },
  );
  signal.throwIfAborted();
  if (!result) return { runId: null, status: "completed", durationMs: 0, done: {} };
  const { runId, status, durationMs, done } = result;
  return { runId, status, durationMs, done };
}
