import { isAlnum } from "./char-classes.ts";
import { NOTHING, note } from "./found.ts";
import type { Scan } from "./found.ts";
import { collapse } from "./windows-paths.ts";

const HIVES: Record<string, string> = {
  HKEY_LOCAL_MACHINE: "HKLM",
  HKEY_CURRENT_USER: "HKCU",
  HKEY_CLASSES_ROOT: "HKCR",
  HKEY_USERS: "HKU",
  HKEY_CURRENT_CONFIG: "HKCC",
  HKLM: "HKLM",
  HKCU: "HKCU",
  HKCR: "HKCR",
  HKU: "HKU",
  HKCC: "HKCC",
};
const BARE_ROOTS = /^(?:SOFTWARE|SYSTEM|SAM|SECURITY)$/i;
const BARE_NEXT =
  /^(?:Microsoft|Classes|Policies|Wow6432Node|CurrentControlSet|ControlSet00\d|Clients|RegisteredApplications|Google|Mozilla|ODBC|SAM|Policy|Setup|WinRAR|SimonTatham|OpenSSH)\b/i;
const NT_ROOT = /\\Registry\\(?:Machine|User)\\/iy;

/** Whether a run can be the name of a registry hive. */
export function isHive(written: string): boolean {
  if ((written.charCodeAt(0) | 32) !== 104) return false;
  return Object.hasOwn(HIVES, written.toUpperCase());
}

/** A key whose hive fills the run from `start` to `end`. */
export function takeRegistryKey(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  const slash = text.charCodeAt(end) === 58 ? end + 1 : end;
  const separator = text.charCodeAt(slash);
  if (separator !== 92 && !(separator === 47 && isAlnum(text.charCodeAt(slash + 1)))) return NOTHING;
  const hive = HIVES[text.slice(start, end).toUpperCase()] as string;
  const to = keyEnd(text, slash, separator, quoteBefore(text, start));
  if (to - slash < 2) return NOTHING;
  const rest = collapse(text.slice(slash, to).replace(/^\\+/, "\\"));
  return noteKey(scan, `${hive}${rest}`.replace(/\\$/, ""), start, to);
}

/** `SOFTWARE\Microsoft\…` without its hive, or `\Registry\Machine\…`. */
export function takeBareKey(scan: Scan, start: number, slash: number): number {
  const { text } = scan;
  if (slash === start) {
    NT_ROOT.lastIndex = start;
    if (!NT_ROOT.test(text)) return NOTHING;
    return noteKey(scan, text.slice(start, keyEnd(text, start, 92, 0)), start, keyEnd(text, start, 92, 0));
  }
  const before = text.charCodeAt(start - 1);
  if (before === 92 || before === 47 || !BARE_ROOTS.test(text.slice(start, slash))) return NOTHING;
  const next = text.charCodeAt(slash + 1) === 92 ? slash + 2 : slash + 1;
  if (!BARE_NEXT.test(text.slice(next, next + 24))) return NOTHING;
  const end = keyEnd(text, slash, 92, quoteBefore(text, start));
  return noteKey(scan, collapse(text.slice(start, end)).replace(/\\$/, ""), start, end);
}

function noteKey(scan: Scan, value: string, start: number, end: number): number {
  return note(scan, { type: "registry_key", value, start, end, confidence: 0.92 });
}

/** A quotation mark before the key, also with `Registry::` or `Computer\` between. */
function quoteBefore(text: string, start: number): number {
  const prefix = /(?:registry::|computer\\)$/i.exec(text.slice(Math.max(0, start - 10), start));
  return text.charCodeAt(start - 1 - (prefix?.[0].length ?? 0));
}

const CLOSERS = new Map([
  [34, 34],
  [39, 39],
  [96, 96],
  [0x201c, 0x201d],
  [0x2018, 0x2019],
]);
const STOPS = new Set(Array.from("\"'`<>|,;\n\r\t“”‘’«»…→=", (letter) => letter.charCodeAt(0)));

/** Names of several words that end keys; inside of a key any words may stand between two backslashes. */
const LAST_NAMES =
  /^(?:Installed Components|Image File Execution Options|Internet Settings|Session Manager|Windows NT|Shell Folders|User Shell Folders|Browser Helper Objects|Terminal Server|Real-Time Protection|Windows Defender|Windows Script Host|Active Setup|Control Panel|Trusted Documents|Trusted Locations|Security Center|Network Provider|Print Processors|Authentication Packages|Security Packages|Notification Packages|Credential Providers|Command Processor|Internet Explorer|Protected Storage|File Sharing|Group Policy|Script Host|Security Providers|Safe Mode|Run Once|Windows Error Reporting|Cached Logons|Known Folders|App Paths|Policy Manager|Feature Usage|Hidden Files|Office Test|Windows Update)(?![\w-])/i;
const STOP_WORDS =
  /^(?:and|or|to|the|a|with|via|from|was|is|are|then|into|by|as|on|which|that|using|has|value|key|registry|where|when|so|but|for|this|it|at|if|under|in|of|named|called|und|et|y|o|mit|avec|con|set|adds?|created?|points?|persist\w*|HK\w+|reg|New-Item\w*|Set-Item\w*)$/i;

function keyEnd(text: string, slash: number, separator: number, before: number): number {
  const quote = CLOSERS.get(before);
  const most = Math.min(text.length, slash + 520);
  let at = slash;
  let segment = slash + 1;
  let quoteEnd = -1;
  for (; at < most; at++) {
    const code = text.charCodeAt(at);
    if (code === separator) segment = at + 1;
    else if (code === 32) {
      if (quote !== undefined && quoteEnd < 0) quoteEnd = closingAt(text, at, most, quote);
      if (at < quoteEnd) continue;
      const next = spaceJoins(text, segment, at, separator);
      if (next === NOTHING) break;
      at = next - 1;
    } else if (code === quote || STOPS.has(code)) {
      const close = code === 60 ? text.slice(at, at + 40).indexOf(">") : -1;
      if (close === -1) break;
      at += close;
    } else if (code === 41 && !text.slice(segment, at).includes("(")) break;
    else if (code === 58 && !isAlnum(text.charCodeAt(at + 1))) break;
  }
  while (
    at > slash &&
    /[.:)!?\s]/.test(text.charAt(at - 1)) &&
    !(text.charAt(at - 1) === ")" && text.slice(segment, at).includes("("))
  )
    at--;
  if (text.charCodeAt(at - 1) === 93 && !text.slice(slash, at).includes("[")) at--;
  return at;
}

/** Where the quotation ends in this line, seen from its first space; 0 when it does not. */
function closingAt(text: string, at: number, most: number, quote: number): number {
  for (let look = at; look < most; look++) {
    const code = text.charCodeAt(look);
    if (code === quote) return look;
    if (code === 10) return 0;
  }
  return 0;
}

function spaceJoins(text: string, segment: number, at: number, separator: number): number {
  const line = text.slice(segment, at + 60);
  const last = LAST_NAMES.exec(line);
  if (last !== null && last[0].length > at - segment) return segment + last[0].length;
  let look = at + 1;
  for (let words = 0; words < 5; words++) {
    let end = look;
    while (end - look < 60 && isKeyPart(text.charCodeAt(end))) end++;
    const word = text.slice(look, end);
    if (word === "" || STOP_WORDS.test(word)) return NOTHING;
    const next = text.charCodeAt(end);
    if (next === separator) return /^[A-Z0-9({]/.test(word) ? end : NOTHING;
    if (next !== 32 || word.endsWith(".")) return NOTHING;
    look = end + 1;
  }
  return NOTHING;
}

function isKeyPart(code: number): boolean {
  return (
    isAlnum(code) ||
    code === 46 ||
    code === 45 ||
    code === 95 ||
    code === 40 ||
    code === 41 ||
    code === 123 ||
    code === 125 ||
    code === 38
  );
}
