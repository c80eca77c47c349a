import type { Db } from "@cti/db/client";
import { auditLog } from "@cti/db/schema/audit-log";
import { asc, gt } from "drizzle-orm";

import { auditHash, type AuditHead, rootHash } from "./audit-hash.ts";
import { readHead } from "./read-head.ts";

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
  let isHeadSeen = false;
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
  const isWhole = isHeadSeen || (head === null && rows === 0);
  return { rows, head: last.hash, firstBreak: isWhole ? null : cutAfter(last.id, head) };
}

function breakAt(row: typeof auditLog.$inferSelect, last: AuditHead): AuditBreak | null {
  const { id, previousHash, hash } = row;
  if (auditHash(previousHash, row) !== hash)
    return { id, kind: "changed", message: `Row ${id} was changed after it was written` };
  if (previousHash === last.hash) return null;
  const where = last.id === 0 ? `before row ${id}` : `between row ${last.id} and row ${id}`;
  return { id, kind: "moved", message: `Rows ${where} were removed, or their order was changed` };
}

function cutAfter(id: number, head: AuditHead | null): AuditBreak {
  const message = head
    ? `Rows after row ${id} were removed; the last written was row ${head.id}`
    : `What was kept of the end is gone, so rows after row ${id} may have been removed`;
  return { id, kind: "cut", message };
}
