import type { Db } from "@cti/db/client";
import { tenants } from "@cti/db/schema/tenants";
import { asc, isNull } from "drizzle-orm";

import { asTenant } from "./as-tenant.ts";
import type { Tenant } from "./find-tenant.ts";

/** Those that are open, in the order of their numbers. */
export async function openTenants(db: Db): Promise<Tenant[]> {
  return db.select().from(tenants).where(isNull(tenants.disabledAt)).orderBy(asc(tenants.id));
}

/**
 * Works for each open tenant, one after the other, each in a transaction of its own: what every process without a
 * tenant does that concerns all of them. The first error ends it; what was done for the tenants before stays done.
 */
export async function forEachTenant<T>(
  db: Db,
  work: (tx: Db, tenant: Tenant) => Promise<T>,
): Promise<{ tenant: Tenant; result: T }[]> {
  const results: { tenant: Tenant; result: T }[] = [];
  for (const tenant of await openTenants(db))
    results.push({ tenant, result: await asTenant(db, tenant.id, (tx) => work(tx, tenant)) });
  return results;
}
