import type { Db } from "@cti/db/client";
import { analyses, type AnalysisVerdict, analysisVerdicts } from "@cti/db/schema/analyses";
import { claimMentions } from "@cti/db/schema/claim-mentions";
import { mentions } from "@cti/db/schema/entities";
import { currentTenant } from "@cti/db/schema/tenants";
import { type AnalysisKind, type AnalysisOutput, type Claim, sections } from "@cti/llm/analysis";
import { and, asc, eq, sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { type InputDeps, type InputOf, readInput } from "./analysis-input.ts";
import { type AnalysisLine, lineColumns, notThere, toLine } from "./analysis-line.ts";

export type ClaimView = Omit<Claim, "evidence"> & {
  nature: "fact" | "advice";
  evidence: {
    quote: string;
    spans: { article_id: number; field: "title" | "text"; start: number; end: number }[];
  }[];
  /** What the caller said of it, and how many of the tenant said which. */
  verdict: AnalysisVerdict | null;
  accepted: number;
  rejected: number;
  /** The entity that it became when the tenant accepted it, and the articles that mention it now. */
  entity_id: number | null;
  article_ids: number[];
};

/** An analysis with every claim; counts of verdicts are the tenant's. */
export type AnalysisFull = AnalysisLine & {
  claims: ClaimView[];
  huntability: number | null;
  coverage: { parts: number; parts_read: number; chars: number; chars_read: number } | null;
  suspicious: { article_id: number; start: number; end: number; reason: string }[];
  left_out: { surplus: number; known: number };
  /** Its texts, prompt or model are others now. */
  outdated: boolean;
  verdict: AnalysisVerdict | null;
  up: number;
  down: number;
};

/** One analysis as `actor` of the transaction's tenant sees it. Throws DomainError not_found. */
export async function getAnalysis(
  tx: Db,
  deps: InputDeps,
  { id, actor }: { id: number; actor: string },
): Promise<AnalysisFull> {
  const [row] = await tx
    .select({ ...lineColumns, inputHash: analyses.inputHash, output: analyses.output })
    .from(analyses)
    .where(eq(analyses.id, id));
  if (!row) throw notThere(id);
  const line = toLine(row);
  const output = row.output as AnalysisOutput | null;
  const verdicts = await readVerdicts(tx, { id, actor });
  const whole = verdicts.get(0) ?? nobodySaid;
  const mentioned = line.kind === "entities" ? await readMentioned(tx, id) : new Map<number, Mentioned>();
  return {
    ...line,
    claims: (output?.claims ?? []).map((claim) =>
      toClaim(claim, verdicts.get(claim.id) ?? nobodySaid, mentioned.get(claim.id)),
    ),
    huntability: output?.huntability ?? null,
    coverage: output && {
      parts: output.coverage.parts,
      parts_read: output.coverage.partsRead,
      chars: output.coverage.chars,
      chars_read: output.coverage.charsRead,
    },
    suspicious: (output?.suspicious ?? []).map(({ articleId, ...rest }) => ({
      article_id: articleId,
      ...rest,
    })),
    left_out: output?.leftOut ?? { surplus: 0, known: 0 },
    outdated: await isOutdated(tx, deps, { ...row, subjectId: row.subjectId, kind: line.kind }),
    verdict: whole.own,
    up: whole.up,
    down: whole.down,
  };
}

type Said = { own: AnalysisVerdict | null; last: AnalysisVerdict | null } & Record<AnalysisVerdict, number>;

const nobodySaid: Said = { own: null, last: null, up: 0, down: 0, accepted: 0, rejected: 0 };

/** By claim; 0 is the whole. */
async function readVerdicts(
  tx: Db,
  { id, actor }: { id: number; actor: string },
): Promise<Map<number, Said>> {
  const rows = await tx
    .select({
      claim: analysisVerdicts.claim,
      verdict: analysisVerdicts.verdict,
      actor: analysisVerdicts.actor,
    })
    .from(analysisVerdicts)
    .where(and(eq(analysisVerdicts.tenantId, currentTenant), eq(analysisVerdicts.analysisId, id)))
    .orderBy(asc(analysisVerdicts.at), asc(analysisVerdicts.actor));
  const said = new Map<number, Said>();
  for (const { claim, verdict, actor: by } of rows) {
    const known = said.get(claim) ?? { ...nobodySaid };
    known[verdict] += 1;
    known.last = verdict;
    if (by === actor) known.own = verdict;
    said.set(claim, known);
  }
  return said;
}

type Mentioned = { entityId: number; articleIds: number[] };

/** What claims became that anybody accepted, by claim. */
async function readMentioned(tx: Db, id: number): Promise<Map<number, Mentioned>> {
  const rows = await tx
    .select({
      claim: claimMentions.claim,
      entityId: claimMentions.entityId,
      articleId: claimMentions.articleId,
      isThere: sql<boolean>`${mentions.articleId} is not null`,
    })
    .from(claimMentions)
    .leftJoin(
      mentions,
      and(eq(mentions.articleId, claimMentions.articleId), eq(mentions.entityId, claimMentions.entityId)),
    )
    .where(eq(claimMentions.analysisId, id))
    .orderBy(asc(claimMentions.articleId));
  const mentioned = new Map<number, Mentioned>();
  for (const { claim, entityId, articleId, isThere } of rows) {
    const known = mentioned.get(claim) ?? { entityId, articleIds: [] };
    if (isThere) known.articleIds.push(articleId);
    mentioned.set(claim, known);
  }
  return mentioned;
}

function toClaim(
  { evidence, ...claim }: Claim,
  { own, last, accepted, rejected }: Said,
  mentioned: Mentioned | undefined,
): ClaimView {
  const isAccepted = last === "accepted";
  return {
    ...claim,
    nature: sections[claim.section],
    evidence: evidence.map(({ quote, spans }) => ({
      quote,
      spans: spans.map(({ articleId, ...span }) => ({ article_id: articleId, ...span })),
    })),
    verdict: own,
    accepted,
    rejected,
    entity_id: (isAccepted && mentioned?.entityId) || null,
    article_ids: (isAccepted && mentioned?.articleIds) || [],
  };
}

/** One that is still to be made cannot be; one whose texts are gone is. */
async function isOutdated(
  tx: Db,
  deps: InputDeps,
  { inputHash, status, subject, subjectId, kind }: InputOf & { inputHash: string; status: string },
): Promise<boolean> {
  if (status !== "completed") return false;
  try {
    const input = await readInput(tx, deps, { subject, subjectId, kind });
    return input.hash !== inputHash;
  } catch (error) {
    if (error instanceof DomainError) return true;
    throw error;
  }
}

/** What an analysis is of; throws DomainError not_found. */
export async function readSubject(
  db: Db,
  id: number,
): Promise<InputOf & { model: string; claims: number; status: string }> {
  const [row] = await db
    .select({ ...lineColumns })
    .from(analyses)
    .where(eq(analyses.id, id));
  if (!row) throw notThere(id);
  const { subject, subjectId, kind, model, supported, unsupported, status } = row;
  return { subject, subjectId, kind: kind as AnalysisKind, model, claims: supported + unsupported, status };
}
