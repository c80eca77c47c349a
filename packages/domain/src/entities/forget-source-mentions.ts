import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

import { type Counted, noteChanges, type TotalChanges } from "./change-totals.ts";

/**
 * Removes the mentions in all articles of a source, which is about to be removed with them, and notes in `changes` what
 * went. Until the transaction ends nothing of the source is stored or extracted.
 */
export async function forgetSourceMentions(db: Db, sourceId: number, changes: TotalChanges): Promise<void> {
  await db.execute(sql`select from sources where id = ${sourceId} for update`);
  await db.execute(sql`select from articles where source_id = ${sourceId} order by id for update`);
  const removed = await db.execute<Counted>(sql`
    with removed as (
      delete from mentions m using articles a where a.id = m.article_id and a.source_id = ${sourceId}
      returning m.entity_id, m.status
    )
    select entity_id, status, count(*)::int as articles from removed group by entity_id, status`);
  noteChanges(changes, removed, -1);
}
