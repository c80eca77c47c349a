import type { Db } from "@cti/db/client";
import type { Subject } from "@cti/db/schema/notes";
import { sql } from "drizzle-orm";

import { idArray } from "../articles/sql-list.ts";
import { pageOf, readCursor, writeCursor } from "../paging/cursor.ts";
import { tagsOf } from "./show-triage.ts";
import { needSubject, type SubjectRef } from "./subject.ts";

/** A tag on a subject, as it was or as it is now. */
export type TagRow = { id: number; tag: string; actor: string; created_at: string };

/** How a tag is written: in lower case, so that nobody's spelling makes another one. */
export function foldTag(text: string): string {
  return text.normalize("NFC").toLowerCase().replace(/\s+/gu, " ").trim();
}

/** Tags one subject; says nothing where it has the tag. Returns its tags. Throws `not_found`. */
export async function addTag(
  tx: Db,
  { subject, id, tag }: SubjectRef & { tag: string },
  by: { actor: string; now: Date },
): Promise<string[]> {
  await needSubject(tx, { subject, id });
  await writeTags(tx, { subject, ids: [id], tags: [tag] }, by);
  return tagsOf(tx, { subject, id });
}

/** Takes a tag off one subject; says nothing where it is not there. Throws `not_found` for the subject. */
export async function removeTag(
  tx: Db,
  { subject, id, tag }: SubjectRef & { tag: string },
): Promise<string[]> {
  await needSubject(tx, { subject, id });
  await dropTags(tx, { subject, ids: [id], tags: [tag] });
  return tagsOf(tx, { subject, id });
}

type Many = { subject: Subject; ids: readonly number[]; tags: readonly string[] };

/** Gives each of the subjects each of the tags; returns what is new. */
export async function writeTags(
  tx: Db,
  { subject, ids, tags }: Many,
  { actor, now }: { actor: string; now: Date },
): Promise<{ id: number; tag: string }[]> {
  if (tags.length === 0 || ids.length === 0) return [];
  const rows = await tx.execute<{ id: string; tag: string }>(sql`
    insert into subject_tags (subject, subject_id, tag, actor, created_at)
    select ${subject}, s.id, t.tag, ${actor}, ${now.toISOString()}::timestamptz
    from unnest(${`{${ids.join(",")}}`}::text::bigint[]) s(id), json_array_elements_text(${jsonOf(tags)}::json) t(tag)
    on conflict do nothing returning subject_id as id, tag`);
  return rows.map(({ id, tag }) => ({ id: Number(id), tag }));
}

/** Takes the tags off the subjects; returns what was there. */
export async function dropTags(tx: Db, { subject, ids, tags }: Many): Promise<TagRow[]> {
  if (tags.length === 0 || ids.length === 0) return [];
  const rows = await tx.execute<Omit<TagRow, "id"> & { id: string }>(sql`
    delete from subject_tags t where t.tenant_id = current_tenant() and t.subject = ${subject}
      and t.subject_id = ${idArray(ids)} and t.tag in (select json_array_elements_text(${jsonOf(tags)}::json))
    returning t.subject_id as id, t.tag, t.actor, t.created_at::text as created_at`);
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}

function jsonOf(tags: readonly string[]): string {
  return JSON.stringify([...new Set(tags.map(foldTag))]);
}

/** A tag with how many of each kind carry it. */
export type TagLine = { tag: string; articles: number; stories: number; entities: number };

/** The tenant's own tags in order. Throws BadCursor. */
export async function listTags(
  db: Db,
  { prefix, limit, cursor }: { prefix: string | null; limit: number; cursor: string | null },
): Promise<{ items: TagLine[]; next_cursor: string | null }> {
  const after = readCursor(cursor, "tag", "text");
  const rows = await db.execute<TagLine>(sql`
    select t.tag, count(*) filter (where t.subject = 'article')::int as articles,
      count(*) filter (where t.subject = 'story')::int as stories, count(*) filter (where t.subject = 'entity')::int as entities
    from subject_tags t where t.tenant_id = current_tenant()
      and ${after ? sql`t.tag collate "C" > ${after.key}` : sql`true`}
      and ${prefix === null ? sql`true` : sql`starts_with(t.tag, ${foldTag(prefix)})`}
    group by t.tag order by t.tag collate "C" limit ${limit + 1}`);
  return pageOf([...rows], limit, ({ tag }) => writeCursor("tag", tag, 0));
}
