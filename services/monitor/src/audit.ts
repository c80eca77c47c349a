import { recordAudit } from "@cti/domain/audit/record";
import { recordable } from "@cti/domain/workers/recordable";
import type { FastifyRequest } from "fastify";

import type { MonitorDeps } from "./monitor-deps.ts";

/** What somebody did through the dashboard, and what came of it. */
export type Act = {
  action: string;
  subject: string;
  outcome: string;
  detail?: Record<string, unknown>;
};

/** Writes it to the audit log; when that fails the log keeps it, and the caller is told by the error. */
export async function auditAct(deps: MonitorDeps, request: FastifyRequest, act: Act): Promise<void> {
  const { db, log, now, settings } = deps;
  const { action, subject, outcome, detail } = act;
  const entry = {
    actor: settings.auth.user,
    address: request.ip,
    action,
    subject,
    // First, because of a long detail only the beginning is kept.
    detail: { outcome, through: "monitor", ...detail },
    now: now(),
  };
  try {
    await recordAudit(db, entry);
  } catch (error) {
    log.error(
      { err: error, act: { ...entry, detail: recordable(entry.detail) } },
      "done, but not written to the audit log",
    );
    throw error;
  }
  log.info(
    { actor: entry.actor, address: entry.address, action, subject, outcome },
    "changed by the dashboard",
  );
}
