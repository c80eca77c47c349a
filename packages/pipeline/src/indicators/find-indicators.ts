import type { Mention, Role } from "../entities/mention.ts";
import type { TextBlock } from "../html/blocks.ts";
import { cellsByHeader } from "./cells.ts";
import type { CleanText } from "./clean-text.ts";
import { isCitation } from "./citations.ts";
import { roleInCode } from "./code-roles.ts";
import { cueReader, SHORT_TITLE } from "./cue-reader.ts";
import type { Cues } from "./cue-reader.ts";
import type { Found, Scan } from "./found.ts";
import { isUnaffected } from "./unaffected.ts";
import { placesOf } from "./places.ts";
import type { Place } from "./places.ts";
import { refangText } from "./refang-text.ts";
import { headerCue, isFileType, nearestCue, roleBy } from "./roles.ts";
import { scanText } from "./scan.ts";
import { nameHashedFiles, shareFlawRoles, shareRoles } from "./share-roles.ts";
import { type Benign, judgeStatus } from "./status.ts";

const MOST_CHECKSUMS = 1000;
/**
 * Beyond so many finds, and one more for every 50 characters, only headers are read for the roles of the rest: no
 * report or list of its length has so many, as a hash alone takes more room. None is left out.
 */
const FULLY_READ = 2000;
/** In a text with more finds than that, what stands around one value is read at so many of its places. */
const MOST_PLACES_READ = 200;

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
      return under === null || (column === null && under.length > SHORT_TITLE) ? "" : under.toLowerCase();
    },
    addresses: new Map(),
    checksumsLeft: MOST_CHECKSUMS,
  };
  scanText(scan, cellsByHeader(text, blocks, clean.cleanStart));
  const cues = cueReader(text);
  const fullyRead = FULLY_READ + text.length / 50;
  const judged = new Map<string, Map<string, Mention>>();
  const kept = apart(scan.found);
  const mayRead = kept.length > FULLY_READ ? placeCounter() : () => true;
  const mentions = kept.map((found, at) => {
    if (at < fullyRead && mayRead(found.value))
      return mentionOf(text, found, clean, places, cues.full, context);
    const same = sameMention(text, found, judged, clean, places);
    if (same !== null) return same;
    const mention = mentionOf(text, found, clean, places, cues.ofHeaders, context);
    const ofType = judged.get(found.type);
    if (ofType === undefined) judged.set(found.type, new Map([[found.value, mention]]));
    else ofType.set(found.value, mention);
    return mention;
  });
  nameHashedFiles(text, mentions);
  shareFlawRoles(text, mentions);
  shareRoles(mentions);
  return mentions;
}

/** Says for each place of a value whether what stands around it is still to be read. */
function placeCounter(): (value: string) => boolean {
  const counts = new Map<string, number>();
  return (value) => {
    const count = counts.get(value) ?? 0;
    if (count < MOST_PLACES_READ) counts.set(value, count + 1);
    return count < MOST_PLACES_READ;
  };
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

/** The judgement that a value had before, where it stands in a place of the same kind and under the same header. */
function sameMention(
  text: string,
  found: Found,
  judged: ReadonlyMap<string, ReadonlyMap<string, Mention>>,
  clean: CleanText,
  places: (at: number) => Place,
): Mention | null {
  const before = judged.get(found.type)?.get(found.value);
  if (before === undefined) return null;
  const start = clean.originalStart(found.start);
  const end = clean.originalEnd(found.end);
  const { kind, under } = places(start);
  if (before.place !== kind || before.under !== under) return null;
  const { matched } = before;
  return end - start === matched.length && text.startsWith(matched, start) ? { ...before, start, end } : null;
}

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
  const isCareful = clean.defangs > CAREFUL;
  const { role, reason, cue } = roleOf(text, found, { start, end, isDefanged, isCareful }, place, cues);
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

/** Where a find stands in the text, and whether that defangs what is harmful. */
type Stretch = { start: number; end: number; isDefanged: boolean; isCareful: boolean };
/** A report that defangs more than so many things leaves none out by chance. */
const CAREFUL = 2;
type Judged = { role: Role | null; reason: string | null; cue: string | null };

/** Nearer wins: the sentence or row, then the column, then the heading. */
function roleOf(text: string, found: Found, stretch: Stretch, place: Place, cues: Cues): Judged {
  const { start, end, isDefanged, isCareful } = stretch;
  if (place.column !== null) {
    const cue = headerCue(found.type, cues.header(place.column).cues);
    if (cue !== null) return { role: roleBy(found.type, cue), reason: `column "${place.column}"`, cue: null };
  }
  if (found.type === "url" && !isDefanged && isCitation(text, start, end))
    return { role: "reference", reason: "cited", cue: null };
  if (found.isOrdinary && found.type === "email")
    return { role: "reference", reason: "author of the text", cue: null };
  if (!isDefanged && isUnaffected(text, found, start, end))
    return { role: null, reason: "said to be unaffected", cue: null };
  const call = roleInCode(text, found, start, end);
  if (call !== null) return { role: call.role, reason: `near "${call.words}"`, cue: call.words };
  const isPlainLink = found.type === "url" && !isDefanged && isCareful && place.kind === "prose";
  const sentence = cues.sentence(start, end);
  const near = nearestCue(found.type, sentence, text, stretch);
  if (isPlainLink && (near === null || near.strength !== "strong") && !hasAddress(found))
    return { role: "reference", reason: "not defanged, as others are", cue: null };
  if (near !== null && (!isFlaw(found) || cues.speaksOfUse()))
    return { role: roleBy(found.type, near), reason: `near "${near.words}"`, cue: near.words };
  const heading = place.block?.heading ?? null;
  const above =
    heading === null || !speaksFor(heading, text, start, end, place)
      ? null
      : headerCue(found.type, cues.header(heading).cues);
  if (above !== null)
    return { role: roleBy(found.type, above), reason: `heading "${heading?.slice(0, 60)}"`, cue: null };
  const earlier =
    near === null && isPlainEvidence(found, isDefanged) && (place.kind === "prose" || place.kind === "code")
      ? nearestCue(found.type, cues.before(), text, stretch)
      : null;
  if (
    earlier !== null &&
    earlier.strength === "strong" &&
    earlier.role !== "reference" &&
    earlier.role !== "victim"
  ) {
    return { role: roleBy(found.type, earlier), reason: `after "${earlier.words}"`, cue: null };
  }
  if (near === null && isFlaw(found) && place.kind === "prose" && cues.paragraphSpeaksOfUse())
    return { role: "exploited", reason: "used as the text beside it says", cue: null };
  const attacker = sentence.find((cue) => cue.role === null);
  return { role: null, reason: null, cue: attacker?.words ?? null };
}

/** What stands in prose for what the sentence before speaks of, rather than for a reader to visit. */
function isPlainEvidence(found: Found, isDefanged: boolean): boolean {
  if (isFlaw(found) || found.type === "email") return false;
  return isDefanged || found.type !== "url";
}

/** A heading speaks for lists and lines of values; for sentences below it only one like "C2 servers", no title. */
function speaksFor(heading: string, text: string, start: number, end: number, place: Place): boolean {
  const { kind, block } = place;
  if (kind !== "prose" || block === null) return true;
  if (heading.length <= SHORT_TITLE && !text.slice(0, heading.length + 4).includes(heading)) return true;
  const before = text.slice(Math.max(block.start, start - LONGEST_LABEL), start);
  const lineStart = start - before.length + before.lastIndexOf("\n") + 1;
  const rest = text.slice(end, end + LONGEST_LABEL);
  const lineEnd = end + (rest.includes("\n") ? rest.indexOf("\n") : rest.length);
  return start - lineStart + lineEnd - end < LONGEST_LABEL;
}

const LONGEST_LABEL = 40;

function hasAddress({ details }: Found): boolean {
  return typeof details?.["host"] === "string" && /^[\d.]+$|^\[/.test(details["host"]);
}

function isFlaw({ type }: Found): boolean {
  return type === "cve" || type === "ghsa" || type === "euvd";
}

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
