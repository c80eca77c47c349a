import { combine, negate } from "./combine.ts";
import { foldCase, foldWords } from "./fold.ts";
import { lex, type Token } from "./lex.ts";
import type { Query, QueryError } from "./query.ts";
import { queryIndicator } from "./query-indicator.ts";
import { QueryProblem } from "./query-problem.ts";
import { readField } from "./read-field.ts";

const MAX_LENGTH = 4_000;
const MAX_DEPTH = 50;
const MAX_TERMS = 200;

/**
 * Reads a search: words, "phrases", `rans*`, fields, AND (or nothing), OR or |, NOT or -, parentheses, and pasted
 * indicators, defanged or not. OR binds least. Never throws; an error points at what is wrong. An empty search is `all`.
 */
export function parseQuery(
  input: string,
  { now }: { now: Date },
): { ok: true; query: Query } | { ok: false; error: QueryError } {
  try {
    if (input.length > MAX_LENGTH) {
      throw new QueryProblem(
        `a search has at most ${MAX_LENGTH} characters`,
        MAX_LENGTH,
        input.length - MAX_LENGTH,
        {
          hint: "leave some of it out, or save parts as searches of their own",
        },
      );
    }
    const state = { tokens: lex(input), next: 0, terms: 0, now };
    return { ok: true, query: readAll(state) };
  } catch (error) {
    if (!(error instanceof QueryProblem)) throw error;
    const { message, at, length, hint } = error;
    return { ok: false, error: { message, column: at + 1, length: Math.max(1, length), hint } };
  }
}

type State = { tokens: Token[]; next: number; terms: number; now: Date };

function readAll(state: State): Query {
  const query = readOr(state, 0);
  const left = state.tokens[state.next];
  if (left === undefined) return query;
  throw new QueryProblem("this parenthesis closes nothing", left.at, 1, {
    hint: "take it out, or open one before",
  });
}

function readOr(state: State, depth: number): Query {
  const queries = [readAnd(state, depth)];
  while (state.tokens[state.next]?.kind === "or") {
    const operator = take(state);
    needsBothSides(state, operator);
    queries.push(readAnd(state, depth));
  }
  return combine("or", queries);
}

function readAnd(state: State, depth: number): Query {
  const queries: Query[] = [];
  for (;;) {
    const token = state.tokens[state.next];
    if (token === undefined || token.kind === "close") break;
    if (token.kind === "or") {
      if (queries.length === 0) needsBothSides(state, token);
      break;
    }
    if (token.kind === "and") {
      if (queries.length === 0) missingSide(token);
      take(state);
      needsBothSides(state, token);
      continue;
    }
    queries.push(readUnary(state, depth));
  }
  return combine("and", queries);
}

/** Called behind an operator (or at one with nothing before it): something to search for must follow. */
function needsBothSides(state: State, operator: Token): void {
  const next = state.tokens[state.next];
  if (next === undefined || next.kind === "close" || next.kind === "or" || next.kind === "and")
    missingSide(operator);
}

function missingSide(operator: Token): never {
  throw new QueryProblem("something is missing beside this operator", operator.at, operator.length, {
    hint: "write what to look for on both sides; the word itself is searched in lower case or quotation marks",
  });
}

function readUnary(state: State, depth: number): Query {
  const token = take(state);
  if (depth > MAX_DEPTH) {
    throw new QueryProblem(`parentheses and NOT go at most ${MAX_DEPTH} deep`, token.at, token.length, {
      hint: "write it flatter",
    });
  }
  switch (token.kind) {
    case "open":
      return readGroup(state, token, depth);
    case "not":
    case "minus":
      needsBothSides(state, token);
      return negate(readUnary(state, depth + 1));
    case "field":
      countTerms(state, token, token.values.length);
      return readField(token, state.now);
    case "bare":
      countTerms(state, token, 1);
      return readBare(token.text, token.at);
    case "quoted":
      countTerms(state, token, 1);
      return phraseOf(token.text);
    case "close":
    case "and":
    case "or":
      return missingSide(token);
  }
}

function readGroup(state: State, open: Token, depth: number): Query {
  const query = readOr(state, depth + 1);
  if (state.tokens[state.next]?.kind === "close") {
    take(state);
    return query;
  }
  throw new QueryProblem("this parenthesis is not closed", open.at, 1, {
    hint: "write ) where the group ends",
  });
}

function take(state: State): Token {
  const token = state.tokens[state.next];
  if (token === undefined)
    throw new QueryProblem("the search ends too early", 0, 1, { hint: "write what to look for" });
  state.next += 1;
  return token;
}

function countTerms(state: State, token: Token, count: number): void {
  state.terms += count;
  if (state.terms <= MAX_TERMS) return;
  throw new QueryProblem(`a search has at most ${MAX_TERMS} words and values`, token.at, token.length, {
    hint: "leave some of it out, or save parts as searches of their own",
  });
}

function readBare(text: string, at: number): Query {
  const isPrefix = /[\p{L}\p{N}\p{M}]\*+$/u.test(text);
  const indicator = isPrefix ? null : (indicatorOf(text) ?? indicatorOf(trimPunctuation(text)));
  if (indicator) return indicator;
  const words = foldWords(text);
  const star = /\*[\p{L}\p{N}]/u.exec(text);
  if (star) {
    throw new QueryProblem("a * stands only at the end of a word", at + star.index, 1, {
      hint: "for example rans*",
    });
  }
  const last = words.at(-1);
  if (isPrefix && last !== undefined) return readPrefix(words.slice(0, -1), last, { at, text });
  if (words.length !== 1 || last === undefined) return phraseOf(text);
  // A word that reads as an indicator once folded must stay a word when it is written out again.
  return queryIndicator(last) ? phraseOf(last) : { kind: "word", word: last };
}

function readPrefix(before: string[], prefix: string, { at, text }: { at: number; text: string }): Query {
  if (prefix.length < 2) {
    throw new QueryProblem("too short for a search by beginning", at, text.length, {
      hint: "write two letters or more",
    });
  }
  return combine("and", [phraseOf(before.join(" ")), { kind: "prefix", prefix }]);
}

function trimPunctuation(text: string): string {
  return text.replace(/^[^\p{L}\p{N}[/\\%:]+/u, "").replace(/[.,;:!?'’…\]]+$/u, "");
}

function indicatorOf(raw: string): Query | null {
  const found = queryIndicator(raw);
  return found && { kind: "indicator", ...found, raw, words: foldWords(found.value) };
}

function phraseOf(quoted: string): Query {
  const text = foldCase(quoted).trim().replace(/\s+/gu, " ");
  const words = foldWords(text);
  return words.length === 0 ? { kind: "all" } : { kind: "phrase", text, words };
}
