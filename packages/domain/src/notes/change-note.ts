import type { Db } from "@cti/db/client";
import { notes } from "@cti/db/schema/notes";
import { and, eq, sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { needSubject, type SubjectRef } from "../triage/subject.ts";
import { noteColumns, type NoteLine, ofTenant, showNote } from "./note-line.ts";

/** Writes a note beside a subject. Throws `not_found` when there is no such subject. */
export async function createNote(
  tx: Db,
  { subject, id, text }: SubjectRef & { text: string },
  { actor, now }: { actor: string; now: Date },
): Promise<NoteLine> {
  await needSubject(tx, { subject, id });
  const [note] = await tx
    .insert(notes)
    .values({ subject, subjectId: id, text, actor, createdAt: now, updatedAt: now })
    .returning(noteColumns);
  if (!note) throw new Error("The note was not stored.");
  return note;
}

type Expected = { actor: string; revision: number | null };

/**
 * Changes the text of one's own note. `revision` is the one that was read; null takes any. Throws `not_found`,
 * `forbidden` for the note of somebody else, `changed` for another revision.
 */
export async function changeNote(
  tx: Db,
  id: number,
  text: string,
  { actor, revision, now }: Expected & { now: Date },
): Promise<NoteLine> {
  const before = await showNote(tx, id);
  if (before.actor !== actor)
    throw new DomainError("forbidden", `This note is ${before.actor}'s; write one of your own`);
  const [note] = await tx
    .update(notes)
    .set({ text, updatedAt: now, revision: sql`${notes.revision} + 1` })
    .where(and(ofTenant(id), revision === null ? undefined : eq(notes.revision, revision)))
    .returning(noteColumns);
  if (!note) throw changed(id);
  return note;
}

/** Removes a note: one's own, or as an admin anybody's. Throws as `changeNote`. Returns what it was. */
export async function removeNote(
  tx: Db,
  id: number,
  { actor, revision, isAdmin }: Expected & { isAdmin: boolean },
): Promise<NoteLine> {
  const before = await showNote(tx, id);
  if (before.actor !== actor && !isAdmin)
    throw new DomainError("forbidden", `This note is ${before.actor}'s; they or an admin can remove it`);
  const [note] = await tx
    .delete(notes)
    .where(and(ofTenant(id), revision === null ? undefined : eq(notes.revision, revision)))
    .returning(noteColumns);
  if (!note) throw changed(id);
  return note;
}

function changed(id: number): DomainError {
  return new DomainError("changed", `Note ${id} was changed since it was read`);
}
