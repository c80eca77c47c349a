import type { Db } from "@cti/db/client";
import { analysisVerdicts } from "@cti/db/schema/analyses";
import { claimMentions } from "@cti/db/schema/claim-mentions";
import { currentTenant, tenants } from "@cti/db/schema/tenants";
import { and, asc, desc, eq } from "drizzle-orm";

import { withinTenant } from "../tenants/as-tenant.ts";

export type ClaimKey = { analysisId: number; claim: number };

/**
 * Notes whether any tenant accepts a claim that is, or was, a mention. Row-level security lets nobody see what others
 * said, so they are asked one after the other; the word of a tenant is the last of its people's.
 */
export async function settleAcceptance(tx: Db, claim: ClaimKey): Promise<void> {
  const ofClaim = and(eq(claimMentions.analysisId, claim.analysisId), eq(claimMentions.claim, claim.claim));
  const [row] = await tx
    .select({ accepted: claimMentions.accepted })
    .from(claimMentions)
    .where(ofClaim)
    .limit(1);
  if (!row) return;
  const accepted = await isAccepted(tx, claim);
  await tx.update(claimMentions).set({ accepted }).where(ofClaim);
}

async function isAccepted(tx: Db, claim: ClaimKey): Promise<boolean> {
  // Most often the own tenant has just accepted it.
  if (await isAcceptedHere(tx, claim)) return true;
  for (const { id } of await tx.select({ id: tenants.id }).from(tenants).orderBy(asc(tenants.id)))
    if (await withinTenant(tx, id, (own) => isAcceptedHere(own, claim))) return true;
  return false;
}

async function isAcceptedHere(tx: Db, { analysisId, claim }: ClaimKey): Promise<boolean> {
  const [last] = await tx
    .select({ verdict: analysisVerdicts.verdict })
    .from(analysisVerdicts)
    .where(
      and(
        eq(analysisVerdicts.tenantId, currentTenant),
        eq(analysisVerdicts.analysisId, analysisId),
        eq(analysisVerdicts.claim, claim),
      ),
    )
    .orderBy(desc(analysisVerdicts.at), desc(analysisVerdicts.actor))
    .limit(1);
  return last?.verdict === "accepted";
}
