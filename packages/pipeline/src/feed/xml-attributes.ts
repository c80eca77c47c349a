import { cleanControls, decodeEntities } from "./xml-text.ts";

/** Attribute values by lower-case name, references resolved. A Map, so that no name can reach a prototype. */
export type Attributes = ReadonlyMap<string, string>;

/** Reads the attributes of one tag, the first 256 of them; a repeated name keeps its first value. */
export function readAttributes(source: string): Attributes {
  if (source.trim() === "") return none;
  const attributes = new Map<string, string>();
  let seen = 0;
  for (const [, name, double, single, bare] of source.matchAll(attribute)) {
    if (++seen > MAX_ATTRIBUTES) break;
    const key = (name ?? "").toLowerCase();
    if (attributes.has(key)) continue;
    attributes.set(key, cleanControls(decodeEntities(double ?? single ?? bare ?? "")));
  }
  return attributes;
}

const MAX_ATTRIBUTES = 256;
const none: Attributes = new Map();
const attribute = /([^\s=/"'<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/g;
