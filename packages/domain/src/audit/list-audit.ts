import type { Db } from "@cti/db/client";
import { auditLog } from "@cti/db/schema/audit-log";
import { and, desc, eq, gte, lt } from "drizzle-orm";

export type AuditFilter = {
  actor?: string;
  action?: string;
  subject?: string;
  since?: Date;
  until?: Date;
  /** Only rows older than this one: the `next` of the page before. */
  before?: number;
  limit: number;
};

export type AuditRow = {
  id: number;
  at: Date;
  actor: string;
  address: string | null;
  action: string;
  subject: string;
  detail: Record<string, unknown>;
};

/** The latest rows first; `next` leads to the page after, null at the end. */
export async function listAudit(
  db: Db,
  filter: AuditFilter,
): Promise<{ rows: AuditRow[]; next: number | null }> {
  const { actor, action, subject, since, until, before, limit } = filter;
  const rows = await db
    .select({
      id: auditLog.id,
      at: auditLog.at,
      actor: auditLog.actor,
      address: auditLog.address,
      action: auditLog.action,
      subject: auditLog.subject,
      detail: auditLog.detail,
    })
    .from(auditLog)
    .where(
      and(
        actor === undefined ? undefined : eq(auditLog.actor, actor),
        action === undefined ? undefined : eq(auditLog.action, action),
        subject === undefined ? undefined : eq(auditLog.subject, subject),
        since && gte(auditLog.at, since),
        until && lt(auditLog.at, until),
        before === undefined ? undefined : lt(auditLog.id, before),
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  return { rows: page, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}
