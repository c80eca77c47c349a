import type { Db } from "@cti/db/client";
import { tenants } from "@cti/db/schema/tenants";
import { isNull } from "drizzle-orm";

import type { Principal } from "../accounts/principal.ts";
import { DomainError } from "../errors.ts";

/**
 * Stories belong to all tenants. Where there is but one, its analysts put them together, take them apart and pin them;
 * where there are more, that needs the operator scope. Throws `forbidden`.
 */
export async function mayReshape(tx: Db, who: Pick<Principal, "scopes">): Promise<void> {
  if (!(await canReshape(tx, who)))
    throw new DomainError(
      "forbidden",
      "Several tenants share the stories here: changing them needs the operator scope",
    );
}

/** The same as an answer, for screens that leave out what would be refused. */
export async function canReshape(db: Db, { scopes }: Pick<Principal, "scopes">): Promise<boolean> {
  if (!scopes.includes("write")) return false;
  if (scopes.includes("operator")) return true;
  const open = await db.select({ id: tenants.id }).from(tenants).where(isNull(tenants.disabledAt)).limit(2);
  return open.length <= 1;
}
