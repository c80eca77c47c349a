import { isSpace } from "./char-classes.ts";
import type { Scan } from "./found.ts";

const VERSION_BEFORE =
  /(?:\b(?:versions?|versione|versión|release|ver|v|vers|builds?|releases?|released|firmware|revision|rev|section|sections|sec|chapter|patch|update|updated to|upgrade to|upgraded to|sp|kernel|oid|updates? to|replaces?|replaced|still on|branch(?:es)?|items?|item no|no|clause|article|paragraph|annex|prior to|earlier than|older than|newer than|fixed in|patched in|up to|before|since|assembly|fileversion|productversion|file version|product version|§)["':=)\s]{0,3}(?:\(?v\.?)?|\bv\.?)$/i;
const VERSION_AFTER =
  /^\)?,? ?(?:(?:and|or|through|to) (?:earlier|later|below|above|prior|older|newer|higher|lower)|and prior|version|build|release|firmware|patch\b|beta|alpha|rc\d)/i;
const VERSION_IN_SENTENCE = /\b(?:versions?|sections?|chapters?|manual|releases?|builds?)\b/i;
const LISTED_BEFORE = /\d\.[\dx]{1,5}(?:,? (?:and|or|to|through|und|et|y)|,| -|-|–) ?$/;
const HOST_WORD =
  /^(?:ip|ips|ipv4|host|hosts|server|servers|address|addresses|c2|c&c|cnc|c2s|domain|proxy|node|from|to|at|on|via|and|or|the|with|by|is|are|was|were|of|in|for|into|as|both|using|ping|connect|connects|connected|connecting|contacted|contacts|beacons|traffic|resolved|resolves|resolving|destination|source|dst|src|remote|attacker|attackers|hosted|including|network|subnet|range|gateway|dns|vpn|ssh|rdp|smb|http|https|tcp|udp|port|curl|wget|nslookup|telnet|nc|ncat|block|blocked|see|observed|seen|indicator|indicators|ioc|iocs|bots?|botnet|payload|callback|login|logins|logged|sinkhole|relay|scanner|scanning|exfiltration|infrastructure|backup|primary|secondary|vps|staging|panel|stager|beacon|teamserver|downloader|websites?|site|url|route|controller|listener)$/i;

/** Whether four numbers with dots are a version or a section rather than an address. */
export function isVersion(scan: Scan, start: number, end: number): boolean {
  if (scan.isDefanged(start, end)) return false;
  const { text } = scan;
  const before = lineBefore(text, start, 48);
  const after = text.slice(end, end + 24);
  if (VERSION_BEFORE.test(before)) return true;
  if (VERSION_AFTER.test(after)) return true;
  const under = scan.underAt(start);
  if (isReleaseHeading(scan, start, end)) return true;
  if (
    /\bversion|\bbuild|\brelease|\bchange ?log|\bwhat.s new/.test(under) &&
    !/\bip\b|address|host|server/.test(under)
  )
    return true;
  if (
    /\bip\b|\bips\b|address|\bioc|indicator|\bc2\b|\bc&c\b|host|network|infrastructure|server|domain/.test(
      under,
    )
  )
    return false;
  const written = text.slice(start, end);
  if (scan.placeAt(start) === "prose" && isSmall(written) && !isPlacedAsHost(before, after)) return true;
  return (
    isSection(text, start, end) ||
    followsProduct(before, written) ||
    isListedVersion(scan, start, before, written)
  );
}

/** A heading that is nothing but small numbers, with a date at most: a release of a list of changes. */
function isReleaseHeading({ text, placeAt }: Scan, start: number, end: number): boolean {
  const isMarked = /(?:^|\n)#{1,6} \[?v?$/.test(text.slice(Math.max(0, start - 10), start));
  if (!isMarked && placeAt(start) !== "heading") return false;
  if (!isMarked && start > 0 && text.charCodeAt(start - 1) !== 10) return false;
  if (!/^\]?(?: ?[-–—(,]? ?[\dA-Z][\w ,./-]{3,18}\)?)?(?:\n|$)/.test(text.slice(end, end + 32))) return false;
  const [first = 0, ...rest] = text.slice(start, end).split(".").map(Number);
  return first < 32 && rest.filter((part) => part < 32).length >= 2;
}

/** Four small numbers: rare as an address, common as a version. */
function isSmall(written: string): boolean {
  if (written.startsWith("10.") || /^(\d+)\.(\d+)\.(?:\1\.\2|\2\.\1)$/.test(written)) return false;
  return written.split(".").every((part) => Number(part) <= 25);
}

/** A word for hosts right before, a port right behind, or nothing before at all. */
function isPlacedAsHost(before: string, after: string): boolean {
  const word = /([A-Za-z][\w&+#-]*)["'`:=()[\s]{0,4}$/.exec(before)?.[1];
  return (
    before === "" ||
    (word !== undefined && HOST_WORD.test(word)) ||
    /^:\d/.test(after) ||
    /[=:>[]\s?$/.test(before)
  );
}

/** `1.2.3.4 Title` at the beginning of a line, with small numbers. */
function isSection(text: string, start: number, end: number): boolean {
  const before = text.charCodeAt(start - 1);
  if (start > 0 && before !== 10) return false;
  if (!/^\.? {1,3}[A-Z][a-z]/.test(text.slice(end, end + 6))) return false;
  const written = text.slice(start, end);
  return written.split(".").every((part) => Number(part) <= 30) && !/^(\d+)\.\1\.\1\.\1$/.test(written);
}

/** "Quasar 1.3.0.0": a name right before, and numbers as versions have them. */
function followsProduct(before: string, written: string): boolean {
  const word = /(?:^|[\s("'/])([A-Za-z][\w+#.-]*)\)? $/.exec(before)?.[1];
  if (word === undefined || HOST_WORD.test(word) || !/[A-Z]/.test(word)) return false;
  const [first = 0, second = 0, third = 0, fourth = 0] = written.split(".").map(Number);
  if (first < 100 && (second === 0 || third === 0 || fourth === 0)) return true;
  return first < 25 && second < 15;
}

/** "versions 1.3.0.0, 1.4.0.0 and 1.4.1.0": the cue stands farther left, numbers are small. */
function isListedVersion(scan: Scan, start: number, before: string, written: string): boolean {
  if (LISTED_BEFORE.test(before)) {
    const last = scan.found.at(-1);
    return last?.type !== "ipv4" || start - last.end > 12;
  }
  if (!VERSION_IN_SENTENCE.test(before) || /\b(?:ip|address|server|host|c2)\b/i.test(before)) return false;
  return Number(written.slice(0, written.indexOf("."))) < 25;
}

function lineBefore(text: string, start: number, most: number): string {
  let from = start;
  while (from > 0 && start - from < most && text.charCodeAt(from - 1) !== 10) from--;
  while (from < start && isSpace(text.charCodeAt(from))) from++;
  return text.slice(from, start);
}
