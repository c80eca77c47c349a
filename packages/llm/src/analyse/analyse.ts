import type { Knowledge } from "@cti/pipeline/entities/knowledge";

import type { AnalysisKind, AnalysisOutput, Claim, Document, RawClaim } from "../analysis.ts";
import { checkClaims } from "../evidence/check-claims.ts";
import { findSuspicious } from "../evidence/injection.ts";
import { ModelError } from "../models/model-error.ts";
import type { Models } from "../models/open-models.ts";
import { type AnalyseEvents, askPart, type PartResult, type Sitting } from "./ask-part.ts";
import { coverageOf } from "./coverage.ts";
import { huntabilityOf } from "./huntability.ts";
import { fairest, mergeClaims } from "./merge-claims.ts";
import { mergeSummary } from "./merge-summary.ts";
import { nameTechniques } from "./name-techniques.ts";
import { answerTokens, type PlannedPart, planParts } from "./plan-parts.ts";
import { rejectEchoes } from "./prompt-echo.ts";
import { promptOf, promptVersions } from "./prompts.ts";
import { toRawClaims } from "./raw-claims.ts";
import type { AnalyseRequest } from "./request.ts";
import { type Answers, answerForms } from "./schemas.ts";

export type AnalyseResult = {
  output: AnalysisOutput;
  promptVersion: string;
} & Omit<PartResult, "raw">;

/**
 * Asks the model about each part of the documents that is to be read, checks every claim of its answers against the
 * documents, and makes one analysis of them. A part whose answers stay unusable counts as not read. Throws
 * ModelErrors, and the signal's reason when it is aborted.
 */
export async function analyse(
  models: Models,
  knowledge: Knowledge,
  asked: AnalyseRequest,
  events: AnalyseEvents,
): Promise<AnalyseResult> {
  // What the server was not told to make room for, it would cut off the prompt without a word.
  const contextTokens = Math.min(asked.contextTokens, models.settings.contextTokens);
  const request = { ...asked, contextTokens };
  const { kind, documents } = request;
  const parts = planParts(request);
  const wanted = parts.filter(({ read }) => read);
  const isMerged = kind === "summary" && wanted.length > 1;
  const sitting: Sitting = {
    models,
    model: request.model,
    events,
    total: wanted.length + Number(isMerged),
    texts: [],
    cost: { promptTokens: 0, outputTokens: 0, ms: 0, repairs: 0 },
  };
  const check = (raw: RawClaim[], first?: Document): Claim[] => {
    const claims = checkClaims(nameTechniques(raw, knowledge), inOrder(documents, first), { knowledge });
    return rejectEchoes(claims, promptOf(kind));
  };
  const read = await readParts(sitting, request, wanted, check);
  const claims = read.flatMap((part) => part.claims);
  const merged = mergeClaims(isMerged ? await summarise(sitting, read, { contextTokens, check }) : claims);
  const shown = fairest(merged);
  return {
    output: {
      claims: shown,
      huntability: huntabilityOf(
        read.flatMap(({ part, score, claims }) =>
          score === null ? [] : [{ score, worth: part.worth, claims }],
        ),
      ),
      coverage: coverageOf(
        documents,
        parts,
        read.map(({ part }) => part),
      ),
      suspicious: documents.flatMap((document) => findSuspicious(document)),
      leftOut: { surplus: merged.length - shown.length, known: 0 },
    },
    promptVersion: promptVersions()[kind],
    ...sitting.cost,
  };
}

type ReadPart = { part: PlannedPart; claims: Claim[]; score: number | null };

async function readParts(
  sitting: Sitting,
  { kind, documents, contextTokens }: AnalyseRequest,
  parts: PlannedPart[],
  check: (claims: RawClaim[], first?: Document) => Claim[],
): Promise<ReadPart[]> {
  const maxTokens = answerTokens(promptOf(kind), contextTokens);
  const read: ReadPart[] = [];
  let failure: unknown = null;
  for (const part of parts) {
    const { articleId, start, end, messages } = part;
    const key = `${articleId} ${start}-${end}`;
    const document = documents.find((each) => each.articleId === articleId);
    try {
      const form = answerForms[kind];
      const answer = await askPart<Answers[AnalysisKind]>(sitting, { key, messages, form, maxTokens });
      const claims = check(toRawClaims(kind, answer, document?.title), document);
      read.push({ part, claims, score: "huntability" in answer ? answer.huntability.score : null });
    } catch (error) {
      if (!(error instanceof ModelError) || error.code !== "bad_answer") throw error;
      failure = error;
      sitting.texts.push("");
    }
  }
  if (read.length === 0 && failure !== null) throw failure;
  return read;
}

async function summarise(
  sitting: Sitting,
  read: ReadPart[],
  options: { contextTokens: number; check: (claims: RawClaim[]) => Claim[] },
): Promise<Claim[]> {
  const all = read.flatMap(({ claims }) => claims);
  const supported = read.map(({ claims }) => claims.filter(({ status }) => status === "supported"));
  if (supported.filter((claims) => claims.length > 0).length < 2) return all;
  const merged = await mergeSummary(sitting, supported, options);
  return [...merged, ...all.filter(({ status }) => status === "unsupported")];
}

/** A quote that stands in several documents belongs to the one that the model was reading. */
function inOrder(documents: Document[], first: Document | undefined): Document[] {
  return first ? [first, ...documents.filter((document) => document !== first)] : documents;
}
