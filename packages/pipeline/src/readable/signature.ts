import type { HtmlElement } from "../html/tree.ts";

/** A block's place in a layout as a 24-bit number: its tag and lasting names, hashed onto its parent's. */
export function signatureOf(element: HtmlElement, parent: number, cache: Map<string, number>): number {
  const own = element.hints === "" ? hash(element.tag) : namedHash(element, cache);
  return (Math.imul(parent ^ own, 0x9e3779b1) >>> 8) ^ (parent & 0xff);
}

/** Four characters for each signature. */
export function packSignatures(signatures: Iterable<number>): string {
  let packed = "";
  for (const signature of signatures) {
    for (const shift of [18, 12, 6, 0]) packed += ALPHABET[(signature >> shift) & 63];
  }
  return packed;
}

export function unpackSignatures(packed: string): number[] {
  const signatures: number[] = [];
  for (let at = 0; at + 4 <= packed.length; at += 4) {
    let signature = 0;
    for (let i = 0; i < 4; i++)
      signature = (signature << 6) | Math.max(0, ALPHABET.indexOf(packed[at + i] ?? "A"));
    signatures.push(signature);
  }
  return signatures;
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Names that differ from page to page, or with the state of the page, say nothing about the layout. */
const PASSING =
  /\d{3}|^(?:is|has|category|tag|type|status|format|author)-|^post-\d|^(?:active|open|closed|current|selected|first|last|odd|even|lazy\w*|loaded|hentry)$/i;

function namedHash(element: HtmlElement, cache: Map<string, number>): number {
  const key = `${element.tag} ${element.hints}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const names = element.hints
    .slice(0, 300)
    .split(/\s+/)
    .filter((name) => !PASSING.test(name))
    .slice(0, 8);
  const value = hash(`${element.tag} ${names.join(" ")}`.trimEnd());
  cache.set(key, value);
  return value;
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
