import type { modelRoutes } from "@cti/contract/routes/models";
import { reportModels } from "@cti/domain/analyses/report-models";
import { describeModels } from "@cti/domain/models/describe-models";
import { modelsToPull, queuePulls } from "@cti/domain/models/pull-models";

import type { Handlers } from "../handler.ts";
import { recent } from "./recent.ts";

const viewAge = { fresh: 3_000, stale: 3_000 };

export const modelHandlers: Handlers<typeof modelRoutes> = {
  getModels: async (_call, deps) => (await recent(deps, "models", viewAge, () => describeModels(deps))).value,

  pullModel: async ({ body: { name }, actor, inTenant, audit }, { models, queues }) => {
    const names = await modelsToPull(models, name ?? null);
    const jobs = await queuePulls(queues, names, { trigger: "api", actor });
    if (names.length > 0)
      await inTenant((tx) =>
        audit(tx, "model.pull", names.join(", "), { jobs: jobs.map((job) => job.job_id) }, "installation"),
      );
    return { jobs };
  },

  reportModels: ({ inTenant }) => inTenant(async (tx) => ({ items: await reportModels(tx) })),
};
