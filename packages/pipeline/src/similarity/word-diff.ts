import { type EditRun, editScript } from "./edit-script.ts";

/** A stretch of text that both versions have, or only one of them. */
export type DiffPart = { kind: "same" | "added" | "removed"; text: string };

/**
 * What an edit changed, word by word: "same" and "removed" parts joined are `before`, "same" and "added" ones
 * `after`. Where too much changed it tells whole paragraphs, so that time stays linear in the texts.
 */
export function diffWords(before: string, after: string): DiffPart[] {
  const wordRuns = runsOf(splitWords(before), splitWords(after), wordEffort);
  if (wordRuns) return tidied(wordRuns);
  const paragraphRuns = runsOf(splitParagraphs(before), splitParagraphs(after), paragraphEffort);
  if (!paragraphRuns) return tidied([part("removed", before), part("added", after)]);
  return tidied(refined(paragraphRuns));
}

/** Steps of comparison before giving up; a step takes some nanoseconds. */
const wordEffort = 4_000_000;
const paragraphEffort = 10_000_000;
const refinementEffort = 8_000_000;
const maxRefinedLength = 200_000;

/** Words, white space, and the punctuation around words, so that a comma more is only a comma more. */
function splitWords(text: string): string[] {
  const tokens: string[] = [];
  for (const run of text.match(/\s+|\S+/gu) ?? []) {
    let start = 0;
    let end = run.length;
    while (start < end && opening.has(run.charAt(start))) start += 1;
    while (end > start && closing.has(run.charAt(end - 1))) end -= 1;
    if (start > 0) tokens.push(run.slice(0, start));
    if (end > start) tokens.push(run.slice(start, end));
    if (end < run.length) tokens.push(run.slice(end));
  }
  return tokens;
}

const opening = new Set("([{\"'«“„‘");
const closing = new Set(".,;:!?)]}\"'»”’");

function splitParagraphs(text: string): string[] {
  return text.match(/[^\n]+\n*|\n+/gu) ?? [];
}

function runsOf(before: string[], after: string[], effort: number): DiffPart[] | null {
  const numbers = new Map<string, number>();
  const script = editScript(numbered(before, numbers), numbered(after, numbers), effort);
  return script?.map((run) => partOf(run, before, after)) ?? null;
}

function numbered(tokens: string[], numbers: Map<string, number>): Int32Array {
  return Int32Array.from(tokens, (token) => {
    const known = numbers.get(token);
    if (known !== undefined) return known;
    numbers.set(token, numbers.size);
    return numbers.size - 1;
  });
}

function partOf(run: EditRun, before: string[], after: string[]): DiffPart {
  const tokens = run.kind === "added" ? after : before;
  return part(run.kind, tokens.slice(run.start, run.end).join(""));
}

/** Looks into changed paragraphs for the words that changed, as far as the effort reaches. */
function refined(parts: DiffPart[]): DiffPart[] {
  const result: DiffPart[] = [];
  let effort = refinementEffort;
  for (let at = 0; at < parts.length; at += 1) {
    const current = parts[at];
    const next = parts[at + 1];
    if (!current) continue;
    const isReplaced = current.kind === "removed" && next?.kind === "added";
    const length = current.text.length + (next?.text.length ?? 0);
    if (!isReplaced || length > maxRefinedLength || effort <= 0) {
      result.push(current);
      continue;
    }
    const share = Math.min(effort, wordEffort);
    const runs = runsOf(splitWords(current.text), splitWords(next.text), share);
    effort -= runs ? length : share;
    result.push(...(runs ?? [current, next]));
    at += 1;
  }
  return result;
}

/** What reads better as part of the changes on both of its sides. */
const smallIsland = /^[ \t\p{P}]{1,3}$/u;

/** Joins neighbours of a kind, and takes lone spaces and commas between two changes into them. */
function tidied(parts: DiffPart[]): DiffPart[] {
  const result: DiffPart[] = [];
  let removed = "";
  let added = "";
  const flush = (): void => {
    if (removed !== "") result.push(part("removed", removed));
    if (added !== "") result.push(part("added", added));
    removed = "";
    added = "";
  };
  for (const [at, { kind, text }] of parts.entries()) {
    if (text === "") continue;
    const isBetween = removed !== "" && added !== "" && at + 1 < parts.length && smallIsland.test(text);
    if (kind !== "added" && (kind === "removed" || isBetween)) removed += text;
    if (kind !== "removed" && (kind === "added" || isBetween)) added += text;
    if (kind !== "same" || isBetween) continue;
    flush();
    const last = result.at(-1);
    if (last?.kind === "same") last.text += text;
    else result.push(part("same", text));
  }
  flush();
  return result;
}

function part(kind: DiffPart["kind"], text: string): DiffPart {
  return { kind, text };
}
