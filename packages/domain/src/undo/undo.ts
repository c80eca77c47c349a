import type { Db } from "@cti/db/client";
import { undoTokens } from "@cti/db/schema/requests";
import { currentTenant } from "@cti/db/schema/tenants";
import { and, eq } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import type { TriageUndo } from "../triage/bulk-triage.ts";
import { restoreTriage } from "../triage/restore-triage.ts";
import { hashOf } from "./give-undo.ts";

/** What was taken back; `over` when the token was used, or its ten minutes have passed. */
export type Undone =
  | { isOver: true }
  | { isOver: false; action: string; subject: "article" | "story"; restored: number[]; skipped: number[] };

/**
 * Restores what an action replaced, exactly as it was, but for what somebody changed since. Throws `not_found` for a
 * token that was not given to this principal.
 */
export async function undo(
  tx: Db,
  token: string,
  { principal, now }: { principal: string; now: Date },
): Promise<Undone> {
  const ofToken = and(
    eq(undoTokens.tokenHash, hashOf(token)),
    eq(undoTokens.tenantId, currentTenant),
    eq(undoTokens.principal, principal),
  );
  const [row] = await tx.select().from(undoTokens).where(ofToken).for("update");
  if (!row) throw new DomainError("not_found", "There is nothing to undo for this token");
  if (row.usedAt !== null || row.expiresAt <= now) return { isOver: true };
  await tx.update(undoTokens).set({ usedAt: now, before: {} }).where(ofToken);
  const before = row.before as TriageUndo;
  const { restored, skipped } = await restoreTriage(tx, before);
  return { isOver: false, action: row.action, subject: before.subject, restored, skipped };
}
