import { createHash, randomBytes } from "node:crypto";

import type { Db } from "@cti/db/client";
import { undoTokens } from "@cti/db/schema/requests";
import { currentTenant } from "@cti/db/schema/tenants";
import { and, eq, lte } from "drizzle-orm";

const tenMinutesMs = 600_000;

/** Keeps what an action replaced, and gives a token of 256 bits that takes it back once within ten minutes. */
export async function giveUndo(
  tx: Db,
  { action, before }: { action: string; before: unknown },
  { principal, now }: { principal: string; now: Date },
): Promise<{ token: string; until: Date }> {
  const token = randomBytes(32).toString("base64url");
  const until = new Date(now.getTime() + tenMinutesMs);
  await tx
    .delete(undoTokens)
    .where(and(eq(undoTokens.tenantId, currentTenant), lte(undoTokens.expiresAt, now)));
  await tx
    .insert(undoTokens)
    .values({ tokenHash: hashOf(token), principal, action, before, createdAt: now, expiresAt: until });
  return { token, until };
}

/** Tokens are stored as their hash only. */
export function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
