import { cleanup as forgetOldHistory } from "@cti/domain/runs/cleanup";
import type { Workload } from "@cti/queue/queue-types";

import type { WorkloadDeps } from "./workload-deps.ts";

/** Forgets history that is older than it is to be kept. */
export function cleanup({ stage, keepDays }: WorkloadDeps): Workload {
  return {
    job: "cleanup",
    run: async ({ payload: { trigger, actor }, signal }) => {
      const result = await forgetOldHistory(stage, { keepDays, trigger, actor, signal });
      if (result.status === "cancelled") signal.throwIfAborted();
      return result;
    },
  };
}
