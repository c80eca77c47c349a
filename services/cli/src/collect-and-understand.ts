import {
  type CollectEvent,
  type CollectOptions,
  type CollectSummary,
  collect,
} from "@cti/domain/sources/collect";
import { runStages, type StageDeps, type StageEvent, type StageResult } from "@cti/domain/stages/run-stages";

/** After new knowledge a collect extracts so many old articles at most; `pipeline run` does all of them. */
const stageLimit = 5_000;

export type Collected = CollectSummary & { stages: StageResult[] };

/** Collects, and then does what is due in the stages that the settings switch on. */
export async function collectAndUnderstand(
  deps: StageDeps,
  options: CollectOptions,
  events: {
    signal: AbortSignal;
    onEvent: (event: CollectEvent) => void;
    /** Called between collecting and what follows it. */
    onCollected: () => void;
    onStage: (event: StageEvent) => void;
  },
): Promise<Collected> {
  const summary = await collect(deps, options, events);
  if (options.dryRun || events.signal.aborted) return { ...summary, stages: [] };
  events.onCollected();
  const { trigger, actor } = options;
  const stages = await runStages(
    deps,
    { names: deps.stages.enabled, limit: stageLimit, all: false, trigger, actor },
    { signal: events.signal, onProgress: events.onStage },
  );
  return { ...summary, stages };
}
