import type { Db } from "@cti/db/client";
import type { SQL } from "drizzle-orm";

import type { SortedId } from "./article-orders.ts";

/** The rows of a statement that gives `id` and `key`. */
export async function readSortedIds(db: Db, query: SQL): Promise<SortedId[]> {
  const rows = await db.execute<{ id: string; key: SortedId["key"] }>(query);
  return rows.map(({ id, key }) => ({ id: Number(id), key }));
}
