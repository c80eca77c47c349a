import { createHash } from "node:crypto";

import type { Claim, RawClaim } from "../analysis.ts";
import { ModelError } from "../models/model-error.ts";
import { askPart, type Sitting } from "./ask-part.ts";
import { mergeClaims } from "./merge-claims.ts";
import { fencedMessages } from "./messages.ts";
import { answerTokens, roomFor } from "./plan-parts.ts";
import { type Prompt, promptOf } from "./prompts.ts";
import { mergeForm } from "./schemas.ts";
import { estimateTokens } from "./tokens.ts";

/** Sentences of a summary at most. */
const mostSentences = 6;

/**
 * One summary of the supported sentences of several parts. The model puts numbered sentences together; what it wrote
 * is checked again with all quotes of the sentences that it names. Where it strays, its sentence is unsupported and
 * the first of its sources stands for it. `parts`: the claims of each part, in the order of the text.
 */
export async function mergeSummary(
  sitting: Sitting,
  parts: Claim[][],
  { contextTokens, check }: { contextTokens: number; check: (claims: RawClaim[]) => Claim[] },
): Promise<Claim[]> {
  const prompt = promptOf("summary-merge");
  const sources = numbered(parts, prompt, contextTokens);
  const text = sources.map((source, at) => lineOf(source, at)).join("\n");
  const sentences = await askMerge(sitting, prompt, text, contextTokens);
  const used = new Set<Claim>();
  const merged = sentences.flatMap((sentence) => {
    const from = [...new Set(sentence.from)].flatMap((number) => sources[number - 1] ?? []);
    const quotes = [...new Set(from.flatMap((source) => source.quotes))];
    const checked = check([{ section: "summary", text: sentence.text, quotes, subject: null }]);
    if (checked.every(({ status }) => status === "supported")) return checked;
    const fallback = from.find((source) => !used.has(source));
    if (fallback) used.add(fallback);
    return fallback ? [fallback, ...checked] : checked;
  });
  if (merged.some(({ status }) => status === "supported")) return merged;
  return [...firstOf(parts, mostSentences), ...merged];
}

async function askMerge(
  sitting: Sitting,
  prompt: Prompt,
  text: string,
  contextTokens: number,
): Promise<{ from: number[]; text: string }[]> {
  const key = `merge ${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
  const messages = fencedMessages(prompt, lead, text);
  const maxTokens = answerTokens(prompt, contextTokens);
  try {
    return (await askPart(sitting, { key, messages, form: mergeForm, maxTokens })).sentences;
  } catch (error) {
    // The sentences of the parts are a summary too, if a clumsy one.
    if (error instanceof ModelError && error.code === "bad_answer") return [];
    throw error;
  }
}

const lead = "The numbered sentences:";

/** As many sentences as there is room for, each part's first ones first, in the order of the text. */
function numbered(parts: Claim[][], prompt: Prompt, contextTokens: number): Claim[] {
  let room = roomFor(prompt, fencedMessages(prompt, lead, ""), contextTokens);
  const chosen = new Set<Claim>();
  for (const source of firstOf(parts, Infinity)) {
    room -= estimateTokens(lineOf(source, 99)) + 1;
    if (room < 0) break;
    chosen.add(source);
  }
  return parts.flat().filter((claim) => chosen.has(claim));
}

function lineOf({ text }: Claim, at: number): string {
  return `[${at + 1}] ${text}`;
}

/** The first sentence of every part, then the second of every part; nothing twice. */
function firstOf(parts: Claim[][], most: number): Claim[] {
  const ranked = parts.flatMap((claims) => claims.map((claim, rank) => ({ claim, rank })));
  const claims = ranked.toSorted((left, right) => left.rank - right.rank).map(({ claim }) => claim);
  const distinct = new Set(mergeClaims(claims).map(({ text }) => text));
  return claims.filter(({ text }) => distinct.delete(text)).slice(0, most);
}
