import type { Db } from "@cti/db/client";
import { settings } from "@cti/db/schema/settings";
import { eq } from "drizzle-orm";

import { type AuditHead, headKey } from "./audit-hash.ts";

/** The end of the chain as it is kept apart from the log; null before the first row. */
export async function readHead(db: Db): Promise<AuditHead | null> {
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, headKey));
  return (row?.value as AuditHead | undefined) ?? null;
}
