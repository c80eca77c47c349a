import { RE2JS } from "re2js";

export interface Rule {
  field: "title" | "url" | "text" | "any";
  /** A word or phrase, found whole and in any case; runs of white space count as one space. */
  words?: string;
  /** A regular expression in RE2 syntax, found anywhere and in any case. */
  pattern?: string;
}

export interface SourceRules {
  include?: Rule[];
  exclude?: Rule[];
}

export interface CompiledRules {
  include: CompiledRule[];
  exclude: CompiledRule[];
}

interface CompiledRule {
  name: string;
  fields: ("title" | "url" | "text")[];
  matches: (subject: Subject) => boolean;
}

/** One field of an item: as it came, and folded on first use for word rules. */
interface Subject {
  raw: string;
  folded: () => string;
}

/** A rule that cannot be used; the message names the rule and the cause. */
export class RuleError extends Error {
  override name = "RuleError";
  readonly reason = "bad_rule";
}

const MAX_JUDGED = 1_000_000;
const MAX_RULES = 200;
const MAX_RULE = 1_000;

/** Prepares a source's rules. Throws RuleError for a rule without exactly one of words and pattern, or a bad one. */
export function compileRules(rules: SourceRules): CompiledRules {
  return {
    include: compileList(rules.include ?? [], "include"),
    exclude: compileList(rules.exclude ?? [], "exclude"),
  };
}

/**
 * Accepts an item when there is no include rule or any matches, and no exclude rule matches. Only the first
 * 1,000,000 UTF-16 units of each field are judged. Time is linear in them: patterns run on RE2, which does not backtrack.
 */
export function judge(
  item: { title: string; url: string | null; text: string },
  rules: CompiledRules,
): { accepted: true } | { accepted: false; reason: string } {
  const subjects = {
    title: subjectOf(item.title),
    url: subjectOf(item.url ?? ""),
    text: subjectOf(item.text),
  };
  const matches = (rule: CompiledRule) => rule.fields.some((field) => rule.matches(subjects[field]));
  const excluding = rules.exclude.find(matches);
  if (excluding) return { accepted: false, reason: `matches ${excluding.name}` };
  if (rules.include.length === 0 || rules.include.some(matches)) return { accepted: true };
  const names = rules.include.slice(0, 3).map((rule) => rule.name);
  const more = rules.include.length > 3 ? ` and ${rules.include.length - 3} more` : "";
  return { accepted: false, reason: `matches none of ${names.join(", ")}${more}` };
}

function compileList(rules: Rule[], list: "include" | "exclude"): CompiledRule[] {
  if (rules.length > MAX_RULES) throw new RuleError(`More than ${MAX_RULES} ${list} rules`);
  return rules.map((rule, index) => compileRule(rule, `${list} rule ${index + 1}`));
}

function compileRule(rule: Rule, place: string): CompiledRule {
  const { words, pattern } = rule;
  if ((words === undefined) === (pattern === undefined)) {
    throw new RuleError(`${place} needs exactly one of words and pattern`);
  }
  const spec = words ?? pattern ?? "";
  const name = `${place} (${rule.field}: ${words === undefined ? `/${spec}/` : `"${spec}"`})`;
  if (spec.trim() === "") throw new RuleError(`${place} is empty`);
  if (spec.length > MAX_RULE) throw new RuleError(`${place} is longer than ${MAX_RULE} characters`);
  const matches = words === undefined ? patternMatcher(spec, name) : wordsMatcher(spec);
  return { name, fields: rule.field === "any" ? ["title", "url", "text"] : [rule.field], matches };
}

function patternMatcher(pattern: string, name: string): CompiledRule["matches"] {
  const expression = compilePattern(pattern, name);
  return ({ raw }) => expression.test(raw);
}

function compilePattern(pattern: string, name: string): RE2JS {
  try {
    return RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
  } catch (cause) {
    throw new RuleError(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

const WORD = /^[\p{L}\p{M}\p{N}_]$/u;
/** Scripts written without spaces have no word borders to look for. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]$/u;

function wordsMatcher(words: string): CompiledRule["matches"] {
  const needle = fold(words).trim();
  const first = String.fromCodePoint(needle.codePointAt(0) ?? 32);
  const bordersBefore = needsBorder(first);
  const bordersAfter = needsBorder(characterBefore(needle, needle.length));
  return ({ folded }) => {
    const text = folded();
    for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) {
      const isOpen = bordersBefore && WORD.test(characterBefore(text, at));
      const end = at + needle.length;
      if (!isOpen && !(bordersAfter && WORD.test(characterAt(text, end)))) return true;
    }
    return false;
  };
}

function needsBorder(character: string): boolean {
  return WORD.test(character) && !UNSPACED.test(character);
}

function characterAt(text: string, at: number): string {
  const point = text.codePointAt(at);
  return point === undefined ? "" : String.fromCodePoint(point);
}

function characterBefore(text: string, at: number): string {
  const isPair = at > 1 && /[\uDC00-\uDFFF]/u.test(text.charAt(at - 1));
  return isPair ? text.slice(at - 2, at) : text.slice(Math.max(0, at - 1), at);
}

function subjectOf(value: string): Subject {
  const raw = value.slice(0, MAX_JUDGED);
  let folded: string | null = null;
  return { raw, folded: () => (folded ??= fold(raw)) };
}

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ");
}
