import { cancelAnalysisOfJob } from "@cti/domain/analyses/cancel-analysis-of-job";
import type { FastifyRequest } from "fastify";

import { auditAct } from "./audit.ts";
import type { MonitorDeps } from "./monitor-deps.ts";

export type Revocation = Awaited<ReturnType<MonitorDeps["queues"]["cancel"]>>;

/** Takes a waiting job out of its queue, or tells a running one to stop; either way it is written down. */
export async function revokeJob(deps: MonitorDeps, request: FastifyRequest, id: string): Promise<Revocation> {
  const outcome = await deps.queues.cancel(id, deps.settings.auth.user);
  if (outcome === "removed") await cancelAnalysisOfJob(deps.db, id);
  await auditAct(deps, request, { action: "job.revoke", subject: id, outcome });
  return outcome;
}
