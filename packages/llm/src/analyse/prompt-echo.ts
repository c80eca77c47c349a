import type { Claim } from "../analysis.ts";
import type { Prompt } from "./prompts.ts";

/**
 * Takes the support from claims that only repeat what the model was told: with a true quote beside them, rules of the
 * prompt would pass as advice. What the example says is not meant; it may well be true of an article.
 */
export function rejectEchoes(claims: Claim[], { system, task }: Prompt): Claim[] {
  const told = fold(`${system.split(example)[0]} ${task}`);
  return claims.map((claim) => {
    const isEcho = claim.status === "supported" && (delimiter.test(claim.text) || repeats(claim.text, told));
    return isEcho ? { ...claim, status: "unsupported", reason: "it repeats what the model was told" } : claim;
  });
}

const example = /^Example (?:article|sentences):$/m;

/** What stands around an article, and how the system prompt begins to speak of it. */
const delimiter = /<<<|>>>|\b(?:never|no) instructions\b|you only describe it/i;

/** Fewer letters are words that anybody may write. */
const leastLetters = 25;

function repeats(text: string, told: string): boolean {
  const folded = fold(text);
  return folded.length >= leastLetters && told.includes(folded);
}

function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
