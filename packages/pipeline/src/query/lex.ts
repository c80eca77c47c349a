import { didYouMean } from "./did-you-mean.ts";
import { type Field, fieldNames, findField } from "./fields.ts";
import type { Comparison } from "./query.ts";
import { queryIndicator } from "./query-indicator.ts";
import { QueryProblem } from "./query-problem.ts";

export type FieldValue = { text: string; at: number; length: number };

/** A piece of the input at `at` (from 0). `bare` is a word or something pasted, `quoted` was in quotation marks. */
export type Token = { at: number; length: number } & (
  | { kind: "open" | "close" | "or" | "and" | "not" | "minus" }
  | { kind: "bare" | "quoted"; text: string }
  | { kind: "field"; field: Field; comparison: Comparison | null; values: FieldValue[] }
);

/** Splits a query into tokens, in linear time. Throws QueryProblem for what no token can be made of. */
export function lex(input: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < input.length) {
    const token = readToken(input, at);
    if (token === null) {
      at += 1;
      continue;
    }
    tokens.push(token);
    at = token.at + token.length;
  }
  return tokens;
}

const operators: Record<string, "and" | "or" | "not"> = { AND: "and", OR: "or", NOT: "not", "&&": "and" };

function readToken(input: string, at: number): Token | null {
  const character = input[at] ?? "";
  if (isSpace(character)) return null;
  if (character === "(") return { kind: "open", at, length: 1 };
  if (character === ")") return { kind: "close", at, length: 1 };
  if (character === "|") return { kind: "or", at, length: input[at + 1] === "|" ? 2 : 1 };
  if (isQuote(character)) {
    const quoted = readQuoted(input, at);
    return { kind: "quoted", at, ...quoted };
  }
  // A minus before a word denies it; two, as of command-line options, are part of the word.
  const denies = character === "-" && /[^\s\-)|]/u.test(input[at + 1] ?? " ");
  if (denies && input[at - 1] !== "-") return { kind: "minus", at, length: 1 };
  const field = readField(input, at);
  if (field) return field;
  const end = endOfRun(input, at, { inValue: false });
  const text = input.slice(at, end);
  const operator = Object.hasOwn(operators, text) ? operators[text] : undefined;
  if (operator !== undefined) return { kind: operator, at, length: text.length };
  return { kind: "bare", at, length: text.length, text };
}

function readField(input: string, at: number): Token | null {
  const start = stickyMatch(/([a-z][a-z_-]*)(:|>=|<=|=|>|<)/iy, input, at);
  if (start === null) return null;
  const name = start[1] ?? "";
  const sign = start[2] ?? "";
  const valueAt = at + start[0].length;
  const field = findField(name);
  if (field === null) {
    refuseUnknown(input, at, { name, sign, valueAt });
    return null;
  }
  // `tool://…` and `story::x` are addresses and code, not fields.
  if (sign === ":" && (input.startsWith("//", valueAt) || input[valueAt] === ":")) return null;
  return readFieldFrom(input, { field, at, sign, valueAt });
}

function readFieldFrom(
  input: string,
  { field, at, sign, valueAt }: { field: Field; at: number; sign: string; valueAt: number },
): Token {
  const second = sign === ":" ? stickyMatch(/>=|<=|=|>|</y, input, valueAt) : null;
  const comparison = comparisonOf(second?.[0] ?? sign);
  const { values, end } = readValues(input, skipSpaces(input, valueAt + (second?.[0].length ?? 0)));
  if (values.length === 0) {
    const isGroup = input[end] === "(";
    throw new QueryProblem(`${field.name}: needs a value`, at, Math.max(valueAt - at, end - at), {
      hint: isGroup
        ? `several values are written with commas: ${field.name}:a,b`
        : `for example ${field.example}`,
    });
  }
  return { kind: "field", at, length: end - at, field, comparison, values };
}

function comparisonOf(sign: string): Comparison | null {
  return sign === ">=" || sign === "<=" || sign === "=" || sign === ">" || sign === "<" ? sign : null;
}

function readValues(input: string, start: number): { values: FieldValue[]; end: number } {
  const values: FieldValue[] = [];
  let at = start;
  for (;;) {
    const isQuoted = isQuote(input[at] ?? "");
    const end = endOfRun(input, at, { inValue: true });
    const value = isQuoted ? readQuoted(input, at) : { text: input.slice(at, end), length: end - at };
    if (/[^\s\p{Cf}]/u.test(value.text)) values.push({ ...value, at });
    at += value.length;
    if (input[at] !== ",") return { values, end: at };
    at += 1;
  }
}

const prefixesOfOthers = new Set(
  "md5 sha sha-1 sha-256 sha-512 imphash ssdeep tlsh jarm mailto urn data javascript tel xmpp re fw fwd aw".split(
    " ",
  ),
);

/** Something like a field that is none is an error, unless people paste such things: addresses, paths, headlines. */
function refuseUnknown(
  input: string,
  at: number,
  { name, sign, valueAt }: { name: string; sign: string; valueAt: number },
): void {
  const next = input[valueAt] ?? " ";
  const isColon = sign === ":";
  if (isColon && (/[\s:/\\()|]/u.test(next) || name.length === 1)) return;
  const whole = input.slice(at, endOfRun(input, at, { inValue: false }));
  if (prefixesOfOthers.has(name.toLowerCase()) || queryIndicator(whole) !== null) return;
  const meant = didYouMean(name, fieldNames);
  const rest = whole.slice(valueAt - at);
  const isPort = isColon && /^\d{1,5}(?:\/.*)?$/.test(rest);
  const isAssignment = sign === "=" || (!isColon && !/^\d/.test(rest));
  if (meant === null && (isPort || isAssignment)) return;
  throw new QueryProblem(`there is no field "${name}"`, at, name.length, {
    hint:
      meant === null
        ? `to look for the words, write "${whole.slice(0, 60).replaceAll('"', "")}"`
        : `did you mean ${meant}${sign}?`,
  });
}

function isSpace(character: string): boolean {
  return /\s/u.test(character);
}

function isQuote(character: string): boolean {
  return character === '"' || character === "“" || character === "”" || character === "„";
}

/** Quotation marks do not nest; two straight ones inside stand for one. */
function readQuoted(input: string, at: number): { text: string; length: number } {
  let text = "";
  for (let here = at + 1; here < input.length; here += 1) {
    const character = input[here] ?? "";
    const isDoubled = character === '"' && input[here + 1] === '"';
    if (isQuote(character) && !isDoubled) return { text, length: here + 1 - at };
    if (isDoubled) here += 1;
    text += character;
  }
  throw new QueryProblem("this quotation mark is not closed", at, input.length - at, {
    hint: 'write a second " where the phrase ends',
  });
}

const spacedDot = /\s?[[({](?:\.|dot)[\])}]\s?(?=[\p{L}\p{N}])/iuy;
const bracketed = /\((?:\.|dot|:\/\/|:|\/|@|at)\)/iuy;

/** Where a run without spaces ends. Defanging and the brackets of a URL belong to it, those around it do not. */
function endOfRun(input: string, start: number, { inValue }: { inValue: boolean }): number {
  const isUrl = stickyMatch(/[a-z]{2,6}\[?:\]?\/\//iy, input, start) !== null;
  let open = 0;
  let at = start;
  while (at < input.length) {
    const character = input[at] ?? "";
    const defanged =
      at === start ? null : (stickyMatch(spacedDot, input, at) ?? stickyMatch(bracketed, input, at));
    if (defanged !== null) {
      at += defanged[0].length;
      continue;
    }
    if (character === "(" && isUrl) open += 1;
    else if (character === ")" && open > 0) open -= 1;
    else if (/[\s"“”„()|]/u.test(character) || (inValue && !isUrl && character === ",")) return at;
    at += 1;
  }
  return at;
}

function skipSpaces(input: string, start: number): number {
  let at = start;
  while (at < input.length && isSpace(input[at] ?? "")) at += 1;
  return at;
}

function stickyMatch(pattern: RegExp, input: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(input);
}
