import type { ChatMessage } from "../models/open-models.ts";
import { planParts } from "./plan-parts.ts";
import { promptVersions } from "./prompts.ts";
import type { AnalyseRequest } from "./request.ts";

export type AnalysisPreview = {
  promptVersion: string;
  /** In the order of the texts; those with `read` are sent to the model. */
  parts: {
    articleId: number;
    start: number;
    end: number;
    worth: number;
    promptTokens: number;
    messages: ChatMessage[];
    read: boolean;
  }[];
  /** Estimated, of all parts that are read. */
  promptTokens: number;
};

/** What an analysis would send, without sending it. Throws a ModelError when the context is too small. */
export function previewAnalysis(request: AnalyseRequest): AnalysisPreview {
  const parts = planParts(request);
  const promptTokens = parts.reduce((sum, part) => sum + (part.read ? part.promptTokens : 0), 0);
  return { promptVersion: promptVersions()[request.kind], parts, promptTokens };
}
