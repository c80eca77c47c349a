import { cidrAfter, isIpv4, portAfter, takeIpv4, takeMacRun } from "./addresses.ts";
import { DIGIT, DOT, HYPHEN, isAlnum, UNDERSCORE } from "./char-classes.ts";
import { endingOf, isCommonEnding, isDosFile, isFileEnding, isNoFile, leansToFile } from "./file-types.ts";
import { takeFileName } from "./files.ts";
import { NOTHING, note } from "./found.ts";
import type { Run, Scan } from "./found.ts";
import { hostValue, isHostName } from "./host-names.ts";
import { isSharedHost } from "./known-hosts.ts";
import { hasOnionChecksum, isOnionName } from "./onion.ts";
import { isKnownSuffix, isPublicHost } from "./suffixes.ts";
import { takeTelegramLink } from "./telegram.ts";
import { takeBareUrl } from "./urls.ts";

/** A run with a dot in it: an address, a host, a URL without scheme, or a file name. */
export function takeDotted(scan: Scan, run: Run): number {
  const { text } = scan;
  let { start, end } = run;
  const startsWithDot = text.charCodeAt(start) === 46;
  if (startsWithDot && text.charCodeAt(start - 1) === 33) return takeSignedName(scan, start, end);
  while (start < end && isEdge(text.charCodeAt(start))) start++;
  while (end > start && isEdge(text.charCodeAt(end - 1))) end--;
  if (text.charCodeAt(start) === 95 && text.charCodeAt(end - 1) === 95) {
    start++;
    end--;
  }
  if (end - start < 4 || end - start > 255) return NOTHING;
  if ((run.bits & ~(DIGIT | DOT | HYPHEN)) === 0) return takeNumbers(scan, start, end);
  if (end - start === 14 && (run.bits & (HYPHEN | UNDERSCORE)) === 0) {
    const mac = takeMacRun(scan, start, end);
    if (mac !== NOTHING) return mac;
  }
  const name = text.slice(start, end);
  const dot = name.lastIndexOf(".");
  if (dot < 0) return NOTHING;
  const ending = name.slice(dot + 1).toLowerCase();
  if (ending === "onion") return takeOnion(scan, name.toLowerCase(), start, end);
  if (judge(scan, name, ending, start, end) === "file")
    return startsWithDot ? NOTHING : takeFileName(scan, start, end);
  return takeHost(scan, name, start, end);
}

/** `!__README__!.txt`: a note whose name ends with a sign before its ending. */
function takeSignedName(scan: Scan, dot: number, runEnd: number): number {
  const { text } = scan;
  let end = runEnd;
  while (end > dot && isEdge(text.charCodeAt(end - 1))) end--;
  if (!/^\.(?:txt|html?|hta|rtf)$/i.test(text.slice(dot, end))) return NOTHING;
  let start = dot;
  while (start > 0 && dot - start < 60 && /[\w!#-]/.test(text.charAt(start - 1))) start--;
  const isNamed = /\w/.test(text.slice(start, dot)) && /[\s"'`(]/.test(text.charAt(start - 1) || " ");
  return isNamed
    ? note(scan, { type: "file_name", value: text.slice(start, end), start, end, confidence: 0.85 })
    : NOTHING;
}

function isEdge(code: number): boolean {
  return code === 46 || code === 45;
}

function takeNumbers(scan: Scan, start: number, end: number): number {
  const dash = start + scan.text.slice(start, end).indexOf("-");
  if (dash < start) return takeUrlOrIp(scan, start, end);
  const first = isIpv4(scan.text.slice(start, dash)) ? takeIpv4(scan, start, dash) : NOTHING;
  if (first === NOTHING) return NOTHING;
  if (isIpv4(scan.text.slice(dash + 1, end))) takeIpv4(scan, dash + 1, end);
  return end;
}

function takeUrlOrIp(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  const second =
    text.charCodeAt(end) === 47
      ? /^\/([\d.]{7,15})(?![\w/-])/.exec(text.slice(end, end + 18))?.[1]
      : undefined;
  if (second !== undefined && isIpv4(second.replace(/\.$/, ""))) return takeIpv4(scan, start, end);
  if (!isIpv4(text.slice(start, end))) return NOTHING;
  if (cidrAfter(text, end, 32) === null && text.charCodeAt(start - 1) !== 47) {
    const url = takeBareUrl(scan, start, end);
    if (url !== NOTHING) return url;
  }
  return takeIpv4(scan, start, end);
}

function takeOnion(scan: Scan, host: string, start: number, end: number): number {
  const name = host.slice(0, -6);
  const label = name.slice(name.lastIndexOf(".") + 1);
  if (!isOnionName(label)) return NOTHING;
  const url = takeBareUrl(scan, start, end);
  if (url !== NOTHING) return url;
  const isChecked = label.length === 56 && hasOnionChecksum(label);
  const reasons = isChecked ? ["checksum holds"] : [];
  return note(scan, { type: "onion", value: host, start, end, confidence: isChecked ? 0.98 : 0.8, reasons });
}

function judge(scan: Scan, name: string, ending: string, start: number, end: number): "file" | "host" {
  if (ending === "com" || ending === "info")
    return isDosFile(name) || isFileByPlace(scan, start, end) ? "file" : "host";
  if (!isFileEnding(ending)) return "host";
  if (!isKnownSuffix(ending)) return "file";
  if (scan.isDefanged(start, end)) return "host";
  if (/^www\./i.test(name) || isSharedHost(name.toLowerCase())) return "host";
  const { text } = scan;
  const next = text.charCodeAt(end);
  const isPath =
    text.charCodeAt(start - 1) === 92 ||
    (text.charCodeAt(start - 1) === 47 && text.charCodeAt(start - 2) === 46);
  if (isPath) return "file";
  const before = text.slice(Math.max(0, start - 48), start);
  const after = text.slice(end, end + 32);
  const under = scan.underAt(start);
  const isHostColumn = HOST_COLUMN.test(under);
  const isFileColumn = FILE_COLUMN.test(under);
  if (isHostColumn && !isFileColumn) return "host";
  if ((isFileColumn && !isHostColumn) || FILE_BEFORE.test(before) || FILE_AFTER.test(after)) return "file";
  if (HOST_BEFORE.test(before) || HOST_AFTER.test(after) || portAfter(text, end) !== null) return "host";
  if (next === 47 && isAlnum(text.charCodeAt(end + 1))) return "host";
  if (isCommonEnding(endingOf(name.slice(0, name.lastIndexOf("."))))) return "file";
  return leansToFile(name, ending) || followsFile(scan, start) ? "file" : "host";
}

/** `invoice.com` of DOS and `notes.info` are files only where the words right beside them say so. */
function isFileByPlace(scan: Scan, start: number, end: number): boolean {
  if (scan.isDefanged(start, end) || scan.text.slice(start, end).split(".").length > 2) return false;
  const before = scan.text.slice(Math.max(0, start - 40), start);
  if (/@$|\/$|\\$/.test(before)) return false;
  return (
    CERTAIN_FILE_BEFORE.test(before) ||
    CERTAIN_FILE_AFTER.test(scan.text.slice(end, end + 40)) ||
    followsFile(scan, start)
  );
}

const CERTAIN_FILE_BEFORE =
  /\b(?:files?|filename|executable|program|attachments?|dropp(?:s|ed|ing)|drops|writes?|wrote|written (?:as|to)|saved? (?:as|to)|renamed (?:as|to)|copied (?:as|to)|unpack(?:s|ed)|extract(?:s|ed)|executes?|executed|datei|fichier|fichero|archivo|archivio)[ :,"'(`]{1,3}(?:named |called )?["'`]?$/i;
const CERTAIN_FILE_AFTER =
  /^["'`)]?,? (?:an? |the )?(?:(?:old|small|tiny|packed|\d+[- ]byte) )?(?:\(?(?:md5|sha-?\d|\d+ ?(?:kb|mb|bytes))|DOS|executable|program|dropper|text file)\b/i;

/** "a.exe, b.run and c.pl": what is listed with a file is one. */
function followsFile(scan: Scan, start: number): boolean {
  const last = scan.found.at(-1);
  if (last?.type !== "file_name" || start - last.end > 60) return false;
  return /^["'`)]*(?: \([^()\n]{0,40}\))?(?:,| and| or|,? (?:and|or|und|et|y|e|which called|called|then)) ?["'`(]*$/.test(
    scan.text.slice(last.end, start),
  );
}

const HOST_COLUMN = /\bdomain|\bhost|\bfqdn|\burl|\bc2|\bc&c|\bnetwork|\bsite/;
const FILE_COLUMN = /\bfile|\bsample|\bhash|\bpayload|\battachment|\bscript|\bartifact|\bmd5|\bsha/;
const HOST_BEFORE =
  /\b(?:domains?|hosts?|hostnames?|sites?|websites?|servers?|c2|c&c|resolves? to|resolved to|hosted (?:on|at)|visit(?:ed|s|ing)?|connect(?:s|ed|ing)? to|beacon(?:s|ed|ing)? to|contact(?:s|ed|ing)?|communicat\w+ with|subdomains?|requests? to|quer(?:y|ies|ied)|lookups? (?:for|of)|registered|registrar)[ :,"'(`]{1,4}$/i;
const HOST_AFTER = /^["'`)]? (?:domain|site|website|host|server|resolve[sd]?|was registered|subdomain|c2)\b/i;
const FILE_BEFORE =
  /(?:\b(?:files?|filename|archives?|scripts?|named|name|called|attachments?|dropp?(?:s|ed|ing)|execut(?:e|es|ed|ing)|runs?|ran|running|launch(?:es|ed|ing)?|saves?d? (?:as|to)|written (?:as|to)|renames? (?:it|itself) (?:as|to)|renamed (?:as|to)|writes?|wrote|unpack(?:s|ed)|extract(?:s|ed|ing)?|unzip|open(?:s|ed|ing)?|bundles?|app|application|load(?:s|ed|ing)?|library|libraries|module|payload|installer|malware|python3?|bash|chmod \S+|sh|zip|tar|source|cat|nano|vim?|perl|-o|-O|creates?|created|copies|copied)[ :,"'(`]{1,4}|\.\/|\*)$/i;
const FILE_AFTER =
  /^["'`)]? ?(?:\((?:md5|sha|\d+ ?(?:kb|mb|bytes))|files?\b|scripts?\b|archives?\b|attachment|(?:is|was) (?:a|an|the) (?:file|script|archive|\w+ script|zip)|binary\b|bundle\b|library\b|loader script|contains|with (?:the )?(?:md5|sha|hash))/i;

function takeHost(scan: Scan, name: string, start: number, end: number): number {
  const host = hostValue(name);
  if (host === null) return NOTHING;
  if (/\.(?:bit|bazar|libre|geek|emc|pirate|i2p)$/.test(host) && scan.placeAt(start) !== "code")
    return noteHost(scan, host, start, end, 0.7);
  const isDefanged = scan.isDefanged(start, end);
  if (isDefanged ? !isHostName(host) : isJoined(scan.text, start, end) || !isPublicHost(host)) return NOTHING;
  if (!isDefanged && !isPlainHost(scan, name, host, start, end)) return NOTHING;
  const telegram = takeTelegramLink(scan, host, start, end);
  if (telegram !== NOTHING) return telegram;
  const before = scan.text.charCodeAt(start - 1);
  if (before !== 64 && before !== 47) {
    const url = takeBareUrl(scan, start, end);
    if (url !== NOTHING) return url;
  }
  return noteHost(scan, host, start, end, isDefanged ? 0.85 : 0.7);
}

function noteHost(scan: Scan, host: string, start: number, end: number, confidence: number): number {
  const port = portAfter(scan.text, end);
  note(scan, {
    type: "domain",
    value: host,
    start,
    end,
    details: port === null ? null : { port },
    confidence,
  });
  return port === null ? end : end + 1 + String(port).length;
}

const COMMON_SUFFIXES = new Set(
  "com net org ru cn info biz xyz top io de uk fr nl pl eu br us ir kr in jp ua su cc".split(" "),
);
/** Top-level names that are also ordinary English words of sentences. */
const WORD_SUFFIXES = new Set(
  "in it is to at be so do no me my us am as la de or by id ai pm cat car fit how now one run see who how post open call here top win new read save like live find name date total zero".split(
    " ",
  ),
);
const CODE_STEMS =
  /^(?:process|file|event|host|output|input|outputs|inputs|kibana|elasticsearch|logstash|filebeat|opensearch|redis|database|db|proxy|smtp|syslog|setup|settings|options|env|user|source|destination|dns|network|registry|winlog|url|agent|server|client|observer|cloud|container|self|this|os|sys|req|res|request|response|window|document|module|console|logger|logging|math|json|string|array|object|obj|java|javax|system|microsoft|foo|bar|ctx|e|i|data|item|node|args|params|props|state|config|app|socket|http|https|fs|path|threading|subprocess|requests|base64|crypto|actor|target|group|device|rule|threat|email|parent|target_process|initiatingprocess|deviceprocess|\$\w+)$/;

/** Whether the signs beside a dotted name make it a part of a path, a variable or a selector. */
function isJoined(text: string, start: number, end: number): boolean {
  const before = text.charCodeAt(start - 1);
  if (before === 92 || before === 36 || before === 35) return true;
  if (before === 47 && isAlnum(text.charCodeAt(start - 2))) return true;
  return text.charCodeAt(end) === 92 && isAlnum(text.charCodeAt(end + 1));
}

/** Whether a plain dotted name is a host rather than a joint of sentences or a piece of code. */
function isPlainHost(scan: Scan, name: string, host: string, start: number, end: number): boolean {
  const { text } = scan;
  const next = text.charCodeAt(end);
  const suffix = host.slice(host.lastIndexOf(".") + 1);
  const isCommon = COMMON_SUFFIXES.has(suffix) && suffix.length > 2;
  if (isNoFile(name)) return false;
  const labels = host.split(".");
  const first = labels[0] as string;
  if (/^www\d?$/.test(first) || isSharedHost(host)) return true;
  if (next === 40 && (!isCommon || !/^\(\d/.test(text.slice(end, end + 2)))) return false;
  if (!hasHostCase(name)) return false;
  const registered = labels.at(-2) as string;
  if (
    suffix !== "com" &&
    suffix !== "org" &&
    CODE_STEMS.test(first) &&
    !/[-\d]/.test(host) &&
    (labels.length === 2 || WORD_SUFFIXES.has(suffix))
  ) {
    if (
      !HOST_COLUMN.test(scan.underAt(start)) &&
      !HOST_BEFORE.test(text.slice(Math.max(0, start - 48), start))
    )
      return false;
  }
  if (/^\d+$/.test(registered) && labels.length === 2 && !COMMON_SUFFIXES.has(suffix)) return false;
  if (scan.placeAt(start) === "code" && !isCommon && /^ ?[=[]/.test(text.slice(end, end + 2))) return false;
  if (!WORD_SUFFIXES.has(suffix) || labels.length > 2 || /[-\d]/.test(registered)) return true;
  return isCertainPlace(scan, start, end);
}

/** `System.IO` and `end.Next` are no hosts; `EVIL.COM` and `Evil.com` are. */
function hasHostCase(name: string): boolean {
  const dot = name.lastIndexOf(".");
  const suffix = name.slice(dot + 1);
  if (suffix === suffix.toLowerCase()) return true;
  const stem = name.slice(0, dot);
  if (/^(?:ASP|VB|ADO|ML|C|F|DOT)$/i.test(stem) && suffix.toUpperCase() === "NET") return false;
  if (suffix === suffix.toUpperCase()) return stem === stem.toUpperCase();
  return /^(?:Com|Net|Org)$/.test(suffix) && /^[A-Z]/.test(stem) && stem !== "System";
}

/** Where a host may be spelled like two joined words: tables, lists, lines of their own, behind a cue word. */
function isCertainPlace(scan: Scan, start: number, end: number): boolean {
  const { text } = scan;
  if (scan.placeAt(start) === "table" || HOST_COLUMN.test(scan.underAt(start))) return true;
  const before = text.charCodeAt(start - 1);
  const isAlone =
    (start === 0 || before === 10 || text.slice(start - 2, start) === "- ") &&
    (end >= text.length || text.charCodeAt(end) === 10);
  return (
    isAlone ||
    before === 64 ||
    HOST_BEFORE.test(text.slice(Math.max(0, start - 48), start)) ||
    (text.charCodeAt(end) === 47 && isAlnum(text.charCodeAt(end + 1)))
  );
}
