import { RE2JS } from "re2js";

import type { IndicatorType } from "../entities/entity-types.ts";
import { readCidr, readIpv4, readIpv6, type Words } from "./address.ts";
import { bitOf, type BenignIndex } from "./compile-benign.ts";
import { asciiHost, hostOfUrl } from "./host-names.ts";
import { encodeKey, HASH_START, hashOf, hashStep, lookUp, MAX_KEY } from "./key-table.ts";
import type { Strength } from "./list-strength.ts";
import { findRange } from "./range-table.ts";
import { isShared, passesOwners } from "./shared-hosts.ts";

/**
 * The names of the lists, and of analysts' own entries (`own: …`), that know a refanged value as benign, most telling
 * first: own, strong, well-known owners, rankings and shared services. `sourceId` is the article's source, for
 * entries that hold there only.
 *
 * A domain is hit by lists of itself and of names above it, unless names there are let to strangers
 * (`x.github.io`). The bare site of a URL is judged as its host; with a path or query, rankings and shared services
 * say nothing any more, and lists of an owner's hosts nothing where strangers publish (`github.com/…`,
 * `drive.google.com/…`): see `Reach`. Addresses inside of URLs count for strong lists and own entries only. Whether a
 * weak hit outweighs what an article says is for the caller to decide: see `strengthOf`.
 */
export function benignHits(
  index: BenignIndex,
  type: IndicatorType,
  value: string,
  sourceId: number | null = null,
): string[] {
  const query: Query = { index, bit: bitOf(type), sourceId, found: [] };
  if (type === "url") hitUrl(query, value);
  else if (type === "domain" || type === "onion") hitHost(query, asciiHost(value), "whole");
  else if (type === "ipv4" || type === "ipv6") {
    hitWhole(query, value);
    hitAddress(query, value);
  } else {
    hitWhole(query, value);
    if (type === "email") hitHost(query, asciiHost(value.slice(value.lastIndexOf("@") + 1)), "part");
  }
  hitParts(query, value);
  return named(query);
}

/** How much a hit of that name says; null for a name that the index does not know. */
export function strengthOf(index: BenignIndex, name: string): Strength | null {
  return index.strengths.get(name) ?? null;
}

type Query = { index: BenignIndex; bit: number; sourceId: number | null; found: number[] };

/** Whether a key is the value itself, a part of it, or a part of a URL that leads further. */
type Part = "whole" | "part" | "below";

/** Written and read within one call. */
const key = new Uint8Array(MAX_KEY);

function hitWhole(query: Query, value: string): void {
  const length = encodeKey(value, key);
  if (length < 0) return;
  const set = lookUp(query.index.keys, key, 0, length, hashOf(key, 0, length));
  if (set !== 0) take(query, set, () => true);
}

function hitUrl(query: Query, url: string): void {
  hitWhole(query, url);
  const place = hostOfUrl(url);
  if (place === null) return;
  const host = asciiHost(place.host);
  hitHost(query, host, place.isBare ? "part" : "below");
  hitAddress(query, host);
}

/** Looks up a name and all names above it, in one walk from its end. */
function hitHost(query: Query, host: string, part: Part): void {
  const length = encodeKey(host, key);
  if (length < 0) return;
  const { keys } = query.index;
  let hash = HASH_START;
  for (let at = length - 1; at >= 0; at--) {
    hash = hashStep(hash, key[at] ?? 0);
    if (at > 0 && key[at - 1] !== DOT) continue;
    const set = lookUp(keys, key, at, length, hash);
    if (set !== 0) takeHost(query, set, { host, at, part });
  }
}

const DOT = 46;

function takeHost(
  query: Query,
  set: number,
  { host, at, part }: { host: string; at: number; part: Part },
): void {
  let isPassed: boolean | null = null;
  let isOpen: boolean | null = null;
  take(query, set, (source, goesBelow) => {
    if (at > 0 && !goesBelow) return false;
    if (source.isOwn) return goesBelow || part === "whole";
    if (part === "below" && source.reach === "site") return false;
    if (part === "below" && source.reach === "owner" && (isOpen ??= isShared(host.toLowerCase())))
      return false;
    return at === 0 || source.strength === "strong" || !(isPassed ??= passesOwners(host.toLowerCase(), at));
  });
}

function hitAddress(query: Query, value: string): void {
  const four = readIpv4(value);
  if (four !== null) return hitRange(query, 4, [0, 0, 0, four], [0, 0, 0, four]);
  const words = value.includes(":") ? readIpv6(value) : null;
  if (words !== null) return hitRange(query, 6, words, words);
  const range = value.includes("/") ? readCidr(value) : null;
  if (range !== null) hitRange(query, range.version, range.first, range.last);
}

/** A range is benign where both of its ends are. */
function hitRange(query: Query, version: 4 | 6, first: Words, last: Words): void {
  const { v4, v6, sets } = query.index;
  const table = version === 4 ? v4 : v6;
  const set = findRange(table, first);
  if (set === 0) return;
  const other = first === last ? set : findRange(table, last);
  const both = sets[other] ?? [];
  take(query, set, (_, __, element) => set === other || both.includes(element));
}

function hitParts({ index, bit, sourceId, found }: Query, value: string): void {
  const { substrings, patterns, prefixes, sources } = index;
  if (substrings.length + patterns.length + prefixes.size === 0 || value.length > MAX_SEARCHED) return;
  const applies = (at: number): boolean => {
    const source = sources[at];
    if (source === undefined || (source.types & bit) === 0) return false;
    return source.sourceId === null || source.sourceId === sourceId;
  };
  const lower = substrings.length + prefixes.size === 0 ? "" : value.toLowerCase();
  for (const { source, text } of substrings) if (applies(source) && lower.includes(text)) found.push(source);
  for (const { source, text, isWhole } of prefixes.get(lower.slice(0, 4)) ?? [])
    if (applies(source) && lower.startsWith(text) && (!isWhole || lower.length === text.length))
      found.push(source);
  patterns.forEach(({ source }, at) => {
    if (applies(source) && compiledOf(index)[at]?.test(value) === true) found.push(source);
  });
}

const MAX_SEARCHED = 4_096;
/** Patterns cannot be posted to threads, so each compiles its own on first use. */
const compiled = new WeakMap<BenignIndex, RE2JS[]>();

function compiledOf(index: BenignIndex): RE2JS[] {
  const known = compiled.get(index);
  if (known !== undefined) return known;
  const patterns = index.patterns.map(({ pattern, flags }) => RE2JS.compile(pattern, flags));
  compiled.set(index, patterns);
  return patterns;
}

type Judge = (source: BenignIndex["sources"][number], goesBelow: boolean, element: number) => boolean;

function take({ index, bit, sourceId, found }: Query, set: number, judge: Judge): void {
  for (const element of index.sets[set] ?? []) {
    const source = index.sources[element >> 1];
    if (source === undefined || (source.types & bit) === 0) continue;
    if (source.sourceId !== null && source.sourceId !== sourceId) continue;
    if (judge(source, (element & 1) === 1, element)) found.push(element >> 1);
  }
}

function named({ index: { sources }, found }: Query): string[] {
  const rank = (at: number): number => sources[at]?.rank ?? 0;
  if (found.length > 1) found.sort((a, b) => rank(a) - rank(b));
  const names: string[] = [];
  for (const at of found) {
    const name = sources[at]?.name;
    if (name !== undefined && !names.includes(name)) names.push(name);
  }
  return names;
}
