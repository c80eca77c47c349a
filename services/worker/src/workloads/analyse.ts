import { analyseQueued } from "@cti/domain/analyses/analyse-queued";
import { ModelAway } from "@cti/domain/analyses/await-model";
import { jobs } from "@cti/queue/jobs";
import type { Workload } from "@cti/queue/queue-types";
import { stopReason } from "@cti/queue/stop-reasons";
import { TryLater } from "@cti/queue/try-later";

import { giveUpWhereHopeless } from "./give-up-where-hopeless.ts";
import { progressTeller } from "./progress-teller.ts";
import type { WorkloadDeps } from "./workload-deps.ts";

/**
 * Asks the local model what somebody wanted to know of an article or a story; while its server is away the job waits
 * until it is to be asked again.
 */
export function analyse({ stage, models, knowledge, log, analyses: { maxParts } }: WorkloadDeps): Workload {
  return {
    job: "analyse",
    run: async ({ payload: { analysisId, trigger, actor }, attempt, signal, ...context }) => {
      const tell = progressTeller(context, stage.now);
      const isLastTry = attempt >= jobs.analyse.attempts;
      return giveUpWhereHopeless(signal, () =>
        analyseQueued(
          { ...stage, models, knowledge, maxParts },
          { analysisId, trigger, actor, isLastTry },
          {
            signal,
            stopped: () => stopReason(signal)?.kind ?? null,
            onProgress: ({ done, total }) => tell(() => ({ done, total })),
          },
        ),
      ).catch((error: unknown) => {
        if (!(error instanceof ModelAway)) throw error;
        log.info({ analysisId, error: error.message }, "analysis waits for its model");
        throw new TryLater(error.message, error.retryAt, { cause: error });
      });
    },
  };
}
