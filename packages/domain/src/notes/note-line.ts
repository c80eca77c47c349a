import type { Db } from "@cti/db/client";
import { notes, type Subject } from "@cti/db/schema/notes";
import { currentTenant } from "@cti/db/schema/tenants";
import { and, eq, type SQL } from "drizzle-orm";

import { DomainError } from "../errors.ts";

export type NoteLine = {
  id: number;
  subject: Subject;
  subject_id: number;
  /** A subset of Markdown. */
  text: string;
  /** Who wrote it. */
  actor: string;
  revision: number;
  created_at: Date;
  updated_at: Date;
};

export const noteColumns = {
  id: notes.id,
  subject: notes.subject,
  subject_id: notes.subjectId,
  text: notes.text,
  actor: notes.actor,
  revision: notes.revision,
  created_at: notes.createdAt,
  updated_at: notes.updatedAt,
};

export function ofTenant(id: number): SQL | undefined {
  return and(eq(notes.id, id), eq(notes.tenantId, currentTenant));
}

/** One note. Throws `not_found`. */
export async function showNote(db: Db, id: number): Promise<NoteLine> {
  const [note] = await db.select(noteColumns).from(notes).where(ofTenant(id));
  if (!note) throw new DomainError("not_found", `There is no note ${id}`);
  return note;
}
