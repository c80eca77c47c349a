import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

/**
 * Works for a tenant: inside, `current_tenant()` is this one, for row-level security, for the columns that default to
 * it and for every condition that names it. Outside of it nothing of any tenant's is seen or written.
 */
export async function asTenant<T>(db: Db, tenantId: number, work: (tx: Db) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('cti.tenant', ${String(tenantId)}, true)`);
    return work(tx);
  });
}
