import type { Knowledge } from "@cti/pipeline/entities/knowledge";
import { foldName } from "@cti/pipeline/names/fold";
import { hasWords } from "./has-words.ts";
import { normalText } from "./normal-text.ts";

/** A text as names are looked for in it. */
export type NameText = { normal: string; folded: ReadonlySet<string> };

/** Reads a text once: its words, and up to five of them together without what stands between. */
export function nameText(text: string): NameText {
  const words = [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu)].map(({ 0: word }) => foldName(word));
  const folded = new Set<string>();
  for (let at = 0; at < words.length; at++) {
    let joined = "";
    for (let length = 0; length < MOST_WORDS && at + length < words.length; length++) {
      joined += words[at + length] ?? "";
      folded.add(joined);
    }
  }
  return { normal: normalText(withEscapes(text)).text, folded };
}

/** A text, and once more with the escapes of URLs as what they mean. */
export function withEscapes(text: string): string {
  return /%(?:2[ef0]|5c|3a)/i.test(text)
    ? `${text}\n${text.replaceAll(/%(?:2[ef0]|5c|3a)/gi, (code) => decodeURIComponent(code))}`
    : text;
}

const MOST_WORDS = 5;

/** A name as it is written, and the other names of the same thing that the knowledge has. */
export function namesOf(
  { type, value, matched }: { type: string; value: string; matched: string },
  knowledge: Knowledge,
): string[] {
  const aliases = knowledge.known.get(`${type}:${value}`)?.aliases ?? [];
  return [matched, value, ...aliases.map(({ name }) => name).filter((name) => name.length > 3)];
}

/** Whether a text has one of some names, however their parts are joined. */
export function standsThere(names: readonly string[], { normal, folded }: NameText): boolean {
  return names.some((name) => folded.has(foldName(name)) || hasWords(normal, normalText(name).text));
}
