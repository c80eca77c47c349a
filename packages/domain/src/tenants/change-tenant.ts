import type { Db } from "@cti/db/client";
import { tenants } from "@cti/db/schema/tenants";
import { and, eq, isNull, ne, sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { rankStoriesAgain } from "../rank/rank-again.ts";
import { withinTenant } from "./as-tenant.ts";
import { checkedName } from "./create-tenant.ts";
import { getTenant } from "./get-tenant.ts";
import type { TenantLine } from "./tenant-line.ts";

/** `disabled` closes or opens it: nobody signs in to a closed one, nothing of it is removed. */
export type TenantChange = { name?: string | undefined; disabled?: boolean | undefined };

/**
 * Throws `changed` when it has another revision than expected (null takes any), and `conflict` for closing the last
 * one that is open.
 */
export async function changeTenant(
  db: Db,
  id: number,
  { name, disabled }: TenantChange,
  { expected, now }: { expected: number | null; now: Date },
): Promise<{ before: TenantLine; after: TenantLine }> {
  return db.transaction(async (tx) => {
    // Two that close the last two at once would each see the other one open.
    await tx.execute(sql`select id from tenants order by id for update`);
    const before = await getTenant(tx, id);
    if (expected !== null && before.revision !== expected)
      throw new DomainError("changed", `The tenant ${before.slug} was changed in the meantime`);
    const closes = disabled === true && before.disabled_at === null;
    const opens = disabled === false && before.disabled_at !== null;
    if (closes) await refuseLast(tx, before);
    const values = {
      ...(name !== undefined && { name: checkedName(name) }),
      ...(closes && { disabledAt: now }),
      ...(opens && { disabledAt: null }),
    };
    await tx
      .update(tenants)
      .set({ ...values, revision: sql`${tenants.revision} + 1` })
      .where(eq(tenants.id, id));
    // What changed while it was closed was ranked for the others only.
    if (opens) await withinTenant(tx, id, rankStoriesAgain);
    return { before, after: await getTenant(tx, id) };
  });
}

async function refuseLast(tx: Db, { id, slug }: TenantLine): Promise<void> {
  const [other] = await tx
    .select({ id: tenants.id })
    .from(tenants)
    .where(and(ne(tenants.id, id), isNull(tenants.disabledAt)))
    .limit(1);
  if (!other)
    throw new DomainError("conflict", `${slug} is the last open tenant: nobody could sign in any more`);
}
