import type { Db } from "@cti/db/client";
import { savedSearches } from "@cti/db/schema/saved-searches";
import { and, asc, eq, or, sql } from "drizzle-orm";

import { BadCursor, pageOf, readCursor, writeCursor } from "../paging/cursor.ts";
import { savedSearchColumns, type SavedSearchLine, visibleTo } from "./saved-search-line.ts";

/** The team's searches and the user's own, by name. Throws BadCursor. */
export async function listSavedSearches(
  db: Db,
  { userId, target = null }: { userId: number; target?: "articles" | "stories" | null },
  { limit, cursor }: { limit: number; cursor: string | null },
): Promise<{ items: SavedSearchLine[]; next_cursor: string | null }> {
  const after = readCursor(cursor, "name", "text");
  if (after && typeof after.id !== "number") throw new BadCursor();
  const name = sql`lower(${savedSearches.name}) collate "C"`;
  const rows = await db
    .select({ ...savedSearchColumns, folded: sql<string>`lower(${savedSearches.name})` })
    .from(savedSearches)
    .where(
      and(
        visibleTo(userId),
        target === null ? undefined : eq(savedSearches.target, target),
        after
          ? or(sql`${name} > ${after.key}`, sql`${name} = ${after.key} and ${savedSearches.id} > ${after.id}`)
          : undefined,
      ),
    )
    .orderBy(name, asc(savedSearches.id))
    .limit(limit + 1);
  return pageOf(rows, limit, ({ folded, id }) => writeCursor("name", folded, id));
}
