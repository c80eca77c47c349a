import type { Db } from "@cti/db/client";
import { defaultTenantId } from "@cti/db/default-tenant";
import { settings } from "@cti/db/schema/settings";
import { eq } from "drizzle-orm";

import { asTenant } from "../tenants/as-tenant.ts";
import { markAll } from "./benign.ts";
import { entriesOfTenant, holdEntries } from "./mark-benign.ts";

const key = "benign.marked";

/** Entries of an installation from before there were tenants and marks get theirs, once. */
export async function markOldEntries(db: Db, now: Date): Promise<void> {
  const isDone = async (tx: Db): Promise<boolean> =>
    (await tx.select({ key: settings.key }).from(settings).where(eq(settings.key, key))).length > 0;
  if (await isDone(db)) return;
  await asTenant(db, defaultTenantId, async (tx) => {
    await holdEntries(tx, "adding");
    if (await isDone(tx)) return;
    for (const entry of await entriesOfTenant(tx)) await markAll(tx, entry);
    await tx.insert(settings).values({ key, value: true, updatedAt: now });
  });
}
