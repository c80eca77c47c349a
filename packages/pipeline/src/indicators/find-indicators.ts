import type { EntityType } from "../entities/entity-types.ts";
import type { Mention, Role } from "../entities/mention.ts";
import type { TextBlock } from "../html/blocks.ts";
import { cellsByHeader } from "./cells.ts";
import type { CleanText } from "./clean-text.ts";
import { cuesIn } from "./cues.ts";
import type { Cue } from "./cues.ts";
import { speaksOfCertainUse, speaksOfUse } from "./flaw-roles.ts";
import type { Found, Scan } from "./found.ts";
import { isSharedHost } from "./known-hosts.ts";
import { placesOf } from "./places.ts";
import type { Place } from "./places.ts";
import { refangText } from "./refang-text.ts";
import { headerCue, isFileType, nearestCue, roleBy } from "./roles.ts";
import { scanText } from "./scan.ts";
import { sentenceAt } from "./sentence.ts";
import { type Benign, judgeStatus } from "./status.ts";
import { registrableOf } from "./suffixes.ts";

const MOST_CHECKSUMS = 1000;
const MOST_LOOKS_BACK = 300;

/** What the caller knows: its registrable hosts, and lists that know harmless values by the list's name. */
type Context = {
  ownHosts: ReadonlySet<string>;
  benign: Benign;
};

/**
 * All indicators of a text in order, apart from each other, refanged and judged by what stands around them; places
 * (UTF-16 units) are those of the text as given. Linear in the text's length.
 */
export function findIndicators(text: string, blocks: TextBlock[], context: Context): Mention[] {
  const clean = refangText(text);
  const places = placesOf(text, blocks);
  const scan: Scan = {
    text: clean.text,
    found: [],
    isDefanged: clean.isDefanged,
    placeAt: (at) => places(clean.originalStart(at)).kind,
    underAt: (at) => {
      const { column, under } = places(clean.originalStart(at));
      return under === null || (column === null && under.length > SHORT) ? "" : under.toLowerCase();
    },
    checksumsLeft: MOST_CHECKSUMS,
  };
  scanText(scan, cellsByHeader(text, blocks, clean.cleanStart));
  const cues = cueReader(text);
  const mentions = apart(scan.found).map((found) => mentionOf(text, found, clean, places, cues, context));
  besideHashes(text, mentions);
  shareRoles(mentions);
  return mentions;
}

/** In order and without overlaps; of two that overlap the longer one stays. */
function apart(found: Found[]): Found[] {
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Found[] = [];
  for (const one of found) {
    const last = kept.at(-1);
    if (last === undefined || one.start >= last.end) kept.push(one);
    else if (one.end - one.start > last.end - last.start) kept[kept.length - 1] = one;
  }
  return kept;
}

type Cues = {
  sentence: (start: number, end: number) => Cue[];
  /** Whether the sentence read last says that flaws in it were used. */
  speaksOfUse: () => boolean;
  /** Whether what stands around this sentence in its paragraph says for certain that a flaw was used. */
  paragraphSpeaksOfUse: (end: number) => boolean;
  before: () => Cue[];
  header: (header: string) => HeaderCues;
};
type HeaderCues = { cues: Cue[]; isForIndicators: boolean };

/** Reads cue words once per sentence and once per header. */
function cueReader(text: string): Cues {
  const headers = new Map<string, HeaderCues>();
  let from = 0;
  let to = 0;
  let cues: Cue[] = [];
  let earlier: Cue[] | null = null;
  let isUse: boolean | null = null;
  let looksLeft = MOST_LOOKS_BACK;
  return {
    sentence: (start, end) => {
      if (start < from || end > to) {
        const sentence = sentenceAt(text, start, end);
        from = sentence.start;
        to = sentence.end;
        cues = to - from > 2000 ? [] : cuesIn(text.slice(from, to), from);
        earlier = null;
        isUse = null;
      }
      return cues;
    },
    speaksOfUse: () => (isUse ??= to - from <= 2000 && speaksOfUse(text.slice(from, to))),
    before: () => {
      const least = paragraphStart(text, from);
      if (earlier === null) earlier = looksLeft-- > 0 ? cuesIn(text.slice(least, from), least) : [];
      return earlier;
    },
    paragraphSpeaksOfUse: (end) => {
      if (to - from > 2000 || looksLeft-- <= 0) return false;
      const behind = text.slice(to, Math.max(to, end) + 200);
      const feed = behind.search(/\n\s*\n/);
      const around = text.slice(paragraphStart(text, from), to) + (feed < 0 ? behind : behind.slice(0, feed));
      return speaksOfCertainUse(around);
    },
    header: (header) => {
      const known = headers.get(header);
      if (known !== undefined) return known;
      const read = {
        cues: cuesOfHeader(header),
        isForIndicators:
          INDICATOR_HEADER.test(header) || (header.length <= SHORT && SHORT_HEADER.test(header)),
      };
      headers.set(header, read);
      return read;
    },
  };
}

/** How far back the same paragraph goes, at most 260 UTF-16 units: over line breaks only where a line was wrapped. */
function paragraphStart(text: string, from: number): number {
  const least = Math.max(0, from - 260);
  for (let at = from - 1; at > least; at--) {
    if (text.charCodeAt(at) !== 10) continue;
    const isWrapped = at - Math.max(text.lastIndexOf("\n", at - 1), at - 80) >= 55;
    if (!isWrapped || !/^[\p{L}"'(]/u.test(text.slice(at + 1, at + 3))) return at + 1;
  }
  return least;
}

/** Titles of articles are full of words; only short headers say with weak ones what stands below. */
function cuesOfHeader(header: string): Cue[] {
  if (header.length > LONGEST_CUE_HEADER) return [];
  const cues = cuesIn(header, 0);
  return header.length <= SHORT ? cues : cues.filter(({ strength }) => strength === "strong");
}

/** Headers of any length that announce indicators, and words that do so in a short header. */
const INDICATOR_HEADER =
  /\bindicators?\b|\bindikator\w*|\bindicateurs?\b|\bindicadores?\b|\biocs?\b|\bobservables?\b|\bhashes\b|\bsha-?(?:1|256|512)\b|\bmd5\b|\bappendix\b|\bblock ?list\b/i;
const SHORT_HEADER =
  /\bc2\b|\bc&c|\bcommand|\bpayloads?\b|\bdomains?\b|\bdomaines?\b|\bdominios?\b|\bips?\b|\bipv[46]\b|\baddress|\badress|\burls?\b|\bnetwork\b|\bnetzwerk|\binfrastructure|\bartefacts?\b|\bartifacts?\b|\bsamples?\b|\bfile ?names?\b|\bfiles\b|\bhosts?\b|\bhost ?names?\b|\bmutex|\bregist|\bphish|\bwallets?\b|\bvalue\b|\bwert\b|\bvaleur\b|\bvalor\b|\bservers?\b|\bsites\b|\bsenders?\b|\bpages\b|\bhash\b/i;
const SHORT = 36;
const LONGEST_CUE_HEADER = 56;

function mentionOf(
  text: string,
  found: Found,
  clean: CleanText,
  places: (at: number) => Place,
  cues: Cues,
  context: Context,
): Mention {
  const start = clean.originalStart(found.start);
  const end = clean.originalEnd(found.end);
  const place = places(start);
  const isDefanged = clean.isDefanged(found.start, found.end);
  const { role, reason, cue } = roleOf(text, found, { start, end, isDefanged }, place, cues);
  const judged = judgeStatus(
    found,
    {
      isDefanged,
      place: place.kind,
      isUnderIndicators: isUnderIndicators(place, cues),
      header: place.under,
      role,
      cue,
    },
    context,
  );
  if (reason !== null && !judged.reasons.includes(reason)) judged.reasons.push(reason);
  return {
    type: found.type,
    value: found.value,
    start,
    end,
    matched: text.slice(start, end),
    place: place.kind,
    under: place.under,
    role: finalRole(found, judged.status === "indicator", role),
    confidence: Math.round(judged.confidence * 100) / 100,
    reasons: judged.reasons,
    status: judged.status,
    benign: judged.benign,
    details: found.details,
  };
}

function isUnderIndicators(place: Place, cues: Cues): boolean {
  if (place.kind === "heading") return false;
  const heading = place.block?.heading ?? null;
  if (place.column !== null && cues.header(place.column).isForIndicators) return true;
  return heading !== null && heading.length <= 120 && cues.header(heading).isForIndicators;
}

type Judged = { role: Role | null; reason: string | null; cue: string | null };

/** Nearer wins: the sentence or row, then the column, then the heading. */
function roleOf(
  text: string,
  found: Found,
  { start, end, isDefanged }: { start: number; end: number; isDefanged: boolean },
  place: Place,
  cues: Cues,
): Judged {
  if (place.column !== null) {
    const cue = headerCue(found.type, cues.header(place.column).cues);
    if (cue !== null) return { role: roleBy(found.type, cue), reason: `column "${place.column}"`, cue: null };
  }
  if (found.type === "url" && !isDefanged && isCitation(text, start, end))
    return { role: "reference", reason: "cited", cue: null };
  const sentence = cues.sentence(start, end);
  const near = nearestCue(found.type, sentence, text, start, end);
  if (near !== null && fits(found, near, isDefanged, cues))
    return { role: roleBy(found.type, near), reason: `near "${near.words}"`, cue: near.words };
  const heading = place.block?.heading ?? null;
  const above = heading === null ? null : headerCue(found.type, cues.header(heading).cues);
  if (above !== null)
    return { role: roleBy(found.type, above), reason: `heading "${heading?.slice(0, 60)}"`, cue: null };
  const earlier =
    near === null && isPlainEvidence(found, isDefanged) && (place.kind === "prose" || place.kind === "code")
      ? nearestCue(found.type, cues.before(), text, start, end)
      : null;
  if (
    earlier !== null &&
    earlier.strength === "strong" &&
    earlier.role !== "reference" &&
    earlier.role !== "victim"
  ) {
    return { role: roleBy(found.type, earlier), reason: `after "${earlier.words}"`, cue: null };
  }
  if (near === null && isFlaw(found) && place.kind === "prose" && cues.paragraphSpeaksOfUse(end))
    return { role: "exploited", reason: "used as the text beside it says", cue: null };
  const attacker = sentence.find((cue) => cue.role === null);
  return { role: null, reason: null, cue: attacker?.words ?? null };
}

/** What stands in prose for what the sentence before speaks of, rather than for a reader to visit. */
function isPlainEvidence(found: Found, isDefanged: boolean): boolean {
  if (isFlaw(found) || found.type === "email") return false;
  return isDefanged || found.type !== "url";
}

function isFlaw({ type }: Found): boolean {
  return type === "cve" || type === "ghsa" || type === "euvd";
}

/** What a report defangs is no reference of it; a flaw was exploited only where the sentence does not deny it. */
function fits(found: Found, cue: { role: Role }, isDefanged: boolean, cues: Cues): boolean {
  if (isFlaw(found)) return cues.speaksOfUse();
  return cue.role !== "reference" || !isDefanged;
}

/** A footnote, a list of sources, a link in brackets: the report says where it has read something. */
function isCitation(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 72), start);
  if (before.endsWith("(") && text.charCodeAt(end) === 41) return true;
  return CITED.test(before) || SAID_WHERE.test(before);
}

const CITED =
  /(?:^|\n)[ \t]*(?:\[\d{1,3}\]|\^\d{0,3}|\d{1,3}(?:\]|\)))[:.]?\s+$|(?:^|[\n(|])[ \t]*(?:[-*•]\s+)?(?:source|sources|via|ref|reference|references|quelle|quellen|fuente|fonte|original|report|blog|advisory)\s*:\s*$|\b(?:details|read more|more|more details|link to the report|further information)\s*:\s*$|(?:^|[\n.,;(])\s*(?:last )?(?:retrieved|accessed|archived)(?: (?:on )?[\w ,]{4,20})?(?: from| at)?:? *$/i;
const SAID_WHERE =
  /(?:^|[.(;]\s)\s*(?:see(?: also)?|siehe(?: auch)?|voir(?: aussi)?|véase|vedi|read|visit)(?: [\w ]{0,24})?:? *$|\b(?:iocs?|rules?|report|paper|list|slides|video|code|details|analysis|post|article|feed|full text|writeup|write-up|newsletter|version)\b[^.\n]{0,36}\b(?:at|on|under|in|here)\b:? *$/i;

function finalRole(found: Found, isIndicator: boolean, role: Role | null): Role | null {
  if (role !== null) return role;
  const isHash =
    found.type === "md5" ||
    found.type === "sha1" ||
    found.type === "sha256" ||
    found.type === "sha512" ||
    found.type === "ssdeep" ||
    found.type === "imphash";
  return isHash || (isIndicator && isFileType(found.type)) ? "payload" : null;
}

const NETWORK_TYPES: ReadonlySet<EntityType> = new Set(["ipv4", "ipv6", "domain", "url"]);

/** A file name in one line with a hash is that of the file. */
function besideHashes(text: string, mentions: Mention[]): void {
  let hash: Mention | null = null;
  let name: Mention | null = null;
  for (const mention of mentions) {
    if (mention.type === "file_name") {
      name = mention.status === "mentioned" && mention.role === null ? mention : null;
      if (hash !== null) nameOfHash(text, hash, mention);
      hash = null;
    } else {
      hash = HASHES.has(mention.type) ? mention : null;
      if (hash !== null && name !== null) nameOfHash(text, hash, name);
      name = null;
    }
  }
}

const HASHES: ReadonlySet<EntityType> = new Set(["md5", "sha1", "sha256", "sha512"]);

function nameOfHash(text: string, hash: Mention, name: Mention): void {
  if (name.status !== "mentioned" || name.reasons.length > 0) return;
  const [first, last] = hash.start < name.start ? [hash, name] : [name, hash];
  if (last.start - first.end > 40 || text.slice(first.end, last.start).includes("\n")) return;
  name.status = "indicator";
  name.role ??= "payload";
  name.confidence = Math.max(name.confidence, 0.8);
  name.reasons.push("beside a hash");
}

/** What has a role in one place has it where nothing around it speaks; hosts and their URLs share theirs. */
function shareRoles(mentions: Mention[]): void {
  const known = rolesByValue(mentions);
  for (const mention of mentions) {
    if (mention.role !== null || mention.status !== "indicator") continue;
    const { type, value, details } = mention;
    const host = type === "url" ? details?.["host"] : value;
    const role = known.get(value) ?? known.get(`host ${host}`) ?? null;
    if (role !== null) {
      mention.role = role;
      mention.reasons.push("role from another place in the text");
    } else if (NETWORK_TYPES.has(type) && /infrastructure/i.test(mention.under ?? ""))
      mention.role = "infrastructure";
  }
}

/** The first role that each value has in a text, a telling one before "infrastructure"; also by host and its parents. */
function rolesByValue(mentions: readonly Mention[]): Map<string, Role> {
  const known = new Map<string, Role>();
  const learn = (key: string, role: Role): void => {
    const before = known.get(key);
    if (before === undefined || (before === "infrastructure" && role !== "reference")) known.set(key, role);
  };
  for (const { type, value, role, details } of mentions) {
    if (role === null || type === "file_name" || type === "file_path") continue;
    learn(value, role);
    if (type !== "url" && type !== "domain") continue;
    const host = type === "url" ? details?.["host"] : value;
    if (typeof host !== "string" || isSharedHost(host)) continue;
    learn(`host ${host}`, role);
    const parent = registrableOf(host);
    if (parent !== null && parent !== host && !known.has(`host ${parent}`)) known.set(`host ${parent}`, role);
  }
  return known;
}
