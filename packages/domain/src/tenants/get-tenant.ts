import type { Db } from "@cti/db/client";
import { tenants } from "@cti/db/schema/tenants";
import { eq } from "drizzle-orm";

import type { Principal } from "../accounts/principal.ts";
import { DomainError } from "../errors.ts";
import { type TenantLine, tenantLines } from "./tenant-line.ts";

/** A tenant by its number. Throws `not_found`. */
export async function getTenant(db: Db, id: number): Promise<TenantLine> {
  const [tenant] = await tenantLines(db, eq(tenants.id, id), 1);
  if (!tenant) throw missing(id);
  return tenant;
}

/** The same for somebody: there is none but their own, unless they operate the installation. */
export async function getTenantFor(
  db: Db,
  who: Pick<Principal, "tenantId" | "scopes">,
  id: number,
): Promise<TenantLine> {
  if (id !== who.tenantId && !who.scopes.includes("operator")) throw missing(id);
  return getTenant(db, id);
}

function missing(id: number): DomainError {
  return new DomainError("not_found", `There is no tenant ${id}`);
}
