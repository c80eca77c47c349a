import type { Db } from "@cti/db/client";
import { notes, type Subject } from "@cti/db/schema/notes";
import { currentTenant } from "@cti/db/schema/tenants";
import { and, desc, eq, lt } from "drizzle-orm";

import { BadCursor, pageOf, readCursor, writeCursor } from "../paging/cursor.ts";
import { noteColumns, type NoteLine } from "./note-line.ts";

export type NoteFilter = { subject?: Subject | null; subjectId?: number | null; actor?: string | null };

/** Notes of the tenant, the newest first. Throws BadCursor. */
export async function listNotes(
  db: Db,
  { subject = null, subjectId = null, actor = null }: NoteFilter,
  { limit, cursor = null }: { limit: number; cursor?: string | null },
): Promise<{ items: NoteLine[]; next_cursor: string | null }> {
  const after = readCursor(cursor, "newest");
  if (after && typeof after.id !== "number") throw new BadCursor();
  const rows = await db
    .select(noteColumns)
    .from(notes)
    .where(
      and(
        eq(notes.tenantId, currentTenant),
        subject === null ? undefined : eq(notes.subject, subject),
        subjectId === null ? undefined : eq(notes.subjectId, subjectId),
        actor === null ? undefined : eq(notes.actor, actor),
        after ? lt(notes.id, Number(after.id)) : undefined,
      ),
    )
    .orderBy(desc(notes.id))
    .limit(limit + 1);
  return pageOf(rows, limit, ({ id }) => writeCursor("newest", null, id));
}
