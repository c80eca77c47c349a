import type { Db } from "@cti/db/client";
import { type SQL, sql } from "drizzle-orm";

import { idArray } from "../articles/sql-list.ts";
import { DomainError } from "../errors.ts";

/** What people put into a state, note something about, or tag. Stories that were merged away are no subjects any more. */
export type SubjectRef = { subject: "article" | "story" | "entity"; id: number };

const tables: Record<SubjectRef["subject"], SQL> = {
  article: sql`articles s where true`,
  story: sql`stories s where s.merged_into is null`,
  entity: sql`entities s where true`,
};

/** Which of these there are. */
export async function knownSubjects(
  db: Db,
  subject: SubjectRef["subject"],
  ids: readonly number[],
): Promise<Set<number>> {
  const rows = await db.execute<{ id: string }>(
    sql`select s.id from ${tables[subject]} and s.id = ${idArray(ids)}`,
  );
  return new Set(rows.map(({ id }) => Number(id)));
}

/** Throws `not_found` unless there is such a thing. */
export async function needSubject(db: Db, { subject, id }: SubjectRef): Promise<void> {
  const known = await knownSubjects(db, subject, [id]);
  if (!known.has(id)) throw new DomainError("not_found", `There is no ${subject} ${id}`);
}
