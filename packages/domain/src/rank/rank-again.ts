import type { Db } from "@cti/db/client";
import { scores } from "@cti/db/schema/scores";
import { currentTenant } from "@cti/db/schema/tenants";
import { and, eq } from "drizzle-orm";

/** Of a rank that no longer holds: what it says stays to be seen until the ranker comes by. */
export const outdatedVersion = "";

/** Makes the ranks of all stories of this tenant due. */
export async function rankStoriesAgain(tx: Db): Promise<void> {
  await tx
    .update(scores)
    .set({ version: outdatedVersion })
    .where(and(eq(scores.tenantId, currentTenant), eq(scores.subject, "story")));
}
