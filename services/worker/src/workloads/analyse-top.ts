import { defaultTenantId } from "@cti/db/default-tenant";
import { analyseTop as requestTop } from "@cti/domain/analyses/analyse-top";
import { queueAnalysis } from "@cti/domain/analyses/request-analysis";
import { asTenant } from "@cti/domain/tenants/as-tenant";
import type { Workload } from "@cti/queue/queue-types";

import type { WorkloadDeps } from "./workload-deps.ts";

/** Asks for summaries of the stories that rank highest for the first tenant; without a model there is nothing to do. */
export function analyseTop({ stage, queues, models, analyses }: WorkloadDeps): Workload {
  return {
    job: "analyse-top",
    run: async ({ payload: { trigger, actor } }) => {
      if (models.settings.url === null) return { requested: 0, already: 0, reason: "no local model" };
      const { db, now } = stage;
      const { maxParts, top } = analyses;
      const asked = { count: top, kind: "summary", trigger, actor } as const;
      const { requested, already } = await asTenant(db, defaultTenantId, (tx) =>
        requestTop(tx, { models, maxParts, now }, asked),
      );
      for (const { id } of requested) await queueAnalysis({ db, queues }, id);
      return { requested: requested.length, already };
    },
  };
}
