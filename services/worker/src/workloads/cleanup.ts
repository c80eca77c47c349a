import { forgetOldSessions } from "@cti/domain/accounts/sessions";
import { forgetOldRequests } from "@cti/domain/requests/forget-old-requests";
import { cleanup as forgetOldHistory } from "@cti/domain/runs/cleanup";
import type { Workload } from "@cti/queue/queue-types";

import type { WorkloadDeps } from "./workload-deps.ts";

const dayMs = 86_400_000;

/** Forgets history that is older than it is to be kept, and what requests left behind for a while. */
export function cleanup({ stage, keepDays }: WorkloadDeps): Workload {
  return {
    job: "cleanup",
    run: async ({ payload: { trigger, actor }, signal }) => {
      const result = await forgetOldHistory(stage, { keepDays, trigger, actor, signal });
      if (result.status === "cancelled") signal.throwIfAborted();
      const { db, now } = stage;
      const requests = await forgetOldRequests(db, now());
      // Who left one alone for longer than it lives has signed out, whatever the setting of the web service is.
      const sessions = await forgetOldSessions(db, now(), keepDays * dayMs);
      return { ...result, forgotten: { ...requests, sessions } };
    },
  };
}
