import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

/**
 * Changes of a tenant's triage take turns until they commit: of a row that two would make at once, the second could not
 * say what was there before, and undoing it would remove the first.
 */
export async function takeTriageTurn(tx: Db): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(7382031, coalesce(current_tenant(), 0)::int)`);
}
