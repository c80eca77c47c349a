import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

import { forEachTenant } from "../tenants/for-each-tenant.ts";
import { dueSubjects } from "./due-subjects.ts";

/** How many articles and stories wait for a rank; those of each open tenant count apart. */
export async function countDueSubjects(
  { db, now }: { db: Db; now: () => Date },
  { all }: { all: boolean },
): Promise<number> {
  const counted = await forEachTenant(db, async (tx) => {
    const [row] = await tx.execute<{ count: number }>(
      sql`select count(*)::int as count from (${dueSubjects(now(), all)}) due`,
    );
    return row?.count ?? 0;
  });
  return counted.reduce((sum, { result }) => sum + result, 0);
}
