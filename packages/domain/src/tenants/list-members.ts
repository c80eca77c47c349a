import type { Db } from "@cti/db/client";
import { memberships } from "@cti/db/schema/tenants";
import { and, eq, gt } from "drizzle-orm";

import { BadCursor, pageOf, readCursor, writeCursor } from "../paging/cursor.ts";
import { type MemberLine, memberLines } from "./member-line.ts";

/** In the order of their numbers. Throws BadCursor. */
export async function listMembers(
  db: Db,
  tenantId: number,
  { limit, cursor = null }: { limit: number; cursor?: string | null },
): Promise<{ items: MemberLine[]; next_cursor: string | null }> {
  const after = readCursor(cursor, "members");
  if (after && typeof after.id !== "number") throw new BadCursor();
  const rows = await memberLines(
    db,
    and(eq(memberships.tenantId, tenantId), after ? gt(memberships.userId, Number(after.id)) : undefined),
    limit + 1,
  );
  return pageOf(rows, limit, (row) => writeCursor("members", null, row.user_id));
}
