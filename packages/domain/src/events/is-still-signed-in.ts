import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

import type { Principal } from "../accounts/principal.ts";
import { asTenant } from "../tenants/as-tenant.ts";

/** Whether what somebody showed when a long answer began would be taken again. Sessions end after `idleMs` of silence. */
export async function isStillSignedIn(
  db: Db,
  { kind, sessionId, tokenId, userId, tenantId }: Principal,
  { now, idleMs }: { now: Date; idleMs: number },
): Promise<boolean> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const idleSince = sql`${new Date(now.getTime() - idleMs).toISOString()}::timestamptz`;
  const credential =
    kind === "session"
      ? sql`select 1 from sessions where id = ${sessionId} and expires_at > ${at} and last_seen_at > ${idleSince}`
      : sql`select 1 from api_tokens where id = ${tokenId} and tenant_id = current_tenant()
          and revoked_at is null and expires_at > ${at}`;
  return asTenant(db, tenantId, async (tx) => {
    const rows = await tx.execute(sql`
      select 1 from memberships m
      join users u on u.id = m.user_id and u.disabled_at is null
      join tenants t on t.id = m.tenant_id and t.disabled_at is null
      where m.user_id = ${userId} and m.tenant_id = ${tenantId} and exists (${credential})`);
    return rows.length > 0;
  });
}
