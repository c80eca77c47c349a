import type { Document } from "../analysis.ts";
import { ModelError } from "../models/model-error.ts";
import type { ChatMessage } from "../models/open-models.ts";
import { partMessages } from "./messages.ts";
import { scorePart } from "./part-worth.ts";
import { cutParts, type TextPart } from "./parts.ts";
import { type Prompt, promptOf } from "./prompts.ts";
import type { AnalyseRequest } from "./request.ts";
import { selectParts } from "./select-parts.ts";
import { estimateTokens } from "./tokens.ts";

export type PlannedPart = TextPart & {
  worth: number;
  /** Whether the model is to read it. */
  read: boolean;
  messages: ChatMessage[];
  promptTokens: number;
};

/** All parts of the documents in their order, what the model would be told of each, and which ones it reads. */
export function planParts(request: AnalyseRequest): PlannedPart[] {
  const prompt = promptOf(request.kind);
  const parts = request.documents.flatMap((document) =>
    partsOf(document, request, prompt).map((part) => ({
      ...part,
      document,
      worth: scorePart(document.text.slice(part.start, part.end), document.language),
    })),
  );
  const chosen = selectParts(request.kind, parts, request.maxParts);
  return parts.map(({ document, ...part }, number) => {
    const of = `Article ${request.documents.indexOf(document) + 1} of ${request.documents.length}.`;
    const messages = partMessages(prompt, document, { ...part, of });
    return { ...part, read: chosen.has(number), messages, promptTokens: tokensOf(messages) };
  });
}

/** Tokens that an answer may take: what the prompt wants, of a small context at most two fifths. */
export function answerTokens({ maxTokens }: Prompt, contextTokens: number): number {
  return Math.min(maxTokens, Math.floor(contextTokens * 0.4));
}

/** Tokens that are left for text next to a prompt and its answer. */
export function roomFor(prompt: Prompt, around: ChatMessage[], contextTokens: number): number {
  return contextTokens - answerTokens(prompt, contextTokens) - tokensOf(around) - reserveOf(contextTokens);
}

/** For what a repair round adds, and for what the server's template puts around messages. */
function reserveOf(contextTokens: number): number {
  return Math.min(700, Math.floor(contextTokens * 0.1));
}

/** Small models lose their way in longer texts, whatever their context; parts of this size can be quoted well. */
const largestPart = 4000;
const smallestPart = 150;
/** Of an article that is translated. */
const leadTokens = 500;

function partsOf(document: Document, { kind, contextTokens }: AnalyseRequest, prompt: Prompt): TextPart[] {
  const { articleId, text } = document;
  const empty = partMessages(prompt, document, { articleId, start: 0, end: 0, of: "Article 100 of 100." });
  const room = Math.min(largestPart, roomFor(prompt, empty, contextTokens));
  if (room < smallestPart)
    throw new ModelError(
      "failed",
      `A context of ${contextTokens} tokens is too small for this analysis: give the model at least ${contextTokens + 2 * (smallestPart - room)}`,
    );
  if (kind !== "translation") return cutParts(articleId, text, room);
  const lead = cutParts(articleId, text, Math.min(room, leadTokens))[0] ?? { articleId, start: 0, end: 0 };
  return lead.end === text.length ? [lead] : [lead, { articleId, start: lead.end, end: text.length }];
}

function tokensOf(messages: ChatMessage[]): number {
  return messages.reduce((sum, { content }) => sum + estimateTokens(content) + 4, 0);
}
