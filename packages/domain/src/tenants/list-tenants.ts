import type { Db } from "@cti/db/client";
import { memberships, tenants } from "@cti/db/schema/tenants";
import { and, eq, gt, inArray } from "drizzle-orm";

import { pageOf, readCursor, writeCursor } from "../paging/cursor.ts";
import { type TenantLine, tenantLines } from "./tenant-line.ts";

/** All of them, those that somebody is a member of, or one alone. */
export type TenantFilter = { userId?: number; tenantId?: number };

/** By slug. Throws BadCursor. */
export async function listTenants(
  db: Db,
  { userId, tenantId }: TenantFilter,
  { limit, cursor = null }: { limit: number; cursor?: string | null },
): Promise<{ items: TenantLine[]; next_cursor: string | null }> {
  const after = readCursor(cursor, "tenants", "text");
  const ofUser = db
    .select({ id: memberships.tenantId })
    .from(memberships)
    .where(eq(memberships.userId, userId ?? 0));
  const rows = await tenantLines(
    db,
    and(
      userId === undefined ? undefined : inArray(tenants.id, ofUser),
      tenantId === undefined ? undefined : eq(tenants.id, tenantId),
      after ? gt(tenants.slug, after.key) : undefined,
    ),
    limit + 1,
  );
  return pageOf(rows, limit, ({ slug, id }) => writeCursor("tenants", slug, id));
}
