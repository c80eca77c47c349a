import { decodeHTMLAttribute } from "entities";

/** The attributes that anything downstream looks at, as a flat list: name, value, name, value … */
export type Attributes = readonly string[];

/** Reads the wanted attributes between two offsets of a tag; the first of two equal names wins, as in browsers. */
export function attributesOf(html: string, from: number, to: number): Attributes {
  return from === to ? NONE : readAll(html, from, to);
}

export function attribute(attributes: Attributes, name: string): string | undefined {
  for (let at = 0; at < attributes.length; at += 2) if (attributes[at] === name) return attributes[at + 1];
  return undefined;
}

const NONE: Attributes = [];
const MAX_VALUE = 16_384;

const WANTED = new Map(
  (
    "class id href role itemprop property name content rel lang hidden aria-hidden style datetime colspan rowspan " +
    "alt http-equiv type start value"
  )
    .split(" ")
    .map((name) => [name, name]),
);

function readAll(html: string, from: number, to: number): Attributes {
  const found: string[] = [];
  let at = from;
  while (at < to) {
    at = skipSpaceAndSlash(html, at, to);
    const nameFrom = at;
    // A name may start with "=", so the first character is always taken.
    at++;
    while (at < to && !endsName(html.charCodeAt(at))) at++;
    const nameTo = Math.min(at, to);
    at = skipSpace(html, at, to);
    let value = "";
    if (html.charCodeAt(at) === 61 && at < to) {
      at = skipSpace(html, at + 1, to);
      const quote = html.charCodeAt(at);
      let valueFrom = at;
      let valueTo: number;
      if (at < to && (quote === 34 || quote === 39)) {
        valueFrom = at + 1;
        valueTo = valueFrom;
        while (valueTo < to && html.charCodeAt(valueTo) !== quote) valueTo++;
        at = valueTo + 1;
      } else {
        while (at < to && !isSpace(html.charCodeAt(at))) at++;
        valueTo = at;
      }
      if (valueTo - valueFrom > MAX_VALUE) continue;
      const name = wantedName(html, nameFrom, nameTo);
      if (name === undefined || attribute(found, name) !== undefined) continue;
      value = html.slice(valueFrom, valueTo);
      if (value.length > 1024 && /^\s*data:/i.test(value)) continue;
      found.push(name, value.includes("&") ? decodeHTMLAttribute(value) : value);
      continue;
    }
    const name = wantedName(html, nameFrom, nameTo);
    if (name !== undefined && attribute(found, name) === undefined) found.push(name, "");
  }
  return found.length === 0 ? NONE : found;
}

function wantedName(html: string, from: number, to: number): string | undefined {
  if (to - from > 16) return undefined;
  const name = html.slice(from, to);
  return WANTED.get(name) ?? WANTED.get(name.toLowerCase());
}

function skipSpace(html: string, from: number, to: number): number {
  let at = from;
  while (at < to && isSpace(html.charCodeAt(at))) at++;
  return at;
}

function skipSpaceAndSlash(html: string, from: number, to: number): number {
  let at = from;
  while (at < to && (html.charCodeAt(at) === 47 || isSpace(html.charCodeAt(at)))) at++;
  return at;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function endsName(code: number): boolean {
  return code === 61 || code === 47 || isSpace(code);
}
