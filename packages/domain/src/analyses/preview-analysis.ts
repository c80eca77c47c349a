import type { Db } from "@cti/db/client";
import type { AnalysisKind } from "@cti/llm/analysis";
import { previewAnalysis as planOf, type AnalysisPreview as Plan } from "@cti/llm/analyse/preview";
import type { AnalyseRequest } from "@cti/llm/analyse/request";
import { ModelError } from "@cti/llm/models/model-error";
import type { ChatMessage, Models } from "@cti/llm/models/open-models";

import { DomainError } from "../errors.ts";
import { type InputDeps, type InputOf, readInput } from "./analysis-input.ts";
import { findCompleted } from "./request-analysis.ts";

export type AnalysisPreview = {
  kind: AnalysisKind;
  model: string;
  prompt_version: string;
  context_tokens: number;
  prompt_tokens: number;
  parts: {
    article_id: number;
    start: number;
    end: number;
    worth: number;
    prompt_tokens: number;
    read: boolean;
  }[];
  /** Of the first part that would be read. */
  messages: ChatMessage[];
  cached_id: number | null;
};

/**
 * What a model would be asked, without asking it; needs no model. `contextTokens` is what `contextOf` gives. Throws
 * DomainError: not_found, conflict where there is no text or the context is too small for the prompt.
 */
export async function previewAnalysis(
  tx: Db,
  deps: InputDeps & { contextTokens: number },
  asked: InputOf,
): Promise<AnalysisPreview> {
  const { request, hash } = await readInput(tx, deps, asked);
  const { contextTokens } = deps;
  const plan = planFor({ ...request, contextTokens });
  return {
    kind: request.kind,
    model: request.model,
    prompt_version: plan.promptVersion,
    context_tokens: contextTokens,
    prompt_tokens: plan.promptTokens,
    parts: plan.parts.map(({ articleId, start, end, worth, promptTokens, read }) => ({
      article_id: articleId,
      start,
      end,
      worth,
      prompt_tokens: promptTokens,
      read,
    })),
    messages: firstMessages(plan),
    cached_id: await findCompleted(tx, hash),
  };
}

/** Throws DomainError conflict where the context is too small for the prompt. */
export function planFor(request: AnalyseRequest): Plan {
  try {
    return planOf(request);
  } catch (error) {
    if (error instanceof ModelError) throw new DomainError("conflict", error.message, { cause: error });
    throw error;
  }
}

export function firstMessages({ parts }: Plan): ChatMessage[] {
  return parts.find(({ read }) => read)?.messages ?? [];
}

/** Tokens that a question may take: as it is set, or less where the model says that it takes less. */
export async function contextOf({ settings, show }: Pick<Models, "settings" | "show">): Promise<number> {
  const { contextTokens, model, url } = settings;
  if (url === null) return contextTokens;
  // A model that cannot be asked now counts as set: the preview is an estimate anyway.
  const facts = await show(model, AbortSignal.timeout(askMs)).catch(() => null);
  return Math.min(contextTokens, facts?.contextTokens ?? Infinity);
}

const askMs = 3_000;
