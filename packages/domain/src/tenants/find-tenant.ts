import type { Db } from "@cti/db/client";
import { tenants } from "@cti/db/schema/tenants";
import { eq } from "drizzle-orm";

import { DomainError } from "../errors.ts";

export type Tenant = typeof tenants.$inferSelect;

/** A tenant by its slug or its number. */
export async function findTenant(db: Db, name: string | number): Promise<Tenant> {
  const isNumber = typeof name === "number" || /^\d{1,15}$/.test(name);
  const [tenant] = await db
    .select()
    .from(tenants)
    .where(isNumber ? eq(tenants.id, Number(name)) : eq(tenants.slug, name));
  if (!tenant) throw new DomainError("not_found", `There is no tenant ${name}; \`tenants list\` shows them`);
  return tenant;
}
