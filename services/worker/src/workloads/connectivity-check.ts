import { checkConnectivity } from "@cti/domain/health/check-connectivity";
import type { Workload } from "@cti/queue/queue-types";

import type { WorkloadDeps } from "./workload-deps.ts";

/** Tries whether hosts of failing sources answer again. */
export function connectivityCheck({ stage }: WorkloadDeps): Workload {
  return {
    job: "connectivity-check",
    run: async ({ payload: { trigger, actor }, signal }) => {
      const result = await checkConnectivity(stage, { trigger, actor, signal });
      if (result.status === "cancelled") signal.throwIfAborted();
      return result;
    },
  };
}
