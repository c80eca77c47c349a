import type { Db } from "@cti/db/client";
import { type SQL, sql } from "drizzle-orm";

import { listOf } from "./entity-filter.ts";

/** Mentions with the tenant's verdicts and benign entries, for any entity. */
export const judgedMentions: SQL = sql`current_mentions`;

/**
 * The same rows for entities that the tenant has neither judged nor declared harmless, which is nearly all of them,
 * at a fifth of the price: nothing is looked up for each row.
 */
export const unjudgedMentions: SQL = sql`(
  select m.article_id, m.entity_id, m.status, m.role, m.confidence, m.benign, m.reasons, m.matched, m.count,
    m.places, m.seen_at, a.source_id, null::text as verdict
  from mentions m join articles a on a.id = m.article_id and a.rejected_reason is null)`;

/** Those of the entities of which the tenant has said anything, in one article or everywhere. */
export async function judgedAmong(db: Db, ids: readonly number[]): Promise<ReadonlySet<number>> {
  if (ids.length === 0) return new Set();
  const rows = await db.execute<{ id: string }>(sql`
    select entity_id as id from verdicts where tenant_id = current_tenant() and entity_id in ${listOf(ids)}
    union select entity_id from benign_marks where tenant_id = current_tenant() and entity_id in ${listOf(ids)}`);
  return new Set(rows.map(({ id }) => Number(id)));
}
