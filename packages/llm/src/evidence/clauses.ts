import { stopWordsOf } from "@cti/pipeline/stories/stop-words";
import { BEGINS_DENIAL, DENIAL, NO_DENIAL } from "./denial-words.ts";
import { contentStems, irregularForms } from "./stems.ts";

/** A part of a sentence with the stems of its content; `about` without what denies: "unaffected" denies "affected". */
export type Clause = { text: string; stems: Set<string>; about: Set<string>; isDenied: boolean };

/**
 * Parts of sentences of which one may be denied, or in doubt, and the other not. What has no verb ("names, birth dates
 * and …") belongs to the part behind it.
 */
export function clausesOf(text: string): Clause[] {
  const clauses: string[] = [];
  let open = "";
  let from = 0;
  for (const { 0: mark, index } of text.matchAll(CLAUSE)) {
    if (clauses.length >= MOST) break;
    const part = `${open}${text.slice(from, index)}`;
    const end = index + mark.length;
    const isOpen =
      LIST_MARK.test(mark) && !hasVerb(part) && !BEGINS_DENIAL.test(text.slice(end, end + REACH));
    if (!isOpen) clauses.push(part);
    open = isOpen ? `${part} ` : "";
    from = end;
  }
  clauses.push(`${open}${text.slice(from)}`);
  return clauses.filter((clause) => clause.trim() !== "").map(readClause);
}

function readClause(text: string): Clause {
  const isDenied = isDenial(text);
  const stems = contentStems(text);
  return { text, stems, about: /un/i.test(text) ? contentStems(text.replaceAll(UN, "")) : stems, isDenied };
}

export function isDenial(clause: string): boolean {
  return DENIAL.test(clause.replaceAll(NO_DENIAL, " "));
}

/** More than these are no claim and no sentence; the rest counts as one. */
const MOST = 400;
const UN = /(?<![\p{L}])un(?=\p{L}{3,}(?:ed|able)(?![\p{L}]))/giu;

const CLAUSE =
  /\n|[;:()–—]|(?= (?:without|rather than|instead of|as opposed to) )|,(?!\d)|[.!?](?=\s|$)|(?<![\p{L}])(?:but|while|although|though|however|whereas|yet|because|since|unless|(?<!(?<![\p{L}])between [^,;.\n]{0,60})and|which|who)(?![\p{L}])/giu;
const LIST_MARK = /^(?:,|and)$/i;
const REACH = 40;
const AUXILIARY =
  /(?<![\p{L}])(?:is|are|was|were|be|been|being|has|have|had|do|does|did|can|could|will|would|may|might|must|shall|should|isn|aren|wasn|weren|didn|\p{L}{3,}ed)(?![\p{L}])/iu;

function hasVerb(clause: string): boolean {
  if (AUXILIARY.test(clause)) return true;
  return (clause.match(/\p{L}+/gu) ?? []).some((word) => irregularForms.has(word.toLowerCase()));
}

/** Words with capitals, folded, that begin no sentence by chance: "Security" of "the Security log". */
export function properNames(clause: string): Set<string> {
  const words = [...clause.matchAll(/[\p{L}\p{N}][\p{L}\p{N}_-]*/gu)].map(({ 0: word }) => word);
  return new Set(
    words
      .filter((word, at) => {
        if (!/\p{Lu}/u.test(word) || stopWordsOf("en").has(word.toLowerCase())) return false;
        return at > 0 || /.\p{Lu}|\p{N}/u.test(word) || /^\p{Lu}/u.test(words[1] ?? "");
      })
      .map((word) => word.toLowerCase()),
  );
}

/** Names and numbers are in what is denied as well as in what is not. */
export function namesIn(clause: string): Set<string> {
  return contentStems((clause.match(/[\p{L}\p{N}-]*[\p{Lu}\p{N}][\p{L}\p{N}-]*/gu) ?? []).join(" "));
}
