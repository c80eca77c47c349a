import { takeIpv6, takeMac, takeMacRun } from "./addresses.ts";
import {
  classOf,
  DIGIT,
  DOT,
  HEX_LETTER,
  HYPHEN,
  isAlnum,
  isDigit,
  LETTER,
  UNDERSCORE,
  UPPER,
} from "./char-classes.ts";
import { isMutexCall, takeKernelName, takeMutex, takePipe, takeQuotedBefore } from "./cued-names.ts";
import { takeEmail } from "./emails.ts";
import { NOTHING } from "./found.ts";
import type { Run, Scan } from "./found.ts";
import { takeBrokenHash, takeHash, takeSsdeep } from "./hashes.ts";
import { takeDotted } from "./hosts.ts";
import { takeAsn, takeFlaw } from "./identifiers.ts";
import { isHive, takeBareKey, takeRegistryKey } from "./registry.ts";
import { takeRule, takeSigmaTitle } from "./rule-names.ts";
import { takeHandle } from "./telegram.ts";
import { takeUnixPath } from "./unix-paths.ts";
import { takeUrl } from "./urls.ts";
import { opensUserAgent, takeAfterAgent, takeUserAgent } from "./user-agents.ts";
import { takeWallet } from "./wallets.ts";
import { takeBackslash, takeDrivePath, takeEnvironmentPath, takeRelativePath } from "./windows-paths.ts";

/**
 * Reads the clean text once from left to right: ordinary words cost a table look-up a letter, and only what could
 * begin an indicator is shown to a recogniser. What one has taken, no other sees.
 */
export function scanText(scan: Scan, cells: ReadonlyMap<number, (scan: Scan) => number>): void {
  const { text } = scan;
  const { length } = text;
  const cellStarts = [...cells.keys()].sort((a, b) => a - b);
  let nextCell = 0;
  let at = 0;
  let runEnd = 0;
  let runBits = 0;
  while (at < length) {
    while ((cellStarts[nextCell] ?? Infinity) < at) nextCell++;
    if (cellStarts[nextCell] === at) {
      const end = cells.get(at)?.(scan) ?? NOTHING;
      if (end > at) {
        at = end;
        continue;
      }
    }
    const bits = classOf(text.charCodeAt(at));
    if (bits === 0) {
      const end = takeMark(scan, at, text.charCodeAt(at));
      at = end > at ? end : at + 1;
      continue;
    }
    if (at >= runEnd) {
      runEnd = at + 1;
      runBits = bits;
      while (runEnd < length) {
        const more = classOf(text.charCodeAt(runEnd));
        if (more === 0) break;
        runBits |= more;
        runEnd++;
      }
    }
    const taken = takeRun(scan, { start: at, end: runEnd, bits: runBits });
    at = taken > at ? taken : runEnd;
  }
}

/** What begins with a sign rather than with a letter or digit. */
function takeMark(scan: Scan, at: number, code: number): number {
  if (code === 32 || code === 10 || code === 44) return NOTHING;
  if (code === 92) {
    const isKey = (scan.text.charCodeAt(at + 1) | 32) === 114;
    const key = isKey ? takeBareKey(scan, at, at) : NOTHING;
    return key === NOTHING ? takeBackslash(scan, at) : key;
  }
  if (code === 47 || code === 126) return takeUnixPath(scan, at);
  if (code === 37 || code === 36 || code === 123) return takeEnvironmentPath(scan, at);
  if (code === 58 && scan.text.charCodeAt(at + 1) === 58) return takeIpv6(scan, at);
  return code === 64 ? takeHandle(scan, at) : NOTHING;
}

function takeRun(scan: Scan, run: Run): number {
  const { start, end, bits } = run;
  const next = scan.text.charCodeAt(end);
  if (next === 58 || next === 92 || next === 64 || next === 47 || next === 43) {
    const taken = takeWithNext(scan, run, next);
    if (taken !== NOTHING) return taken;
  }
  const length = end - start;
  if ((bits & DOT) !== 0 && length > 3) {
    const taken = takeDottedRun(scan, run);
    if (taken !== NOTHING) return taken;
  }
  if ((bits & DIGIT) !== 0 && length > 5) return takeCoded(scan, run);
  return KEY_LETTERS[scan.text.charCodeAt(start) & 127] === 1 ? takeWord(scan, start, end) : NOTHING;
}

/** A sentence's full stop is in the run too; without another dot the run is a word. */
function takeDottedRun(scan: Scan, run: Run): number {
  const { text } = scan;
  let end = run.end;
  while (end > run.start && text.charCodeAt(end - 1) === 46) end--;
  if (end !== run.end) {
    const dot = text.indexOf(".", run.start);
    if (dot >= end) return takeRun(scan, { start: run.start, end, bits: run.bits & ~DOT });
  }
  return takeDotted(scan, run);
}

/** Runs whose meaning lies in the sign behind them. */
function takeWithNext(scan: Scan, run: Run, next: number): number {
  const { text } = scan;
  const { start, end } = run;
  const length = end - start;
  if (next === 58) return takeBeforeColon(scan, run);
  if (next === 64 || next === 43) return takeEmail(scan, start, end);
  if (next === 92) return takeBeforeBackslash(scan, start, end);
  if (length > 2 && isDigit(text.charCodeAt(end + 1)) && opensUserAgent(scan, start, end))
    return takeUserAgent(scan, start);
  return isHive(text.slice(start, end)) ? takeRegistryKey(scan, start, end) : NOTHING;
}

function takeBeforeColon(scan: Scan, { start, end, bits }: Run): number {
  const { text } = scan;
  const length = end - start;
  const after = text.charCodeAt(end + 1);
  if (after === 47 && text.charCodeAt(end + 2) === 47) {
    const url = takeUrl(scan, start, end);
    if (url !== NOTHING) return url;
  }
  if (length === 1 && (after === 92 || after === 47) && (bits & LETTER) !== 0)
    return takeDrivePath(scan, start);
  if (after === 92 && isHive(text.slice(start, end))) return takeRegistryKey(scan, start, end);
  if (length === 2 && (bits & ~(DIGIT | HEX_LETTER | LETTER | UPPER)) === 0) {
    const mac = takeMac(scan, start);
    if (mac !== NOTHING) return mac;
  }
  if (length <= 4 && (bits & (HYPHEN | UNDERSCORE | DOT)) === 0) {
    const address = takeIpv6(scan, start);
    if (address !== NOTHING) return address;
  }
  if (bits === DIGIT) return takeSsdeep(scan, start);
  return length === 5 && (bits & DIGIT) === 0 && text.startsWith("title", start)
    ? takeSigmaTitle(scan, start)
    : NOTHING;
}

function takeBeforeBackslash(scan: Scan, start: number, end: number): number {
  const word = scan.text.slice(start, Math.min(end, start + 24));
  if (isHive(word)) return takeRegistryKey(scan, start, end);
  if (/^(?:Global|Local|Session|BaseNamedObjects)$/i.test(word)) {
    const mutex = takeKernelName(scan, start, end);
    if (mutex !== NOTHING) return mutex;
  }
  const key = takeBareKey(scan, start, end);
  return key === NOTHING ? takeRelativePath(scan, start, end) : key;
}

/** Runs with digits and without dots: hashes, wallets, ids. */
function takeCoded(scan: Scan, { start, end, bits }: Run): number {
  const length = end - start;
  if (
    length >= 8 &&
    scan.text.charCodeAt(end) <= 13 &&
    (bits & ~(DIGIT | HEX_LETTER | LETTER | UPPER)) === 0
  ) {
    const broken = takeBrokenHash(scan, start, end);
    if (broken !== NOTHING) return broken;
  }
  if (length >= 26 && length <= 128 && (bits & (HYPHEN | UNDERSCORE)) === 0) {
    const hash = takeHash(scan, start, end);
    if (hash !== NOTHING) return hash;
    return takeWallet(scan, start, end);
  }
  const first = scan.text.charCodeAt(start) | 32;
  if (first === 97) {
    const asn = takeAsn(scan, start);
    if (asn !== NOTHING) return asn;
  }
  if (length === 17 && (bits & HYPHEN) !== 0) {
    const mac = takeMacRun(scan, start, end);
    if (mac !== NOTHING) return mac;
  }
  if ((bits & HYPHEN) !== 0 && length >= 13) return takeFlawInside(scan, start, end);
  return first === 99 || first === 101 || first === 103 ? takeFlaw(scan, start) : NOTHING;
}

/** `CVE-2024-1234`, also behind a hyphen as in `exploit-CVE-2024-1234`. */
function takeFlawInside(scan: Scan, start: number, end: number): number {
  for (let at = start; at !== -1 && at < Math.min(end, start + 80);) {
    const taken = takeFlaw(scan, at);
    if (taken !== NOTHING) return taken;
    const hyphen = scan.text.slice(at, start + 80).search(/[-_]/);
    at = hyphen === -1 ? -1 : at + hyphen + 1;
  }
  return NOTHING;
}

const KEY_LETTERS = new Uint8Array(128);
for (const letter of "acegmnpruACEGMNPRU") KEY_LETTERS[letter.charCodeAt(0)] = 1;

/** Words that announce a name. */
function takeWord(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  const length = end - start;
  if (length < 2 || length > 13) return NOTHING;
  const letter = text.charCodeAt(start) | 32;
  if (letter === 114)
    return length === 4 || length === 5
      ? isWord(text, start, end, "rule", "rules")
        ? takeRule(scan, start)
        : NOTHING
      : NOTHING;
  if (letter === 109) return length >= 5 && length <= 10 ? takeMutexWord(scan, start, end) : NOTHING;
  if (letter === 117) return takeAgentWord(scan, start, end);
  if (letter === 112) return length <= 8 ? takePipeWord(scan, start, end) : NOTHING;
  if (letter === 97) return takeAsnWord(scan, start, end, length);
  if (length === 3 || length === 4)
    return isWord(text, start, end, "cve", "ghsa", "euvd") ? takeFlaw(scan, start) : NOTHING;
  return letter === 99 && isMutexCall(text, start, end) ? takeMutex(scan, end) : NOTHING;
}

function isWord(text: string, start: number, end: number, ...words: string[]): boolean {
  return words.includes(text.slice(start, end).toLowerCase());
}

function takeMutexWord(scan: Scan, start: number, end: number): number {
  if (
    !isWord(scan.text, start, end, "mutex", "mutexes", "mutant", "mutants", "mutexname", "mutex_name") &&
    !isMutexCall(scan.text, start, end)
  )
    return NOTHING;
  takeQuotedBefore(scan, "mutex", start);
  return takeMutex(scan, end);
}

function takePipeWord(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  if (!isWord(text, start, end, "pipe", "pipes", "pipename")) return NOTHING;
  const isNamed =
    /(?:named[ -]|smb )$/i.test(text.slice(Math.max(0, start - 6), start)) ||
    end - start === 8 ||
    /^ names?\b/i.test(text.slice(end, end + 6));
  return isNamed ? takePipe(scan, end) : NOTHING;
}

function takeAgentWord(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  const length = end - start;
  if (length === 4 && /^user agents?\b/i.test(text.slice(start, start + 12)))
    return takeAfterAgent(scan, start + (isAlnum(text.charCodeAt(start + 10)) ? 11 : 10));
  return length >= 9 &&
    length <= 11 &&
    isWord(text, start, end, "user-agent", "user-agents", "useragent", "user_agent")
    ? takeAfterAgent(scan, end)
    : NOTHING;
}

function takeAsnWord(scan: Scan, start: number, end: number, length: number): number {
  const { text } = scan;
  if (length <= 4)
    return text.charCodeAt(start) === 65 && text.charCodeAt(start + 1) === 83
      ? takeAsn(scan, start)
      : NOTHING;
  return length === 10 && isWord(text, start, end, "autonomous") ? takeAsn(scan, start) : NOTHING;
}
