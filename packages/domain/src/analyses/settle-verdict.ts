import type { Db } from "@cti/db/client";
import { mentions } from "@cti/db/schema/entities";
import { and, eq, sql } from "drizzle-orm";

import { decide, type Decided, decidedOf, unjudgeEntity } from "../entities/judge.ts";

/** What became of the tenant's verdict on a mention. */
export type VerdictChange = {
  entityId: number;
  articleId: number;
  before: Decided | null;
  after: Decided | null;
};

type Pair = { entityId: number; articleId: number };

/**
 * Lets the tenant's verdict on a mention follow what its people say of the claims that it comes from: the last word
 * counts. What somebody decided of the mention itself stays when a word is taken back. Null when nothing changed.
 */
export async function settleVerdict(
  tx: Db,
  { entityId, articleId }: Pair,
  { isTakenBack }: { isTakenBack: boolean },
): Promise<VerdictChange | null> {
  const said = await readWords(tx, { entityId, articleId });
  const before = await decidedOf(tx, entityId, articleId);
  const isOfClaim = before?.note != null && said.some((word) => noteOf(word) === before.note);
  if (isTakenBack && !isOfClaim) return null;
  const word = said.find(({ verdict }) => verdict !== null);
  const verdict = word?.verdict ?? null;
  if (!word || verdict === null) {
    if (!isOfClaim) return null;
    return { entityId, articleId, before: await unjudgeEntity(tx, { id: entityId }, articleId), after: null };
  }
  if (before?.verdict === verdict) return null;
  // Nobody had accepted it: there is nothing to reject but the claim.
  if (verdict === "rejected" && !before && !(await isMentioned(tx, { entityId, articleId }))) return null;
  const after = { verdict, note: noteOf(word), actor: word.actor ?? "", decidedAt: new Date(word.at ?? 0) };
  await decide(tx, { entityId, articleId }, after);
  return { entityId, articleId, before, after };
}

type Word = {
  analysis_id: string;
  claim: number;
  verdict: "accepted" | "rejected" | null;
  actor: string | null;
  at: string | null;
};

/** What the tenant says of the claims that name the entity in the article, the last word first; at least a row each. */
async function readWords(tx: Db, { entityId, articleId }: Pair): Promise<Word[]> {
  const rows = await tx.execute<Word>(sql`
    select c.analysis_id, c.claim, v.verdict, v.actor, v.at from claim_mentions c
    left join analysis_verdicts v on v.tenant_id = current_tenant() and v.analysis_id = c.analysis_id
      and v.claim = c.claim
    where c.article_id = ${articleId} and c.entity_id = ${entityId}
    order by v.at desc nulls last, v.actor desc`);
  return [...rows];
}

/** Says where a verdict comes from, to people and to us. */
function noteOf({ analysis_id, claim }: Pick<Word, "analysis_id" | "claim">): string {
  return `claim ${claim} of analysis ${analysis_id}`;
}

async function isMentioned(tx: Db, { entityId, articleId }: Pair): Promise<boolean> {
  const rows = await tx
    .select({ id: mentions.entityId })
    .from(mentions)
    .where(and(eq(mentions.articleId, articleId), eq(mentions.entityId, entityId)));
  return rows.length > 0;
}
