import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

/**
 * Works for a tenant: inside, `current_tenant()` is this one, for row-level security, for the columns that default to
 * it and for every condition that names it. Outside of it nothing of any tenant's is seen or written. A statement that
 * takes longer than `timeoutMs` is given up (`isTimeout`).
 */
export async function asTenant<T>(
  db: Db,
  tenantId: number,
  work: (tx: Db) => Promise<T>,
  { timeoutMs }: { timeoutMs?: number } = {},
): Promise<T> {
  return db.transaction(async (tx) => {
    // Awaited: queries begin when somebody waits for them, so the first one of the work could overtake it.
    await tx.execute(
      timeoutMs === undefined
        ? sql`select set_config('cti.tenant', ${String(tenantId)}, true)`
        : sql`select set_config('cti.tenant', ${String(tenantId)}, true),
            set_config('statement_timeout', ${String(timeoutMs)}, true)`,
    );
    return work(tx);
  });
}

/** The same in the middle of somebody's transaction, which afterwards is for whom it was before. */
export async function withinTenant<T>(tx: Db, tenantId: number, work: (inner: Db) => Promise<T>): Promise<T> {
  const [before] = await tx.execute<{ tenant: string }>(
    sql`select coalesce(current_setting('cti.tenant', true), '') as tenant`,
  );
  const result = await asTenant(tx, tenantId, work);
  await tx.execute(sql`select set_config('cti.tenant', ${before?.tenant ?? ""}, true)`);
  return result;
}
