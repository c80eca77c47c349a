import type { Db } from "@cti/db/client";
import { auditLog } from "@cti/db/schema/audit-log";
import { settings } from "@cti/db/schema/settings";
import { asc, eq, gt } from "drizzle-orm";

import { auditHash, type AuditHead, headKey, rootHash } from "./audit-hash.ts";

/**
 * `changed`: the row says something else than when it was written. `moved`: it does not follow the row before it, so
 * rows between them were removed or the order was changed. `cut`: rows after it were removed; its number is 0 when
 * none is left.
 */
export type AuditBreak = { id: number; kind: "changed" | "moved" | "cut"; message: string };

/** `head` is the hash of the last row: who notes it down can later prove that nothing before it was touched. */
export type AuditCheck = { rows: number; head: string; firstBreak: AuditBreak | null };

const pageSize = 500;

/** Follows the whole chain from its first row and stops at the first that does not fit. */
export async function verifyAudit(db: Db): Promise<AuditCheck> {
  const head = await readHead(db);
  let last = { id: 0, hash: rootHash };
  let rows = 0;
  let isHeadSeen = head === null;
  for (;;) {
    const page = await db
      .select()
      .from(auditLog)
      .where(gt(auditLog.id, last.id))
      .orderBy(asc(auditLog.id))
      .limit(pageSize);
    for (const row of page) {
      const firstBreak = breakAt(row, last);
      if (firstBreak) return { rows, head: last.hash, firstBreak };
      rows += 1;
      last = { id: row.id, hash: row.hash };
      if (head?.id === row.id && head.hash === row.hash) isHeadSeen = true;
    }
    if (page.length < pageSize) break;
  }
  return { rows, head: last.hash, firstBreak: isHeadSeen ? null : cutAfter(last.id, head?.id ?? 0) };
}

async function readHead(db: Db): Promise<AuditHead | null> {
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, headKey));
  return (row?.value as AuditHead | undefined) ?? null;
}

function breakAt(row: typeof auditLog.$inferSelect, last: AuditHead): AuditBreak | null {
  const { id, previousHash, hash } = row;
  if (auditHash(previousHash, row) !== hash)
    return { id, kind: "changed", message: `Row ${id} was changed after it was written` };
  if (previousHash === last.hash) return null;
  const where = last.id === 0 ? `before row ${id}` : `between row ${last.id} and row ${id}`;
  return { id, kind: "moved", message: `Rows ${where} were removed, or their order was changed` };
}

function cutAfter(id: number, headId: number): AuditBreak {
  return {
    id,
    kind: "cut",
    message: `Rows after row ${id} were removed; the last written was row ${headId}`,
  };
}
