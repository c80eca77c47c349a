import type { Db } from "@cti/db/client";
import { events } from "@cti/db/schema/events";
import { scores } from "@cti/db/schema/scores";
import { defaultTenantId } from "@cti/db/default-tenant";
import { currentTenant, tenants } from "@cti/db/schema/tenants";
import { eq } from "drizzle-orm";

import { holdAcceptedClaims, settleClaims } from "../analyses/settle-claims.ts";
import { DomainError } from "../errors.ts";
import { withinTenant } from "./as-tenant.ts";
import { getTenant } from "./get-tenant.ts";
import type { TenantLine } from "./tenant-line.ts";

/**
 * Removes a tenant with all that is its own: triage, notes, tags, searches, watchlists, verdicts, benign entries,
 * ranks, tokens, sessions, memberships. Articles and stories are everybody's, but mentions that a model proposed and
 * only this tenant accepted go; the audit log forgets nothing.
 * Throws `conflict` for the first one, `changed` when it has another revision than expected (null takes any), and
 * `invalid` when `confirm` is not its slug.
 */
export async function removeTenant(
  db: Db,
  id: number,
  { confirm, expected }: { confirm: string; expected: number | null },
): Promise<TenantLine> {
  return db.transaction(async (tx) => {
    // Articles before tenants, as for whoever judges.
    const held = await withinTenant(tx, id, holdAcceptedClaims);
    await tx.select({ id: tenants.id }).from(tenants).where(eq(tenants.id, id)).for("update");
    const tenant = await getTenant(tx, id);
    if (id === defaultTenantId)
      throw new DomainError("conflict", `${tenant.slug} is the tenant that every installation has`);
    if (confirm !== tenant.slug)
      throw new DomainError("invalid", `Confirm with its slug, ${tenant.slug}: nothing brings it back`);
    if (expected !== null && tenant.revision !== expected)
      throw new DomainError("changed", `The tenant ${tenant.slug} was changed in the meantime`);
    // These two have no foreign key that would take them along.
    await withinTenant(tx, id, (own) => own.delete(scores).where(eq(scores.tenantId, currentTenant)));
    await tx.delete(events).where(eq(events.tenantId, id));
    await tx.delete(tenants).where(eq(tenants.id, id));
    await settleClaims(tx, held);
    return tenant;
  });
}
