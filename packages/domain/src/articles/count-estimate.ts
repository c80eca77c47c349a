import type { Db } from "@cti/db/client";
import { type SQL, sql } from "drizzle-orm";

/** How many rows the planner expects of a query; nothing is read for it. */
export async function countEstimate(db: Db, query: SQL): Promise<number> {
  const [row] = await db.execute<{ "QUERY PLAN": { Plan: { "Plan Rows": number } }[] }>(
    sql`explain (format json) ${query}`,
  );
  return row?.["QUERY PLAN"][0]?.Plan["Plan Rows"] ?? 0;
}
