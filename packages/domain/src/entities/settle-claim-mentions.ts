import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

import { idArray } from "../articles/sql-list.ts";
import { changeTotals, type Counted, noteChanges, type TotalChanges } from "./change-totals.ts";
import { restoreClaimMentions } from "./restore-claim-mentions.ts";

/**
 * Brings the mentions of these articles up to date with the claims that are accepted: of a claim that nobody accepts
 * any more the mention goes, of the others it is there. Whoever calls it holds the rows of the articles.
 */
export async function settleClaimMentions(db: Db, articleIds: readonly number[]): Promise<void> {
  if (articleIds.length === 0) return;
  const changes: TotalChanges = new Map();
  const removed = await db.execute<Counted>(sql`
    with removed as (
      delete from mentions m
      where m.article_id = ${idArray(articleIds)} and m.status = 'proposed' and m.details->>'analysis' is not null
        and not exists (
          select from claim_mentions c
          where c.article_id = m.article_id and c.entity_id = m.entity_id and c.accepted
            and c.analysis_id = (m.details->>'analysis')::bigint and c.claim = (m.details->>'claim')::smallint)
      returning m.entity_id, m.status
    )
    select entity_id, status, count(*)::int as articles from removed group by entity_id, status`);
  noteChanges(changes, removed, -1);
  await restoreClaimMentions(db, articleIds, changes);
  await changeTotals(db, changes);
}
