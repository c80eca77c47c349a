import type { Db } from "@cti/db/client";
import { memberships, tenants } from "@cti/db/schema/tenants";
import { count, eq, type SQL, sql } from "drizzle-orm";

/** The JSON of a tenant. */
export type TenantLine = {
  id: number;
  slug: string;
  name: string;
  /** Closed since then; null while it is open. */
  disabled_at: Date | null;
  members: number;
  revision: number;
  created_at: Date;
};

/** Tenants in the order of their slugs. */
export async function tenantLines(db: Db, where: SQL | undefined, limit: number): Promise<TenantLine[]> {
  const counted = db
    .select({ tenantId: memberships.tenantId, members: count().as("members") })
    .from(memberships)
    .groupBy(memberships.tenantId)
    .as("counted");
  return db
    .select({
      id: tenants.id,
      slug: tenants.slug,
      name: tenants.name,
      disabled_at: tenants.disabledAt,
      members: sql<number>`coalesce(${counted.members}, 0)::int`,
      revision: tenants.revision,
      created_at: tenants.createdAt,
    })
    .from(tenants)
    .leftJoin(counted, eq(counted.tenantId, tenants.id))
    .where(where)
    .orderBy(tenants.slug, tenants.id)
    .limit(limit);
}
