import { createHash } from "node:crypto";

import type { Db } from "@cti/db/client";
import type { AnalysisSubject } from "@cti/db/schema/analyses";
import type { AnalysisKind } from "@cti/llm/analysis";
import { inputHash } from "@cti/llm/analyse/input-hash";
import { promptVersions } from "@cti/llm/analyse/prompts";
import type { AnalyseRequest } from "@cti/llm/analyse/request";

import type { ModelInUse } from "./analysis-settings.ts";
import { readDocuments, type SubjectTexts } from "./read-documents.ts";

/** Everything that decides what the model is asked; `hash` is equal when all of it is. */
export type AnalysisInput = {
  request: AnalyseRequest;
  hash: string;
  promptVersion: string;
  temperature: number;
  texts: SubjectTexts;
};

export type InputDeps = { models: ModelInUse; maxParts: number };

export type InputOf = { subject: AnalysisSubject; subjectId: number; kind: AnalysisKind };

/**
 * Reads what an analysis would be made of now. Asks the model nothing: the context counts as it is set, and a model
 * that takes less is given less when it is asked. Throws what `readDocuments` throws.
 */
export async function readInput(
  db: Db,
  { models: { settings }, maxParts }: InputDeps,
  { subject, subjectId, kind }: InputOf,
): Promise<AnalysisInput> {
  const texts = await readDocuments(db, subject, subjectId);
  const { model, contextTokens, temperature } = settings;
  const { documents } = texts;
  const request: AnalyseRequest = { kind, documents, model, contextTokens, maxParts, language: "en" };
  const hash = createHash("sha256")
    .update(`${inputHash(request)} ${temperature} ${subject} ${texts.subjectId}`)
    .digest("hex");
  return { request, hash, promptVersion: promptVersions()[kind], temperature, texts };
}
