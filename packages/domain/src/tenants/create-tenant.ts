import type { Db } from "@cti/db/client";
import { tenants } from "@cti/db/schema/tenants";

import { DomainError } from "../errors.ts";
import { getTenant } from "./get-tenant.ts";
import type { TenantLine } from "./tenant-line.ts";

/**
 * A tenant without members. Its articles and stories have no rank until the next ranking.
 * Throws `invalid` for a slug that is none and `conflict` for one that is taken.
 */
export async function createTenant(
  db: Db,
  { slug, name }: { slug: string; name: string },
  now: Date,
): Promise<TenantLine> {
  if (!/^[a-z0-9-]{2,40}$/.test(slug) || /^\d+$/.test(slug))
    throw new DomainError(
      "invalid",
      `${slug} cannot be a slug: write 2 to 40 of a-z, 0-9 and -, not digits alone`,
    );
  const [created] = await db
    .insert(tenants)
    .values({ slug, name: checkedName(name), createdAt: now })
    .onConflictDoNothing({ target: tenants.slug })
    .returning({ id: tenants.id });
  if (!created) throw new DomainError("conflict", `There is a tenant ${slug} already`);
  return getTenant(db, created.id);
}

/** A name is one line of at most 200 characters. Throws `invalid`. */
export function checkedName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === "" || trimmed.length > 200 || /\p{Cc}/u.test(trimmed))
    throw new DomainError("invalid", "The name of a tenant is one line of 1 to 200 characters");
  return trimmed;
}
