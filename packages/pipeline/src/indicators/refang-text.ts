import { classOf, isAlnum, isDigit, isSpace } from "./char-classes.ts";
import { rewritten, unchanged } from "./clean-text.ts";
import type { CleanText, Edit } from "./clean-text.ts";

type Draft = {
  text: string;
  edits: Edit[];
  upTo: number;
  /** Where a URL written with backslashes ends. */
  slashesUntil: number;
  /** The token whose backslashes were looked at last, and whether they separate folders. */
  token: { end: number; hasFolders: boolean };
};

/** Undoes every usual defang style and drops invisible characters inside of words, in one pass. */
export function refangText(text: string): CleanText {
  const draft: Draft = { text, edits: [], upTo: 0, slashesUntil: 0, token: { end: 0, hasFolders: false } };
  let wasSpace = true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const trigger =
      code < 128 ? (TRIGGERS[code] as number) : code >= 0x2000 || code === 0xad || code === 0xb7 ? 6 : 0;
    if (trigger !== 0 && at >= draft.upTo) look(draft, at, code, trigger, wasSpace);
    wasSpace = code === 32 || code === 0xa0;
  }
  return draft.edits.length === 0 ? unchanged(text) : rewritten(text, draft.edits);
}

const TRIGGERS = new Uint8Array(128);
for (const opener of "[({") TRIGGERS[opener.charCodeAt(0)] = 1;
TRIGGERS["]".charCodeAt(0)] = 2;
TRIGGERS["\\".charCodeAt(0)] = 3;
TRIGGERS[":".charCodeAt(0)] = 4;
TRIGGERS["d".charCodeAt(0)] = 5;
TRIGGERS["D".charCodeAt(0)] = 5;
TRIGGERS[".".charCodeAt(0)] = 7;

function look(draft: Draft, at: number, code: number, trigger: number, wasSpace: boolean): void {
  if (trigger === 1) bracket(draft, at, code);
  else if (trigger === 2) halfBracket(draft, at);
  else if (trigger === 3) backslash(draft, at);
  else if (trigger === 4) scheme(draft, at, at + 1);
  else if (trigger === 5) {
    if (wasSpace) dotWord(draft, at);
  } else if (trigger === 7) {
    if (wasSpace && draft.text.charCodeAt(at + 1) === 32) spacedDot(draft, at);
  } else foreign(draft, at, code);
}

function edit(draft: Draft, from: number, to: number, written: string, isDefang: boolean): void {
  if (from < draft.upTo) return;
  draft.edits.push({ from, to, written, isDefang });
  draft.upTo = to;
}

const MEANINGS: Record<string, string> = {
  ".": ".",
  dot: ".",
  d0t: ".",
  punkt: ".",
  punto: ".",
  point: ".",
  ",": ".",
  ":": ":",
  "://": "://",
  ":/": ":/",
  "//": "//",
  "/": "/",
  at: "@",
  "@": "@",
  "-": "-",
};

function bracket(draft: Draft, at: number, code: number): void {
  const { text } = draft;
  const first = text.charCodeAt(at + 1);
  if (isDigit(first)) return;
  if (code === 91 && first === 46 && isAlnum(text.charCodeAt(at + 2))) return openBracket(draft, at);
  let close = at + 1;
  while (close < at + 9 && !isCloser(text.charCodeAt(close))) close++;
  if (!isCloser(text.charCodeAt(close))) return;
  const inside = text
    .slice(at + 1, close)
    .trim()
    .toLowerCase();
  const meaning = Object.hasOwn(MEANINGS, inside) ? (MEANINGS[inside] as string) : "";
  if (meaning === "") return;
  if (meaning.startsWith(":") || meaning === "//") return schemeBracket(draft, at, close, meaning);
  joinAround(draft, at, close + 1, meaning);
}

function isCloser(code: number): boolean {
  return code === 93 || code === 41 || code === 125;
}

/** Joins what stands left and right of a defanged character; one space at each side may belong to it. */
function joinAround(draft: Draft, start: number, end: number, meaning: string): void {
  const { text } = draft;
  let from = start;
  let to = end;
  while (from > draft.upTo && start - from < 2 && text.charCodeAt(from - 1) === 32) from--;
  while (to - end < 2 && text.charCodeAt(to) === 32) to++;
  const left = text.charCodeAt(from - 1);
  const right = text.charCodeAt(to);
  const leftFits = isLabelEnd(left) || left === 93 || left === 41 || (meaning === "." && left === 42);
  const rightFits = isLabelEnd(right) || right === 91 || (meaning === "/" && (right === 47 || right === 63));
  if (meaning === "/" && leftFits) return edit(draft, start, end, meaning, true);
  if (!leftFits || !rightFits) return;
  const isSpaced = from < start && to > end;
  if (isSpaced && meaning === "." && !joinsLabels(text, from, to)) return;
  edit(draft, from, to, meaning, true);
}

function isLabelEnd(code: number): boolean {
  return isAlnum(code) || code === 45 || code === 95 || (code >= 128 && classOf(code) !== 0);
}

const SMALL_WORDS = new Set(
  "a an and are as at be by can do for from has have he if in into is it its let may no not of on or our per she so than that the their them then they this to us use was we were what when where which who why will with would you your".split(
    " ",
  ),
);

/** Whether the words at both sides of a spaced dot look like labels rather than prose. */
function joinsLabels(text: string, from: number, to: number): boolean {
  const left = wordBefore(text, from);
  const right = wordAfter(text, to);
  return !SMALL_WORDS.has(left.toLowerCase()) && !SMALL_WORDS.has(right.toLowerCase());
}

function wordBefore(text: string, end: number): string {
  let start = end;
  while (start > 0 && end - start < 64 && isLabelEnd(text.charCodeAt(start - 1))) start--;
  return text.slice(start, end);
}

function wordAfter(text: string, start: number): string {
  let end = start;
  while (end < text.length && end - start < 64 && isLabelEnd(text.charCodeAt(end))) end++;
  return text.slice(start, end);
}

/** `example[.com` and `example[.com]`. */
function openBracket(draft: Draft, at: number): void {
  const { text } = draft;
  const left = text.charCodeAt(at - 1);
  if (!isLabelEnd(left) && left !== 93) return;
  let end = at + 2;
  while (end < at + 66 && (isLabelEnd(text.charCodeAt(end)) || text.charCodeAt(end) === 46)) end++;
  if (text.charCodeAt(end) === 93) edit(draft, at, end + 1, text.slice(at + 1, end), true);
  else edit(draft, at, at + 1, "", true);
}

/** `example.]com` */
function halfBracket(draft: Draft, at: number): void {
  const { text } = draft;
  if (
    text.charCodeAt(at - 1) !== 46 ||
    !isAlnum(text.charCodeAt(at + 1)) ||
    !isAlnum(text.charCodeAt(at - 2))
  )
    return;
  edit(draft, at - 1, at + 1, ".", true);
}

/** `example\.com` and `http:\\example.com`; left alone where backslashes separate folders. */
function backslash(draft: Draft, at: number): void {
  const { text } = draft;
  const next = text.charCodeAt(at + 1);
  if (at < draft.slashesUntil && next !== 46) return edit(draft, at, at + 1, "/", false);
  if (next !== 46 && next !== 47) return;
  if (
    !isLabelEnd(text.charCodeAt(at - 1)) &&
    text.charCodeAt(at - 1) !== 58 &&
    text.charCodeAt(at - 1) !== 47
  )
    return;
  if (next === 46 && (!isAlnum(text.charCodeAt(at - 1)) || !isAlnum(text.charCodeAt(at + 2)))) return;
  if (at >= draft.token.end) draft.token = tokenAt(text, at);
  if (draft.token.hasFolders) return;
  edit(draft, at, at + 2, next === 46 ? "." : "/", next === 46);
}

/** The token around a backslash; folders are separated by backslashes that no dot or slash follows. */
function tokenAt(text: string, at: number): Draft["token"] {
  let start = at;
  while (start > 0 && at - start < 100 && !isSpace(text.charCodeAt(start - 1))) start--;
  const end = tokenEnd(text, at, 200);
  let hasFolders = false;
  for (let look = start; look < end && !hasFolders; look++) {
    const next = text.charCodeAt(look + 1);
    hasFolders = text.charCodeAt(look) === 92 && next !== 46 && next !== 47;
  }
  return { end, hasFolders };
}

function tokenEnd(text: string, start: number, most: number): number {
  let end = start;
  while (end < text.length && end - start < most && !isSpace(text.charCodeAt(end))) end++;
  return end;
}

/** ` dot ` between labels, with an ` at ` before them where there is one. */
function dotWord(draft: Draft, at: number): void {
  const { text } = draft;
  if (text.charCodeAt(at + 3) !== 32 || text.slice(at, at + 3).toLowerCase() !== "dot") return;
  const left = wordBefore(text, at - 1);
  const right = wordAfter(text, at + 4);
  if (left === "" || right === "" || SMALL_WORDS.has(left.toLowerCase())) return;
  const isNumber = /^\d{1,3}$/.test(left) && /^\d{1,3}$/.test(right);
  const continues = /^ (?:dot|DOT|Dot) /.test(text.slice(at + 4 + right.length, at + 9 + right.length));
  if (!isNumber && !continues && !SPOKEN_SUFFIXES.has(right.toLowerCase())) return;
  const mail = at - 1 - left.length - 4;
  if (mail > 0 && / at $/i.test(text.slice(mail, mail + 4)) && isAlnum(text.charCodeAt(mail - 1)))
    edit(draft, mail, mail + 4, "@", true);
  edit(draft, at - 1, at + 4, ".", true);
}

/** `185 . 225 . 73 . 96`: a dot between blanks, where all four numbers stand there and are no small ones. */
function spacedDot(draft: Draft, at: number): void {
  const { text } = draft;
  if (!isDigit(text.charCodeAt(at - 2)) || !isDigit(text.charCodeAt(at + 2))) return;
  const from = Math.max(0, at - SPACED_REACH);
  for (const { 0: written, index } of text.slice(from, at + SPACED_REACH).matchAll(SPACED_ADDRESS)) {
    if (from + index >= at || from + index + written.length <= at) continue;
    const numbers = written.match(/\d+/g)?.map(Number) ?? [];
    if (numbers.every((number) => number < 256) && numbers.some((number) => number > 25))
      edit(draft, at - 1, at + 2, ".", true);
    return;
  }
}

const SPACED_REACH = 30;
const SPACED_ADDRESS =
  /(?<![\w.]|\d ?\. ?)[1-9]\d{0,2}(?: ?(?:\.|\[\.\]|\(\.\)|\[dot\]) ?\d{1,3}){3}(?![\w]| ?\. ?\d)/g;

const SPOKEN_SUFFIXES = new Set(
  "com net org info biz ru cn top xyz site online shop club live pw cc io co uk de fr nl eu br us ir kr su tk ml ga cf gq icu vip app dev me tv ws pro onion example test invalid".split(
    " ",
  ),
);

const SCHEMES: Record<string, string> = {
  hxxp: "http",
  hxxps: "https",
  "h**p": "http",
  "h**ps": "https",
  hxp: "http",
  hxps: "https",
  hxtp: "http",
  hxtps: "https",
  htxp: "http",
  htxps: "https",
  htxxp: "http",
  htxxps: "https",
  hzzp: "http",
  hzzps: "https",
  h__p: "http",
  h__ps: "https",
  hxxxp: "http",
  hxxxps: "https",
  httxp: "http",
  httxps: "https",
  "ht*p": "http",
  "ht*ps": "https",
  "h*tp": "http",
  "h*tps": "https",
  "htt*": "http",
  meow: "http",
  meows: "https",
  fxp: "ftp",
  fxps: "ftps",
  "f*p": "ftp",
  fxxp: "ftp",
  sfxp: "sftp",
  wxx: "ws",
  wxxs: "wss",
};

/** A defanged scheme before `:` (at `colon`, what follows from `after`), or a plain one in front of `\\`. */
function scheme(draft: Draft, colon: number, after: number): void {
  const { text } = draft;
  let slashes = after;
  if (text.charCodeAt(slashes) === 32) slashes++;
  const first = text.charCodeAt(slashes);
  if ((first !== 47 && first !== 92) || text.charCodeAt(slashes + 1) !== first) return;
  const end = text.charCodeAt(colon - 1) === 32 ? colon - 1 : colon;
  const { start, name } = schemeWord(draft, end);
  const real = Object.hasOwn(SCHEMES, name) ? SCHEMES[name] : undefined;
  const isPlain = name === "http" || name === "https";
  const wasWritten = text.slice(start, end).toLowerCase() === name;
  if (real === undefined && !(isPlain && (first === 92 || !wasWritten))) return;
  let to = slashes + 2;
  if (real !== undefined && text.charCodeAt(to) === 32 && isLabelEnd(text.charCodeAt(to + 1))) to++;
  edit(draft, start, to, `${real ?? name}://`, true);
  if (first === 92) draft.slashesUntil = tokenEnd(text, to, 300);
}

function schemeWord(draft: Draft, end: number): { start: number; name: string } {
  const { text } = draft;
  let start = end;
  while (start > draft.upTo && end - start < 12 && isSchemePart(text.charCodeAt(start - 1))) start--;
  const written = text.slice(start, end);
  const name = written.replace(/[[\]{}()]/g, "").toLowerCase();
  const opener = /^[[({]+/.exec(written);
  const isWrapped = opener !== null && /[\])}]$/.test(written);
  if (opener !== null && !isWrapped && !/[\])}]/.test(written))
    return { start: start + opener[0].length, name };
  return { start, name };
}

function isSchemePart(code: number): boolean {
  if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)) return true;
  return code === 42 || code === 95 || code === 91 || code === 93 || code === 123 || code === 125;
}

/** `http[:]//`, `http[://]`, `[:]8080` and, in an IPv6 address, `[:]`. */
function schemeBracket(draft: Draft, open: number, close: number, meaning: string): void {
  const { text } = draft;
  let to = close + 1;
  if (meaning === ":" || meaning === ":/") {
    const slashes = meaning === ":" ? "//" : "/";
    if (text.startsWith(slashes, to)) to += slashes.length;
    else if (text.startsWith("[//]", to) || text.startsWith("[/][/]", to))
      to = text.indexOf("]", to + 4 + (text.charCodeAt(to + 2) === 93 ? 1 : -1)) + 1;
    else if (meaning === ":") return plainColon(draft, open, close);
    else return;
  } else if (meaning === "//") {
    if (text.charCodeAt(open - 1) !== 58) return;
  }
  const end = meaning === "//" ? open - 1 : open;
  const { start, name } = schemeWord(draft, end);
  const real = Object.hasOwn(SCHEMES, name) ? (SCHEMES[name] as string) : name;
  if (!/^[a-z][a-z0-9]{1,9}$/.test(real)) return;
  if (real === name) edit(draft, end, to, "://", true);
  else edit(draft, start, to, `${real}://`, true);
}

function plainColon(draft: Draft, open: number, close: number): void {
  const left = draft.text.charCodeAt(open - 1);
  if (!isAlnum(left) && left !== 93 && left !== 58) return;
  edit(draft, open, close + 1, ":", true);
}

function foreign(draft: Draft, at: number, code: number): void {
  const { text } = draft;
  if (isInvisible(code)) {
    if (at > 0 && !isSpace(text.charCodeAt(at - 1))) edit(draft, at, at + 1, "", false);
    return;
  }
  if (code !== 0x3002 && code !== 0xff0e && code !== 0xff61 && code !== 0x2024 && code !== 0xb7) return;
  if (isAlnum(text.charCodeAt(at - 1)) && isAlnum(text.charCodeAt(at + 1)))
    edit(draft, at, at + 1, ".", true);
}

function isInvisible(code: number): boolean {
  return code === 0xad || (code >= 0x200b && code <= 0x200f) || code === 0x2060 || code === 0xfeff;
}
