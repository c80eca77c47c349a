import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

const lockKey = 7_382_004;

/** Lets one transaction at a time add sources: two that ask at once whether a URL is followed must not both hear no. */
export async function lockSources(tx: Db): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${lockKey})`);
}
