import { lex, type Token } from "./lex.ts";
import { QueryProblem } from "./query-problem.ts";

/** A term of a search as it is written: places count UTF-16 units from 0, `field` is the field's own name. */
export type Chip = { text: string; field: string | null; start: number; end: number; negated: boolean };

const mostChips = 200;

/** The terms of a search in the order of writing; none of one that cannot be split. Two negations lift each other. */
export function chipsOf(input: string): Chip[] {
  let negated = false;
  const outer: boolean[] = [];
  const chips: Chip[] = [];
  const around = (): boolean => outer.at(-1) ?? false;
  for (const token of tokensOf(input).slice(0, 10 * mostChips)) {
    switch (token.kind) {
      case "minus":
      case "not":
        negated = !negated;
        break;
      case "open":
        outer.push(around() !== negated);
        negated = false;
        break;
      case "close":
        outer.pop();
        negated = false;
        break;
      case "and":
      case "or":
        negated = false;
        break;
      case "field":
      case "bare":
      case "quoted":
        chips.push(chipOf(input, token, around() !== negated));
        negated = false;
    }
  }
  return chips.slice(0, mostChips);
}

function chipOf(input: string, token: Token, negated: boolean): Chip {
  const { at, length } = token;
  return {
    text: input.slice(at, at + length),
    field: token.kind === "field" ? token.field.name : null,
    start: at,
    end: at + length,
    negated,
  };
}

function tokensOf(input: string): Token[] {
  try {
    return lex(input);
  } catch (error) {
    if (error instanceof QueryProblem) return [];
    throw error;
  }
}
