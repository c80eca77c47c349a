import { ATTACK_ID, type KnownAlias, type KnownName } from "../knowledge/known-name.ts";
import type { Behaviour, Lolbin } from "../knowledge/starter-names.ts";
import { type BehaviourIndex, FILLER, FILLERS, indexBehaviours } from "./behaviour-index.ts";
import { cueWords } from "./cue-words.ts";
import { foldCode, foldName, HASH_SEED, hashStep, hashText, IDEOGRAPH } from "./fold.ts";
import { NEED, needsOf, rankOf } from "./need-of.ts";
import { NUMBERED } from "./numbered-names.ts";

/** What a claim of a key names. */
export type NamedEntity = {
  type: KnownName["type"];
  value: string;
  label: string;
  externalId: string | null;
};

/** One entity's claim on a key. */
export type Claim = {
  entity: number;
  /** Spellings without their separators, where the case of letters decides; the first is the alias as published. */
  spellings: string[];
  /** Those for which `need` is enough. */
  sure: string[];
  alias: string;
  source: string;
  /** What it needs to be believed: written as published, with other capitals, with its parts apart. */
  need: number;
  loose: number;
  split: number;
  rank: number;
  /** Whether some spelling has its parts apart, and whether all are in capitals. */
  isParted: boolean;
  isRaised: boolean;
  isCanonical: boolean;
};

/**
 * All names, cue words and words of behaviours in one table of hashes of folded spellings, so that a text is read once.
 * Plain data: it can be cloned into a worker thread.
 */
export type Gazetteer = {
  /** Open addressing: hash, key number + 1 (0 is no key), and whether longer keys begin so. */
  hashes: Int32Array;
  slots: Int32Array;
  prefixes: Uint8Array;
  folded: string[];
  cues: Uint16Array;
  /** Numbers of behaviour words, or -1: of the whole word, and of words that begin so. */
  words: Int32Array;
  stems: Int32Array;
  /** Number of the program, or -1. */
  lolbins: Int32Array;
  /** Index in NUMBERED + 1, or 0. */
  numbered: Uint8Array;
  /** Claims of each key, the best one first; null where there is none. */
  claims: (Claim[] | null)[];
  entities: NamedEntity[];
  /** By the hash of their first three letters: the lengths of stems that begin so, a bit for each from three on. */
  stemLengths: Int32Array;
  behaviours: BehaviourIndex;
};

type Options = {
  /** Words of every day in lower case: names that are such words need a context. */
  ordinaryWords: ReadonlySet<string>;
  behaviours?: readonly Behaviour[];
  lolbins?: readonly Lolbin[];
};

/** Builds the table that `matchNames` and `scanNames` read; names should be merged before. */
export function createGazetteer(names: readonly KnownName[], options: Options): Gazetteer {
  const draft: Draft = { keys: new Map(), prefixes: new Set() };
  const entities = names.map(({ type, value, label, externalId }) => ({ type, value, label, externalId }));
  const ordinaryWords = withBrands(names, options.ordinaryWords);
  for (const [index, known] of names.entries())
    addNames(draft, known, index, known.source === "starter" ? options.ordinaryWords : ordinaryWords);
  for (const [phrase, mask] of cueWords()) keyOf(draft, phrase).cue |= mask;
  for (const [index, { word }] of NUMBERED.entries()) keyOf(draft, word).numbered = index + 1;
  keyOf(draft, "exe");
  const behaviours = indexBehaviours(options.behaviours ?? [], options.lolbins ?? []);
  for (const word of FILLERS) keyOf(draft, word).word = FILLER;
  for (const [word, number] of behaviours.exact) keyOf(draft, word).word = number;
  for (const [stem, number] of behaviours.stems) keyOf(draft, stem).stem = number;
  for (const [index, { binary }] of behaviours.lolbins.entries())
    keyOf(draft, binary.replace(/\.exe$/i, "")).lolbin = index;
  return freeze(draft, entities, behaviours);
}

type Key = {
  folded: string;
  claims: Claim[] | null;
  cue: number;
  word: number;
  stem: number;
  lolbin: number;
  numbered: number;
};
/** Prefixes by their hash: where two have the same, a scan only looks once too often. */
type Draft = { keys: Map<string, Key>; prefixes: Set<number> };

/** What the starter knows as vendors, products and countries is nothing out of the ordinary for other sources. */
function withBrands(names: readonly KnownName[], ordinaryWords: ReadonlySet<string>): ReadonlySet<string> {
  const words = new Set(ordinaryWords);
  for (const { type, source, aliases } of names) {
    if (source !== "starter" || (type !== "vendor" && type !== "product" && type !== "country")) continue;
    for (const { name } of aliases) words.add(name.toLowerCase());
  }
  return words;
}

/** Longer names are sentences that slipped in. */
const MAX_WORDS = 10;

function keyOf(draft: Draft, name: string): Key {
  return keyOfFolded(draft, foldName(name), name);
}

function keyOfFolded(draft: Draft, folded: string, name: string): Key {
  addPrefixes(draft, name);
  const known = draft.keys.get(folded);
  if (known !== undefined) return known;
  const key: Key = { folded, claims: null, cue: 0, word: -1, stem: -1, lolbin: -1, numbered: 0 };
  draft.keys.set(folded, key);
  return key;
}

/** Where a name may be parted in a text: at its separators, between a small and a capital letter, around digits. */
function addPrefixes({ prefixes }: Draft, name: string): void {
  let hash = HASH_SEED;
  let length = 0;
  let before = 0;
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    const kind = foldCode(code);
    if (kind < IDEOGRAPH) {
      before = 0;
      continue;
    }
    const now =
      kind === IDEOGRAPH ? IDEOGRAPH : kind < AFTER_DIGITS ? DIGIT : kind === code ? SMALL : CAPITAL;
    const isParted = now === IDEOGRAPH || (now !== before && !(before === CAPITAL && now === SMALL));
    if (isParted && length > 0) prefixes.add(hash);
    hash = hashStep(hash, kind === IDEOGRAPH ? code : kind);
    before = now;
    length++;
  }
}

const AFTER_DIGITS = 0x3a;
const [SMALL, CAPITAL, DIGIT] = [3, 4, 5];

function addNames(draft: Draft, known: KnownName, entity: number, ordinaryWords: ReadonlySet<string>): void {
  if (known.externalId !== null && known.type !== "cve") {
    const alias = { name: known.externalId, source: known.source, ambiguous: false };
    addId(draft, alias, entity, true);
  }
  const bare = known.aliases.map(({ name }) => withoutKind(name));
  const hasKinds = bare.some((name, index) => name !== known.aliases[index]?.name);
  const own = hasKinds
    ? new Set(
        known.aliases.filter(({ name }, index) => bare[index] === name).map(({ name }) => foldName(name)),
      )
    : NO_NAMES;
  for (const [index, alias] of known.aliases.entries()) {
    if (ATTACK_ID.test(alias.name)) {
      addId(draft, alias, entity, false);
      continue;
    }
    const needs = needsOf(known.type, alias, ordinaryWords);
    if (needs.need === NEED.never || alias.name.split(" ").length > MAX_WORDS) continue;
    if (index > 0 && hasKinds && bare[index] !== alias.name && own.has(foldName(bare[index] ?? ""))) continue;
    addClaim(draft, alias, { entity, ...needs, rank: rankOf(alias.source), isCanonical: index === 0 });
  }
}

/** An id of ATT&CK, or one that was replaced; what the starter knows of it comes first. */
function addId(draft: Draft, alias: KnownAlias, entity: number, isCanonical: boolean): void {
  const rank = rankOf(alias.source) === 0 ? 0 : 1;
  const need = { need: NEED.capitals, loose: NEED.never, split: NEED.never };
  addClaim(draft, alias, { entity, ...need, rank, isCanonical });
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** Where a name is known without it, the kind after it is a cue and no part of the name. */
function withoutKind(name: string): string {
  if (!name.includes(" ")) return name;
  return withoutLast(withoutLast(name.replace(/^the /i, "")));
}

function withoutLast(name: string): string {
  const space = name.lastIndexOf(" ");
  return space !== -1 && KINDS.has(name.slice(space + 1).toLowerCase()) ? name.slice(0, space) : name;
}

const KINDS = new Set(
  `ransomware malware beacon beacons implant implants gang group operators team sector sectors industry
   industries company companies provider providers firm firms organizations organisations entities utility utilities
   suppliers agencies agency chain chains body bodies contractor contractors`.split(/\s+/),
);

function addClaim(
  draft: Draft,
  alias: KnownAlias,
  claim: Pick<Claim, "entity" | "need" | "loose" | "split" | "rank" | "isCanonical">,
): void {
  const folded = foldName(alias.name);
  if (folded.length < 2) return;
  const key = keyOfFolded(draft, folded, alias.name);
  const spelling = lettersOf(alias.name);
  const isUpper = spelling === spelling.toUpperCase();
  key.claims ??= [];
  const same = key.claims.find((known) => known.entity === claim.entity);
  if (same === undefined) {
    const isParted = spelling !== alias.name;
    const spellings = [spelling];
    key.claims.push({
      ...claim,
      isParted,
      isRaised: isUpper,
      spellings,
      sure: spellings,
      alias: alias.name,
      source: alias.source,
    });
    return;
  }
  if (!same.spellings.includes(spelling)) same.spellings = [...same.spellings, spelling];
  same.isParted ||= spelling !== alias.name;
  same.isRaised &&= isUpper;
  // The better source knows what its name needs; of one source, each spelling needs its own.
  if (claim.rank > same.rank || (claim.rank === same.rank && claim.need > same.need)) return;
  if (claim.rank === same.rank && claim.need === same.need) {
    same.sure = [...same.sure, spelling];
    return;
  }
  const loose = claim.rank < same.rank ? claim.loose : Math.max(claim.loose, same.need);
  Object.assign(same, { need: claim.need, loose, split: claim.split, rank: claim.rank, sure: [spelling] });
}

const LETTERS_ONLY = /^[A-Za-z0-9]*$/;

/** A name without what stands between its letters and digits. */
function lettersOf(name: string): string {
  return LETTERS_ONLY.test(name) ? name : name.replace(/[^\p{L}\p{N}]+/gu, "");
}

function freeze(draft: Draft, entities: NamedEntity[], behaviours: BehaviourIndex): Gazetteer {
  const keys = [...draft.keys.values()];
  const size = 2 ** Math.ceil(Math.log2((keys.length + draft.prefixes.size + 1) * 2.5));
  const gazetteer: Gazetteer = {
    hashes: new Int32Array(size),
    slots: new Int32Array(size),
    prefixes: new Uint8Array(size),
    folded: keys.map((key) => key.folded),
    cues: Uint16Array.from(keys, (key) => key.cue),
    words: Int32Array.from(keys, (key) => key.word),
    stems: Int32Array.from(keys, (key) => key.stem),
    lolbins: Int32Array.from(keys, (key) => key.lolbin),
    numbered: Uint8Array.from(keys, (key) => key.numbered),
    claims: keys.map((key) => claimsOf(key)),
    entities,
    stemLengths: new Int32Array(STEM_BUCKETS),
    behaviours,
  };
  for (const [index, key] of keys.entries()) putSlot(gazetteer, hashText(key.folded), index + 1);
  for (const hash of draft.prefixes) {
    const slot = findSlot(gazetteer, hash);
    if (gazetteer.slots[slot] === EMPTY) putSlot(gazetteer, hash, ONLY_PREFIX);
    gazetteer.prefixes[slot] = 1;
  }
  for (const stem of behaviours.stems.keys()) {
    const bucket = hashText(stem.slice(0, STEM_START)) & (STEM_BUCKETS - 1);
    const bit = 1 << Math.min(stem.length - STEM_START, LAST_BIT);
    gazetteer.stemLengths[bucket] = (gazetteer.stemLengths[bucket] ?? 0) | bit;
  }
  return gazetteer;
}

/** A word that says what things are is none of them, whoever else than the starter calls one so. */
function claimsOf({ claims, cue }: Key): Claim[] | null {
  const meant = cue === 0 ? claims : (claims?.filter(({ rank }) => rank === 0) ?? null);
  return meant === null || meant.length === 0 ? null : meant.sort(betterClaim);
}

export const EMPTY = 0;
/** A slot of a hash that begins longer keys and is none itself. */
const ONLY_PREFIX = -1;
const STEM_START = 3;
export const STEM_BUCKETS = 1 << 15;
/** Stems are words: none is as long as that. */
const LAST_BIT = 30;

function betterClaim(one: Claim, other: Claim): number {
  const [a, b] = [one.rank - other.rank, Number(other.isCanonical) - Number(one.isCanonical)];
  return a === 0 ? (b === 0 ? one.need - other.need : b) : a;
}

/** The first slot of a hash, or the empty one where it would go. */
export function findSlot({ hashes, slots }: Gazetteer, hash: number): number {
  const mask = slots.length - 1;
  let slot = (hash ^ (hash >>> 15)) & mask;
  while (slots[slot] !== EMPTY && hashes[slot] !== hash) slot = (slot + 1) & mask;
  return slot;
}

/** The claims of a name by itself. */
export function findClaims(gazetteer: Gazetteer, name: string): readonly Claim[] {
  const folded = foldName(name);
  const key = (gazetteer.slots[findSlot(gazetteer, hashText(folded))] ?? EMPTY) - 1;
  return key >= 0 && gazetteer.folded[key] === folded ? (gazetteer.claims[key] ?? []) : [];
}

/** Two keys of one hash get two slots, told apart by their text. */
function putSlot(gazetteer: Gazetteer, hash: number, value: number): void {
  const { hashes, slots } = gazetteer;
  let slot = findSlot(gazetteer, hash);
  while (slots[slot] !== EMPTY) slot = (slot + 1) & (slots.length - 1);
  hashes[slot] = hash;
  slots[slot] = value;
}
