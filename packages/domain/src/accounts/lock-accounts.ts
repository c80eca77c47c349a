import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

const accountsLock = 7_382_031;

/**
 * Until the end of the transaction nobody else changes who may do what, so that two admins cannot take each other's
 * role away at the same time, and the first admin is made once.
 */
export async function lockAccounts(tx: Db): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${accountsLock})`);
}
