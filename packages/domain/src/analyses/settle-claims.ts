import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

import { listOf } from "../articles/sql-list.ts";
import { settleClaimMentions } from "../entities/settle-claim-mentions.ts";
import { type ClaimKey, settleAcceptance } from "./settle-acceptance.ts";

/** Claims that are mentions, and the articles in which they are. */
export type HeldClaims = { claims: ClaimKey[]; articleIds: number[] };

/** The claims that the transaction's tenant accepts; their articles are held until it ends. */
export async function holdAcceptedClaims(tx: Db): Promise<HeldClaims> {
  const rows = await tx.execute<{ analysis_id: string; claim: number; article_id: string }>(sql`
    select c.analysis_id, c.claim, c.article_id from claim_mentions c
    where c.accepted and exists (
      select from analysis_verdicts v where v.tenant_id = current_tenant() and v.analysis_id = c.analysis_id
        and v.claim = c.claim and v.verdict = 'accepted')
    order by c.article_id, c.analysis_id, c.claim`);
  const articleIds = [...new Set(rows.map(({ article_id }) => Number(article_id)))];
  if (articleIds.length > 0)
    await tx.execute(sql`select from articles where id in ${listOf(articleIds)} order by id for update`);
  const claims = new Map(
    rows.map(({ analysis_id, claim }) => [
      `${analysis_id} ${claim}`,
      { analysisId: Number(analysis_id), claim },
    ]),
  );
  return { claims: [...claims.values()], articleIds };
}

/** Lets the mentions of these claims go where no tenant accepts them any more. */
export async function settleClaims(tx: Db, { claims, articleIds }: HeldClaims): Promise<void> {
  for (const claim of claims) await settleAcceptance(tx, claim);
  await settleClaimMentions(tx, articleIds);
}
