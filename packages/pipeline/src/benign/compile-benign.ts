import { RE2JS } from "re2js";

import { indicatorTypes, type IndicatorType } from "../entities/entity-types.ts";
import { readCidr, type AddressRange } from "./address.ts";
import type { BenignEntry } from "./benign-entry.ts";
import { asciiHost } from "./host-names.ts";
import { KeyTableBuilder, type KeyTable } from "./key-table.ts";
import { standingOf, type Reach, type Strength } from "./list-strength.ts";
import { indicatorTypesOf } from "./misp-attributes.ts";
import { buildRangeTable, type RangeTable } from "./range-table.ts";
import type { Warninglist } from "./read-warninglist.ts";
import { createSetPool, type SetPool } from "./set-pool.ts";

/** A list, or one entry of an analyst. */
export type BenignSource = {
  name: string;
  strength: Strength;
  reach: Reach;
  /** Bits of the indicator types it speaks of, by their place in `indicatorTypes`. */
  types: number;
  /** The lower, the more it tells. */
  rank: number;
  isOwn: boolean;
  /** An entry for the articles of one source only. */
  sourceId: number | null;
};

/** Everything that is known to be benign, ready for look-ups; can be posted to threads, which share its tables. */
export type BenignIndex = {
  sources: BenignSource[];
  /** By name: how much a hit says. */
  strengths: Map<string, Strength>;
  /** Sets of what hits: twice the place of a source in `sources`, and one more if names below are meant, too. */
  sets: number[][];
  keys: KeyTable;
  v4: RangeTable;
  v6: RangeTable;
  substrings: { source: number; text: string }[];
  patterns: { source: number; pattern: string; flags: number }[];
  /** By their first four characters, lower case; `isWhole` where the value ends with the prefix. */
  prefixes: Map<string, { source: number; text: string; isWhole: boolean }[]>;
  /** Values that cannot be used, with the first 100 of them. */
  rejected: { count: number; examples: { list: string; value: string; reason: string }[] };
};

/**
 * Prepares lists and entries for `benignHits`. Values that make no sense are counted in `rejected`, the rest goes on.
 * Patterns are RE2, at most 200; substrings that are no domains at most 2,000. About 25 MB a million domains.
 */
export function compileBenign(lists: readonly Warninglist[], entries: readonly BenignEntry[]): BenignIndex {
  const count = lists.reduce(
    (sum, { values, type }) => sum + (type === "cidr" ? 0 : values.length),
    entries.length,
  );
  const build: Build = {
    sources: [],
    pool: createSetPool(),
    keys: new KeyTableBuilder(count),
    ranges: [],
    substrings: [],
    patterns: [],
    prefixes: new Map(),
    rejected: { count: 0, examples: [] },
  };
  for (const list of lists) addList(build, list);
  for (const entry of entries) addEntry(build, entry);
  const { sources, pool, substrings, patterns, prefixes, rejected } = build;
  const rangesOf = (version: 4 | 6): RangeTable =>
    buildRangeTable(
      build.ranges.filter(({ range }) => range.version === version),
      pool,
    );
  return {
    sources,
    strengths: strengthsOf(sources),
    v4: rangesOf(4),
    v6: rangesOf(6),
    sets: pool.sets,
    keys: build.keys.finish(),
    substrings,
    patterns,
    prefixes,
    rejected,
  };
}

/** The bit of an indicator type in `BenignSource.types`. */
export function bitOf(type: IndicatorType): number {
  return BITS.get(type) ?? 0;
}

type Build = Pick<BenignIndex, "sources" | "substrings" | "patterns" | "prefixes" | "rejected"> & {
  pool: SetPool;
  keys: KeyTableBuilder;
  ranges: { range: AddressRange; element: number }[];
};

const BITS = new Map<IndicatorType, number>(indicatorTypes.map((type, at) => [type, 1 << at]));
const MAX_PATTERNS = 200;
const MAX_PATTERN = 1_000;
const MAX_SUBSTRINGS = 2_000;
const MAX_EXAMPLES = 100;
const DOMAIN = /^\.?(?:[a-z0-9_-]{1,63}\.)+[a-z][a-z0-9-]{1,62}$/i;

function maskOf(types: readonly IndicatorType[]): number {
  return types.reduce((mask, type) => mask | bitOf(type), 0);
}

function addList(build: Build, list: Warninglist): void {
  const standing = standingOf(list);
  const types = indicatorTypesOf(list);
  const isStrong = standing.strength === "strong";
  // What is benign wherever it stands is so in a URL or an e-mail address, too.
  if (isStrong && types.some((type) => type === "domain" || type === "ipv4")) types.push("url");
  if (isStrong && types.includes("domain")) types.push("email");
  const source = build.sources.push({
    name: list.name,
    ...standing,
    types: maskOf(types),
    rank: (isStrong ? 1e8 : standing.reach === "owner" ? 2e8 : 3e8) + Math.min(list.values.length, 1e7),
    isOwn: false,
    sourceId: null,
  });
  const add = ADDERS[list.type];
  for (const value of list.values) {
    const reason = add(build, source - 1, value);
    if (reason !== null) reject(build, list.name, value, reason);
  }
}

/** Takes in one value of a list; why it cannot, or null. */
type Adder = (build: Build, source: number, value: string) => string | null;

const ADDERS: Record<Warninglist["type"], Adder> = {
  cidr: addRange,
  hostname: addHost,
  string: addText,
  substring: addSubstring,
  regex: addPattern,
};

function addRange(build: Build, source: number, value: string): string | null {
  const range = readCidr(value);
  if (range === null) return "no address range";
  build.ranges.push({ range, element: 2 * source });
  return null;
}

/** A name stands for all below it; one of a single label, such as `localhost` or `com`, only for itself. */
function addHost(build: Build, source: number, value: string): string | null {
  const name = asciiHost(value.replace(/^[a-z]+:\/\/|\/$/gi, ""));
  const bare = name.startsWith("*.") ? name.slice(2) : name.startsWith(".") ? name.slice(1) : name;
  const isSuffix = bare.includes(".") ? readCidr(bare) === null : bare.length < name.length;
  return addKey(build, bare, 2 * source + Number(isSuffix));
}

/** Whole values, but a leading dot says that names below are meant; the reserved names of RFC 6761 include those. */
function addText(build: Build, source: number, value: string): string | null {
  const first = value.charCodeAt(0);
  const isDotted = (first === 46 || first === 42) && /^(?:\*\.|\.)[^.\s]/.test(value);
  const isReserved = /\bRFC ?(?:6761|2606)\b/.test(build.sources[source]?.name ?? "");
  return isDotted || isReserved ? addHost(build, source, value) : addKey(build, asciiHost(value), 2 * source);
}

/** Lists of parts of values mostly hold domains, for which names below them are what is meant. */
function addSubstring(build: Build, source: number, value: string): string | null {
  if (DOMAIN.test(value)) return addHost(build, source, value);
  if (value.length < 4) return "shorter than 4 characters";
  if (build.substrings.length >= MAX_SUBSTRINGS) return `more than ${MAX_SUBSTRINGS} substrings`;
  build.substrings.push({ source, text: value.toLowerCase() });
  return null;
}

function addPattern(build: Build, source: number, value: string): string | null {
  if (build.patterns.length >= MAX_PATTERNS) return `more than ${MAX_PATTERNS} patterns`;
  if (value.length > MAX_PATTERN) return `longer than ${MAX_PATTERN} characters`;
  // PCRE delimiters and flags, as MISP writes them.
  const delimited = /^\/(.*)\/([a-z]*)$/s.exec(value);
  const pattern = delimited?.[1] ?? value;
  const flags = delimited === null || delimited[2]?.includes("i") ? RE2JS.CASE_INSENSITIVE : 0;
  try {
    RE2JS.compile(pattern, flags);
  } catch (error) {
    return `no RE2 pattern: ${(error instanceof Error ? error.message : String(error)).slice(0, 100)}`;
  }
  build.patterns.push({ source, pattern, flags });
  return null;
}

function addKey({ keys, pool }: Build, text: string, element: number): string | null {
  if (text === "") return "empty";
  return keys.update(text, (set) => pool.plus(set, element)) ? null : "longer than 255 bytes";
}

const BELOW_DOMAIN = maskOf(["domain", "url", "email", "onion"]);
const WITH_ADDRESS = maskOf(["ipv4", "ipv6", "url"]);

function addEntry(build: Build, { type, match, value, sourceId }: BenignEntry): void {
  const all = match === "domain" ? BELOW_DOMAIN : match === "cidr" ? WITH_ADDRESS : -1;
  const source =
    build.sources.push({
      name: `own: ${value}`,
      strength: "strong",
      reach: "all",
      types: type === null ? all : bitOf(type),
      rank: build.sources.length,
      isOwn: true,
      sourceId,
    }) - 1;
  const reason = addOwn(build, source, match, value);
  if (reason !== null) reject(build, `own: ${value}`, value, reason);
}

function addOwn(build: Build, source: number, match: BenignEntry["match"], value: string): string | null {
  if (match === "cidr") return addRange(build, source, value);
  if (match === "domain") return addKey(build, asciiHost(value), 2 * source + 1);
  const text = value.toLowerCase();
  if (match === "prefix") return addPrefix(build, { source, text, isWhole: false });
  const isLong = addKey(build, asciiHost(value), 2 * source) !== null;
  return isLong ? addPrefix(build, { source, text, isWhole: true }) : null;
}

function addPrefix(
  { prefixes }: Build,
  prefix: { source: number; text: string; isWhole: boolean },
): string | null {
  if (prefix.text.length < 4) return "shorter than 4 characters";
  const start = prefix.text.slice(0, 4);
  const bucket = prefixes.get(start);
  if (bucket === undefined) prefixes.set(start, [prefix]);
  else bucket.push(prefix);
  return null;
}

function strengthsOf(sources: readonly BenignSource[]): Map<string, Strength> {
  return new Map(sources.map(({ name, strength }) => [name, strength]));
}

function reject({ rejected }: Build, list: string, value: string, reason: string): void {
  rejected.count++;
  if (rejected.examples.length < MAX_EXAMPLES)
    rejected.examples.push({ list, value: value.slice(0, 200), reason });
}
