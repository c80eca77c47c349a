import { codeSet } from "./code-set.ts";
import { foldCode, SKIPPED } from "./fold.ts";

/**
 * Tells whether a stretch is part of an address, a path, a file name, an e-mail or an identifier rather than a word of
 * the text. Most names have plain neighbours; only the others are looked at closely.
 */
export function isInsideToken(text: string, start: number, end: number): boolean {
  const before = start === 0 ? BLANK : text.charCodeAt(start - 1);
  const after = end === text.length ? BLANK : text.charCodeAt(end);
  if (isPlainBefore(before) && isPlainAfter(text, after, end)) return false;
  if (before === UNDERSCORE || after === UNDERSCORE || before === AT || after === AT) return true;
  if (before === SLASH && after === SLASH) return true;
  const from = chunkStart(text, start);
  const to = chunkEnd(text, end);
  const chunk = text.slice(from, to);
  if (DETECTION.test(chunk)) return false;
  if (/:\/\/|\\|@|\[\.\]|\[:\]|%[0-9a-f]{2}|^www\.|^\/\w|^hxxp/i.test(chunk)) return true;
  const left = chunk.slice(0, start - from);
  const right = chunk.slice(end - from);
  if (/\.[\p{L}\p{N}]/u.test(right)) return !/^\.\p{Lu}\p{Ll}/u.test(right) || /[./]/.test(left);
  if (/[\p{L}\p{N}]\.\/?$/u.test(left)) return true;
  // A slash between words is an "or", unless it is one of a path's.
  return /[=#&?]$/.test(left) ? !left.endsWith("#") : /\/.*\/|\..*\//.test(chunk);
}

const BLANK = 0x20;
const UNDERSCORE = 0x5f;
const AT = 0x40;
const SLASH = 0x2f;
const REACH = 80;
const PLAIN_BEFORE = codeSet(" \n\t\r\u00a0\"'“”‘’«»([{—–|*•,;>");
const PLAIN_AFTER = codeSet(' \n\t\r\u00a0"”»)]}—–|*•,;!?<’');

/** Names of detections by scanners: `Trojan:Win32/Emotet.A`. */
const DETECTION =
  /^\W?(?:(?:HEUR|UDS|PDM|not-a-virus):)?(?:Trojan|Ransom|Backdoor|Win32|Win64|W32|Worm|Virus|HackTool|Exploit|Downloader|Troj|Mal|TrojanDownloader|TrojanSpy|Linux|Android|OSX|MSIL|JS|VBS|Behavior|PWS|Infostealer|Gen|ELF|Packed|SecurityRisk|Hacktool|Spyware|TSPY|BKDR)[-.:/]\w/;

function isPlainBefore(code: number): boolean {
  return PLAIN_BEFORE.has(code) || code >= 0x3000;
}

function isPlainAfter(text: string, after: number, end: number): boolean {
  if (PLAIN_AFTER.has(after) || after >= 0x3000) return true;
  // A full stop or colon ends a word only before white space; an apostrophe begins an ending.
  if (after === 0x2e || after === 0x3a)
    return !(text.charCodeAt(end + 1) > BLANK) || text.charCodeAt(end + 1) === 0x22;
  return after === 0x27;
}

function isChunkBreak(code: number): boolean {
  return (
    code <= BLANK ||
    code === 0x22 ||
    code === 0x3c ||
    code === 0x3e ||
    code === 0xa0 ||
    code === 0x7c ||
    code >= 0x2010
  );
}

function chunkStart(text: string, start: number): number {
  let at = start;
  while (at > 0 && start - at < REACH && !isChunkBreak(text.charCodeAt(at - 1))) at--;
  return at;
}

function chunkEnd(text: string, end: number): number {
  let at = end;
  while (at < text.length && at - end < REACH && !isChunkBreak(text.charCodeAt(at))) at++;
  return at;
}

/** Tells whether a word stands where a capital says nothing: at the start of a sentence, line, cell or quote. */
export function isSentenceStart(text: string, start: number): boolean {
  let at = start - 1;
  // A hyphen opens an item of a list when nothing but blanks stand before it.
  if (text.slice(start - 2, start) === "- ") at -= 2;
  while (at >= 0 && start - at < 8 && OPENING.has(text.charCodeAt(at))) {
    if (text.charCodeAt(at) === 0x0a) return true;
    at--;
  }
  if (at < 0) return true;
  return STOPS.has(text.charCodeAt(at));
}

const OPENING = codeSet(" \n\"'“‘«([*_");
const STOPS = codeSet(".!?:|•\n>");

/** Tells whether a capitalised word stands right after, so that a name may only be the first part of another. */
export function isFollowedByCapital(text: string, end: number): boolean {
  const sign = text.charCodeAt(end);
  if (sign !== 0x20 && sign !== 0x2d) return false;
  return isCapital(text, end + 1) || (sign === 0x2d && foldCode(text.charCodeAt(end + 1)) > SKIPPED);
}

/** Tells whether a capitalised word stands right before, other than a small one that starts a sentence. */
export function isPrecededByCapital(text: string, start: number): boolean {
  const sign = text.charCodeAt(start - 1);
  if (sign !== 0x20 && sign !== 0x2d) return false;
  let at = start - 1;
  while (at > 0 && start - at < 30 && foldCode(text.charCodeAt(at - 1)) >= SKIPPED) at--;
  if (at === start - 1 || !isCapital(text, at)) return false;
  return !isSentenceStart(text, at) || !OPENERS.has(text.slice(at, start - 1));
}

const OPENERS = new Set(
  `The A An In On By From With Since While When Both Like As And But Or If After Before Although For To Of Recently Also
   Meanwhile However Unlike This That These Those Its Their Our Then Now Is Are Was Does Has Whether Where Because Against
   During Among Later Once Only Even Still Some Many Most Other Another Each Every No Not So Thus Here There Today`.split(
    /\s+/,
  ),
);

function isCapital(text: string, at: number): boolean {
  const letter = text.charAt(at);
  return letter !== letter.toLowerCase();
}

/** The end of a version after a name: ` 3.0`, ` v2`, `-4`; the end itself when there is none. */
export function versionEnd(text: string, end: number): number {
  const version = /^[ -]?v?\d+(?:\.\d+)*(?![\p{L}\p{N}])/u.exec(text.slice(end, end + 12));
  return version === null ? end : end + version[0].length;
}

const LISTING =
  /^(?:['’]s)?\s*(?:[,/&+]|,? (?:and|or|und|et|y|e)|,? as well as|\()\s*(?:the\s|local\s|regional\s|national\s)?$/;
const LIST_REACH = 14;

/** Tells whether commas, slashes or "and" join a stretch with what ended before or what begins after; -1 is nothing. */
export function isListed(
  text: string,
  { start, end }: { start: number; end: number },
  { before, after }: { before: number; after: number },
): boolean {
  const isAfterOne = before !== -1 && start - before <= LIST_REACH && LISTING.test(text.slice(before, start));
  return isAfterOne || (after > end && after - end <= LIST_REACH && LISTING.test(text.slice(end, after)));
}
