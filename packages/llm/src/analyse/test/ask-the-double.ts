import { starterKnowledge } from "@cti/pipeline/entities/knowledge";
import { type OllamaDouble, ollamaDouble } from "@cti/testing/ollama-double";

import type { AnalysisKind, Document } from "../../analysis.ts";
import { type Models, openModels } from "../../models/open-models.ts";
import { analyse, type AnalyseResult } from "../analyse.ts";
import type { AnalyseEvents } from "../ask-part.ts";
import type { AnalyseRequest } from "../request.ts";

export const contextTokens = 8192;

const knowledge = starterKnowledge();

/** A double of Ollama, and the models that it serves. */
export async function openDouble(): Promise<{ double: OllamaDouble; models: Models }> {
  const double = await ollamaDouble();
  const models = openModels({
    url: double.url,
    model: "mistral",
    embedModel: "nomic-embed-text",
    timeoutMs: 10_000,
    connectTimeoutMs: 2_000,
    keepAlive: "5m",
    contextTokens,
    temperature: 0,
  });
  return { double, models };
}

export function requestFor(
  kind: AnalysisKind,
  documents: Document[],
  given: Partial<AnalyseRequest> = {},
): AnalyseRequest {
  return { kind, documents, model: "mistral", contextTokens, maxParts: 6, language: "en", ...given };
}

export async function analyseNow(
  models: Models,
  request: AnalyseRequest,
  events: Partial<AnalyseEvents> = {},
): Promise<AnalyseResult> {
  return await analyse(models, knowledge, request, { signal: new AbortController().signal, ...events });
}

/** What a chat request says, by role. */
export function messageOf(body: Record<string, unknown>, role: "system" | "user"): string {
  const messages = body["messages"] as { role: string; content: string }[];
  return messages.find((message) => message.role === role)?.content ?? "";
}
