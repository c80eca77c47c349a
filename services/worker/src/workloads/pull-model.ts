import { pullModel as pull } from "@cti/domain/models/pull-models";
import type { Workload } from "@cti/queue/queue-types";

import { giveUpWhereHopeless } from "./give-up-where-hopeless.ts";
import { progressTeller } from "./progress-teller.ts";
import type { WorkloadDeps } from "./workload-deps.ts";

/** Lets Ollama fetch a model. */
export function pullModel({ stage, models }: WorkloadDeps): Workload {
  return {
    job: "pull-model",
    run: async ({ payload: { model, trigger, actor }, signal, ...context }) => {
      const tell = progressTeller(context, stage.now);
      return giveUpWhereHopeless(signal, () =>
        pull(
          { ...stage, models },
          { model, trigger, actor },
          { signal, onProgress: (progress) => tell(() => ({ ...progress })) },
        ),
      );
    },
  };
}
