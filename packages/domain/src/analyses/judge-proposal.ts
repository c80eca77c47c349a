import type { Db } from "@cti/db/client";
import { analyses } from "@cti/db/schema/analyses";
import { articles } from "@cti/db/schema/articles";
import { type ClaimQuote, claimMentions } from "@cti/db/schema/claim-mentions";
import { entityAliases } from "@cti/db/schema/entities";
import type { Claim, Subject } from "@cti/llm/analysis";
import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";

import { type ClaimTexts, placeClaim } from "../entities/place-claim.ts";
import { settleClaimMentions } from "../entities/settle-claim-mentions.ts";
import { DomainError } from "../errors.ts";
import { entityOfProposal } from "./entity-of-proposal.ts";
import { type Said, say } from "./say.ts";
import { settleAcceptance } from "./settle-acceptance.ts";
import { settleVerdict, type VerdictChange } from "./settle-verdict.ts";

/**
 * What somebody says of an entity that a model proposes. Accepted, each article where its quote stands mentions it, as
 * accepted for the tenant and as proposed for others, until no tenant accepts it any more. Returns what became of the
 * tenant's verdicts on these mentions. Throws DomainError: invalid where the text does not bear it out.
 */
export async function judgeProposal(tx: Db, said: Said): Promise<VerdictChange[]> {
  const { id, verdict } = said;
  const claim = await readClaim(tx, id, said.claim);
  // Entities before articles, as where articles are stored.
  const entity = verdict === "accepted" ? await readEntity(tx, said, claim) : null;
  const articleIds = articlesOf(claim);
  const texts = await holdArticles(tx, articleIds);
  if (entity) await noteMentions(tx, { id, claim, texts, ...entity });
  await say(tx, said);
  await settleAcceptance(tx, { analysisId: id, claim: claim.id });
  await settleClaimMentions(tx, articleIds);
  const pairs = await tx
    .select({ articleId: claimMentions.articleId, entityId: claimMentions.entityId })
    .from(claimMentions)
    .where(ofClaim(id, claim.id))
    .orderBy(asc(claimMentions.articleId));
  const changes = [];
  for (const pair of pairs) changes.push(await settleVerdict(tx, pair, { isTakenBack: verdict === null }));
  return changes.filter((change) => change !== null);
}

async function readClaim(tx: Db, id: number, number: number): Promise<Claim> {
  const path = `$.claims[*] ? (@.id == ${Math.trunc(number)})`;
  const [row] = await tx
    .select({ claim: sql<Claim | null>`jsonb_path_query_first(${analyses.output}, ${path}::jsonpath)` })
    .from(analyses)
    .where(eq(analyses.id, id));
  if (!row?.claim) throw new DomainError("invalid", `Analysis ${id} has no claim ${number}`);
  return row.claim;
}

type ProposedEntity = { subject: Subject; entityId: number };

/** Once a claim has an entity it keeps it, whatever is known of names later. */
async function readEntity(tx: Db, { id }: Said, claim: Claim): Promise<ProposedEntity> {
  const { subject, status, reason } = claim;
  const what = `Claim ${claim.id} of analysis ${id}`;
  if (status !== "supported")
    throw new DomainError(
      "invalid",
      `${what} cannot become a mention: the text does not bear it out (${reason ?? "it has no evidence"})`,
    );
  if (subject === null) throw new DomainError("invalid", `${what} names nothing that could be a mention`);
  const [known] = await tx
    .select({ entityId: claimMentions.entityId })
    .from(claimMentions)
    .where(ofClaim(id, claim.id))
    .limit(1);
  return { subject, entityId: known?.entityId ?? (await entityOfProposal(tx, subject)) };
}

function articlesOf({ evidence }: Claim): number[] {
  return [...new Set(evidence.flatMap(({ spans }) => spans.map(({ articleId }) => articleId)))];
}

/** Until the transaction ends nobody extracts these again or judges what is said of them. */
async function holdArticles(tx: Db, ids: number[]): Promise<ClaimTexts[]> {
  if (ids.length === 0) return [];
  return tx
    .select({ id: articles.id, title: articles.title, text: articles.text })
    .from(articles)
    .where(and(inArray(articles.id, ids), isNull(articles.rejectedReason)))
    .orderBy(asc(articles.id))
    .for("update");
}

async function noteMentions(
  tx: Db,
  { id, claim, texts, subject, entityId }: ProposedEntity & { id: number; claim: Claim; texts: ClaimTexts[] },
): Promise<void> {
  const aliases = await tx
    .select({ name: entityAliases.alias })
    .from(entityAliases)
    .where(eq(entityAliases.entityId, entityId));
  const names = [claim.text, subject.value, subject.label ?? "", ...aliases.map(({ name }) => name)];
  const placed = texts.flatMap((text) => {
    const found = placeClaim(text, quotesIn(claim, text.id), names);
    return found ? [{ articleId: text.id, ...found }] : [];
  });
  // A name is mentioned where it stands; a technique, where its quote does.
  const isCode = subject.type === "technique" || subject.type === "tactic";
  const named = isCode ? [] : placed.filter(({ isNamed }) => isNamed);
  const rows = (named.length > 0 ? named : placed).map(({ articleId, matched, quotes }) => ({
    analysisId: id,
    claim: claim.id,
    articleId,
    entityId,
    matched,
    quotes,
    accepted: true,
  }));
  if (rows.length === 0)
    throw new DomainError(
      "invalid",
      `Claim ${claim.id} of analysis ${id} cannot become a mention: its quote does not stand in the article any more`,
    );
  await tx
    .insert(claimMentions)
    .values(rows)
    .onConflictDoUpdate({
      target: [claimMentions.analysisId, claimMentions.claim, claimMentions.articleId],
      set: { matched: sql`excluded.matched`, quotes: sql`excluded.quotes` },
    });
}

function quotesIn({ evidence }: Claim, articleId: number): ClaimQuote[] {
  return evidence.flatMap(({ quote, spans }) => {
    const own = spans.filter((span) => span.articleId === articleId);
    return own.length === 0
      ? []
      : [{ quote, spans: own.map(({ field, start, end }) => ({ field, start, end })) }];
  });
}

function ofClaim(id: number, claim: number): ReturnType<typeof and> {
  return and(eq(claimMentions.analysisId, id), eq(claimMentions.claim, claim));
}
