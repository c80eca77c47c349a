import type { Db } from "@cti/db/client";
import { auditLog } from "@cti/db/schema/audit-log";
import { and, desc, eq, gte, lt, sql } from "drizzle-orm";

import { BadCursor, pageOf, readCursor, writeCursor } from "../paging/cursor.ts";

export type AuditFilter = {
  /** Only rows of this tenant; without it those of all and of the installation. */
  tenantId?: number;
  actor?: string;
  /** All actions that begin so: `user` has `user.create` and `user.role`. */
  action?: string;
  subject?: string;
  since?: Date;
  until?: Date;
};

/** The JSON of a row of the audit log. */
export type AuditRow = {
  id: number;
  at: Date;
  tenant_id: number | null;
  actor: string;
  address: string | null;
  action: string;
  subject: string;
  detail: Record<string, unknown>;
};

/** The latest rows first. Throws BadCursor. */
export async function listAudit(
  db: Db,
  filter: AuditFilter,
  { limit, cursor = null }: { limit: number; cursor?: string | null },
): Promise<{ items: AuditRow[]; next_cursor: string | null }> {
  const { tenantId, actor, action, subject, since, until } = filter;
  const after = lastOf(cursor);
  const rows = await db
    .select({
      id: auditLog.id,
      at: auditLog.at,
      tenant_id: auditLog.tenantId,
      actor: auditLog.actor,
      address: auditLog.address,
      action: auditLog.action,
      subject: auditLog.subject,
      detail: auditLog.detail,
    })
    .from(auditLog)
    .where(
      and(
        tenantId === undefined ? undefined : eq(auditLog.tenantId, tenantId),
        actor === undefined ? undefined : eq(auditLog.actor, actor),
        action === undefined ? undefined : sql`starts_with(${auditLog.action}, ${action})`,
        subject === undefined ? undefined : eq(auditLog.subject, subject),
        since && gte(auditLog.at, since),
        until && lt(auditLog.at, until),
        after === null ? undefined : lt(auditLog.id, after),
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(limit + 1);
  return pageOf(rows, limit, ({ id }) => writeCursor(sortName, null, id));
}

const sortName = "audit";

function lastOf(cursor: string | null): number | null {
  const last = readCursor(cursor, sortName);
  if (typeof last?.id === "string") throw new BadCursor();
  return last?.id ?? null;
}
