import type { Db } from "@cti/db/client";
import { auditLog } from "@cti/db/schema/audit-log";
import { settings } from "@cti/db/schema/settings";
import { sql } from "drizzle-orm";

import { storable } from "../storable.ts";
import { recordable } from "../workers/recordable.ts";
import { type AuditContent, auditHash, type AuditHead, headKey, rootHash } from "./audit-hash.ts";
import { readHead } from "./read-head.ts";

/** What somebody did. `address` is where it came from; null for commands on this machine. */
export type AuditEntry = {
  actor: string;
  /** Whose admins may read it; null concerns the installation. Without it, the tenant of the transaction. */
  tenantId?: number | null;
  address: string | null;
  action: string;
  subject: string;
  detail: Record<string, unknown>;
  now: Date;
};

/** Rows are chained, so they are added one at a time. */
const auditLock = 7_382_011;

/**
 * Adds a row to the audit log, bound to the row before by its hash; secrets in `detail` are blotted out.
 * In a transaction of the caller it is kept or dropped together with what it tells of. Returns its number.
 */
export async function recordAudit(db: Db, entry: AuditEntry): Promise<number> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${auditLock})`);
    // The kept end, not the last row that is there: else a new row would hide that others were cut off before it.
    const last = await readHead(tx);
    const [next] = await tx.execute<{ id: number; tenant: number | null }>(
      sql`select nextval(pg_get_serial_sequence('audit_log', 'id'))::float8 as id, current_tenant()::float8 as tenant`,
    );
    const content: AuditContent = {
      id: next?.id ?? 0,
      at: entry.now,
      tenantId: entry.tenantId === undefined ? (next?.tenant ?? null) : entry.tenantId,
      actor: storable(entry.actor.slice(0, 200)),
      address: storable(entry.address?.slice(0, 100) ?? null),
      action: storable(entry.action.slice(0, 100)),
      subject: storable(entry.subject.slice(0, 500)),
      detail: recordable(entry.detail),
    };
    const previousHash = last?.hash ?? rootHash;
    const hash = auditHash(previousHash, content);
    await tx
      .insert(auditLog)
      .overridingSystemValue()
      .values({ ...content, previousHash, hash });
    // The end of the chain is kept apart, so that rows cut off there are missed.
    const head: AuditHead = { id: content.id, hash };
    await tx
      .insert(settings)
      .values({ key: headKey, value: head, updatedAt: entry.now })
      .onConflictDoUpdate({ target: settings.key, set: { value: head, updatedAt: entry.now } });
    return content.id;
  });
}
