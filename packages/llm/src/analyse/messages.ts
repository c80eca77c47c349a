import { createHash } from "node:crypto";

import type { Document } from "../analysis.ts";
import { fence } from "../evidence/fence.ts";
import type { ChatMessage } from "../models/open-models.ts";
import type { TextPart } from "./parts.ts";
import type { Prompt } from "./prompts.ts";

/** A title that is longer is no title; what is cut off it still stands in the article. */
const longestTitle = 300;

/** What a model is told about one part of an article. */
export function partMessages(
  prompt: Prompt,
  document: Document,
  part: TextPart & { of: string },
): ChatMessage[] {
  const { title, source, publishedAt, text } = document;
  const head = [
    `Title: ${title.slice(0, longestTitle)}`,
    `Source: ${source.slice(0, longestTitle)}`,
    ...(publishedAt ? [`Published: ${publishedAt.toISOString().slice(0, 10)}`] : []),
  ];
  const body = `${head.join("\n")}\n\n${text.slice(part.start, part.end)}`;
  return fencedMessages(prompt, part.of, body);
}

/** A prompt around text that is data; what must not be obeyed is between delimiters that it cannot know. */
export function fencedMessages(prompt: Prompt, lead: string, text: string): ChatMessage[] {
  const { rule, wrap } = fence(nonceOf(`${prompt.id}\n${text}`));
  return [
    { role: "system", content: `${prompt.system}\n\n${rule}` },
    { role: "user", content: `${lead}\n${wrap(text)}\n\n${prompt.task}` },
  ];
}

/** The same text gets the same delimiters, so that a dry run shows what is sent; no text can hold its own hash. */
function nonceOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
