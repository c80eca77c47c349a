import { roles } from "../entities/mention.ts";
import { refang } from "../indicators/refang.ts";
import { didYouMean } from "./did-you-mean.ts";
import type { Field } from "./fields.ts";
import type { FieldValue, Token } from "./lex.ts";
import { type EntityField, type HasThing, isFlags, type Query, states } from "./query.ts";
import { queryIndicator } from "./query-indicator.ts";
import { QueryProblem } from "./query-problem.ts";
import { readTime } from "./read-time.ts";

type FieldToken = Token & { kind: "field" };

/** Turns a field with its written values into a node with typed ones. Throws QueryProblem for values it cannot take. */
export function readField(token: FieldToken, now: Date): Query {
  const { field, comparison } = token;
  if (comparison !== null && comparison !== "=" && field.kind !== "number") {
    throw new QueryProblem(`${field.name}: cannot be compared with ${comparison}`, token.at, token.length, {
      hint: `for example ${field.example}`,
    });
  }
  switch (field.kind) {
    case "entity":
      return {
        kind: "entity",
        field: field.name,
        values: read(token, (value) => entityValue(field.name, value)),
      };
    case "name":
      return { kind: "name", field: field.name, values: read(token, ({ text }) => tidy(text).toLowerCase()) };
    case "number":
      return readNumber(token, field);
    case "time":
      return readTimes(token, field, now);
    case "state":
      return { kind: "state", values: read(token, (value) => choose(field, states, value)) };
    case "is":
      return { kind: "is", values: read(token, (value) => choose(field, isFlags, value)) };
    case "has":
      return { kind: "has", values: read(token, (value) => chooseThing(field, value)) };
    case "role":
      return { kind: "role", values: read(token, (value) => choose(field, roles, value)) };
  }
}

/** Each value once, in the order of writing. */
function read<Value>(token: FieldToken, valueOf: (value: FieldValue) => Value): Value[] {
  return [...new Set(token.values.map(valueOf))];
}

function tidy(text: string): string {
  return text.trim().replace(/\s+/gu, " ");
}

function entityValue(field: EntityField, value: FieldValue): string {
  const text = tidy(value.text);
  if (field === "ioc") return settledIndicator(text);
  if (field === "ttp") return /^ta?\d{4}(?:\.\d{3})?\*?$/i.test(text) ? text.toUpperCase() : text;
  if (field !== "cve") return text;
  const id = (/^\d{4}-/.test(text) ? `CVE-${text}` : text).toUpperCase();
  if (/^(?:CVE-(?:\*|\d{4}-(?:\d{4,10}|\d*\*))|EUVD-[\d-]+\*?)$/.test(id)) return id;
  if (/^GHSA-[0-9A-Z-]+\*?$/.test(id)) return `GHSA${id.slice(4).toLowerCase()}`;
  throw new QueryProblem(`"${shorten(text)}" is not the id of a flaw`, value.at, value.length, {
    hint: "for example cve:CVE-2026-20345 or cve:CVE-2026-*",
  });
}

/** Refangs until nothing changes, so that what is written out reads as the same value again. */
function settledIndicator(text: string): string {
  let value = text.replace(/\p{Cf}/gu, "");
  for (let round = 0; round < 8; round += 1) {
    const next = queryIndicator(value)?.value ?? tidy(refang(value));
    if (next === value || next === "") break;
    value = next;
  }
  return value;
}

function readNumber(token: FieldToken, field: Field & { kind: "number" }): Query {
  const comparison = token.comparison ?? "=";
  const values = read(token, (value) => numberOf(field, value));
  if (comparison !== "=" && (values.length > 1 || field.name === "story")) {
    throw new QueryProblem(
      `${field.name}${comparison} takes ${field.name === "story" ? "no comparison" : "one number"}`,
      token.at,
      token.length,
      {
        hint: `for example ${field.example}`,
      },
    );
  }
  return { kind: "number", field: field.name, comparison, values };
}

function numberOf(field: Field, value: FieldValue): number {
  const text = value.text.trim();
  const isWhole = field.name === "tier" || field.name === "story" || field.name === "words";
  const pattern = isWhole ? /^\d{1,15}$/ : /^\d{1,6}(?:\.\d{1,3})?$/;
  if (pattern.test(text)) return Number(text);
  throw new QueryProblem(
    `"${shorten(text)}" is not a ${isWhole ? "whole number" : "number"}`,
    value.at,
    value.length,
    {
      hint: `for example ${field.example}`,
    },
  );
}

function readTimes(token: FieldToken, field: Field & { kind: "time" }, now: Date): Query {
  const [value, second] = token.values;
  if (value === undefined || second !== undefined) {
    throw new QueryProblem(`${field.name}: takes one time`, token.at, token.length, {
      hint: `for example ${field.example}`,
    });
  }
  const at = readTime(value.text, now);
  if (at !== null)
    return { kind: "time", field: field.name, at: at.toISOString(), given: tidy(value.text).toLowerCase() };
  throw new QueryProblem(`"${shorten(value.text)}" is not a time`, value.at, value.length, {
    hint: "write a day (2026-11-01), an ISO time, 30min, 24h, 7d, 2w, 3mo, today or yesterday",
  });
}

function choose<Choice extends string>(field: Field, choices: readonly Choice[], value: FieldValue): Choice {
  const text = value.text.trim().toLowerCase().replaceAll("-", "_");
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  const meant = didYouMean(text, choices);
  throw new QueryProblem(`${field.name}: cannot be "${shorten(value.text)}"`, value.at, value.length, {
    hint:
      meant === null ? `one of ${choices.slice(0, 12).join(", ")}` : `did you mean ${field.name}:${meant}?`,
  });
}

const otherThings: Record<string, HasThing> = {
  iocs: "ioc",
  indicator: "ioc",
  indicators: "ioc",
  ttps: "ttp",
  cves: "cve",
  vulnerability: "cve",
  actors: "actor",
  hash: "sha256",
};

function chooseThing(field: Field & { kind: "has" }, value: FieldValue): HasThing {
  const text = value.text.trim().toLowerCase();
  const other = Object.hasOwn(otherThings, text) ? otherThings[text] : undefined;
  return other ?? choose(field, (field.choices ?? []) as readonly HasThing[], value);
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
