import { embedMissing, type EmbedResult } from "@cti/domain/embeddings/embed-missing";
import type { Workload } from "@cti/queue/queue-types";

import { progressTeller } from "./progress-teller.ts";
import type { WorkloadDeps } from "./workload-deps.ts";

/** More than there will be: a sweep does all that is due, its time limit ends it. */
const everything = 1_000_000;

/** Embeds what has no embedding yet, and proposes stories that may be one; without a model there is nothing to do. */
export function embedArticles({ stage, models }: WorkloadDeps): Workload {
  return {
    job: "embed-articles",
    run: async (context): Promise<EmbedResult> => {
      const { payload, signal } = context;
      const { limit = everything, all, trigger, actor } = payload;
      const { windowDays } = stage.stages.stories;
      const tell = progressTeller(context, stage.now);
      const result = await embedMissing(
        { ...stage, models, windowDays },
        { limit, all, trigger, actor },
        {
          signal,
          onProgress: ({ due, done }) => tell(() => ({ due, ...done })),
        },
      );
      signal.throwIfAborted();
      return result;
    },
  };
}
