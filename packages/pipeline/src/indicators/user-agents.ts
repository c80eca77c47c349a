import { isAlnum } from "./char-classes.ts";
import { NOTHING, note } from "./found.ts";
import type { Scan } from "./found.ts";

const LONGEST = 600;
const PRODUCT = /[A-Za-z][\w.+!-]{0,40}\/v?\d[\w.+-]{0,40}/y;
const BARE =
  /(?:Mobile|Version|Safari|Gecko|like|Tablet|Chrome|AppleWebKit|Linux|rv:[\d.]+)(?= (?:[A-Za-z][\w.+-]*\/[\d\w]|like|Gecko|Safari|Mobile))/y;

/** A User-Agent whose first product (`Mozilla/5.0`) begins at `start`. */
export function takeUserAgent(scan: Scan, start: number): number {
  const { text } = scan;
  const quoted = quotedEnd(text, start);
  const end = quoted === NOTHING ? grammarEnd(text, start) : quoted;
  return end - start < 6 ? NOTHING : noteAgent(scan, start, end, 0.9);
}

/** Where `product (comment) product …` ends (RFC 9110, section 10.1.5). */
function grammarEnd(text: string, start: number): number {
  let end = start;
  const most = Math.min(text.length, start + LONGEST);
  for (let at = start; at < most;) {
    const next = partEnd(text, at);
    if (next === NOTHING) break;
    end = next;
    if (text.charCodeAt(end) !== 32) break;
    at = end + 1;
  }
  while (end > start && text.charCodeAt(end - 1) === 46) end--;
  return end;
}

function partEnd(text: string, at: number): number {
  if (text.charCodeAt(at) === 40) return commentEnd(text, at);
  PRODUCT.lastIndex = at;
  if (PRODUCT.test(text)) return PRODUCT.lastIndex;
  if (text.startsWith("like Gecko", at)) return at + 10;
  BARE.lastIndex = at;
  return BARE.test(text) ? BARE.lastIndex : NOTHING;
}

function commentEnd(text: string, open: number): number {
  if (!text.slice(open, open + 300).includes(")")) return NOTHING;
  let depth = 0;
  for (let at = open; at < open + 300; at++) {
    const code = text.charCodeAt(at);
    if (code === 40 && ++depth > 6) return NOTHING;
    if (code === 41 && --depth === 0) return at + 1;
    if (code === 10 || Number.isNaN(code)) return NOTHING;
  }
  return NOTHING;
}

/** The closing mark when the User-Agent stands in quotation marks. */
function quotedEnd(text: string, start: number): number {
  const close = PAIRS[text.charAt(start - 1)];
  if (close === undefined) return NOTHING;
  const length = text
    .slice(start, start + LONGEST)
    .search(close === '"' ? /["\n]/ : close === "'" ? /['\n]/ : close === "`" ? /[`\n]/ : /[”’»\n]/);
  return length < 3 || text.charCodeAt(start + length) === 10 ? NOTHING : start + length;
}

const PAIRS: Record<string, string> = { '"': '"', "'": "'", "`": "`", "“": "”", "‘": "’", "«": "»" };

const KNOWN = new Set(
  "mozilla curl wget python-requests python-urllib python-httpx go-http-client okhttp axios libwww-perl winhttp wininet dalvik opera nmap masscan zgrab aws-cli boto3 botocore node-fetch undici postmanruntime powershell java apache-httpclient winhttprequest guzzlehttp restsharp fasthttp rclone teslabrowser aws-sdk-go azurehound azure-cli msal certutil bits microsoft-cryptoapi httpie reqwest ruby scrapy aiohttp got superagent electron cfnetwork".split(
    " ",
  ),
);
const NEEDS_CUE = new Set([
  "java",
  "opera",
  "ruby",
  "electron",
  "got",
  "nmap",
  "powershell",
  "bits",
  "certutil",
  "rclone",
  "reqwest",
  "axios",
  "okhttp",
  "undici",
  "aiohttp",
  "masscan",
  "scrapy",
]);

/** Whether a run before a slash is the first product of a User-Agent rather than a program with its version. */
export function opensUserAgent(scan: Scan, start: number, end: number): boolean {
  const { text } = scan;
  const digit = text.charCodeAt(end + 1);
  if (digit < 48 || digit > 57 || text.charCodeAt(start - 1) === 47) return false;
  const name = text.slice(start, end).toLowerCase();
  if (!KNOWN.has(name)) return hasCueBefore(text, start) || /user.?agent/.test(scan.underAt(start));
  return !NEEDS_CUE.has(name) || hasCueBefore(text, start) || /user.?agent/.test(scan.underAt(start));
}

const CUE_BEFORE = /\b(?:user|browser|http)[ _-]?agents?\b[^.\n]{0,36}$|\bUA\b[^.\n]{0,16}$/i;

function hasCueBefore(text: string, start: number): boolean {
  return CUE_BEFORE.test(text.slice(Math.max(0, start - 52), start));
}

const JOINTS =
  /["'`]?(?:\s*(?::|=|,|\(|\bstrings?|\bheader|\bvalue|\bis|\bof|\bwas|\bset to|\bthe|\bfollowing|\bhard-?coded|\bas)){0,5}\s{0,3}/iy;
const QUOTED = /["'`“‘«]([^"'`”’»\n]{3,400})["'`”’»]/y;

/** What follows the words "user agent", which end at `wordEnd`. */
export function takeAfterAgent(scan: Scan, wordEnd: number): number {
  const { text } = scan;
  JOINTS.lastIndex = wordEnd;
  const at = JOINTS.test(text) ? JOINTS.lastIndex : wordEnd;
  QUOTED.lastIndex = at;
  const quoted = QUOTED.exec(text)?.[1];
  if (quoted !== undefined) return noteAgent(scan, at + 1, at + 1 + quoted.length, 0.9);
  PRODUCT.lastIndex = at;
  if (PRODUCT.test(text)) {
    const isHeader = /:\s*$/.test(text.slice(wordEnd, at)) && scan.placeAt(at) !== "prose";
    return noteAgent(scan, at, isHeader ? lineEnd(text, at) : grammarEnd(text, at), 0.9);
  }
  if (!/^["'`]?:\s?$/.test(text.slice(wordEnd, at)) || !isAlnum(text.charCodeAt(at))) return NOTHING;
  const isOwnLine = /(?:^|\n)[-*•\s>+]*["'`]?user.?agents?$/i.test(
    text.slice(Math.max(0, wordEnd - 20), wordEnd),
  );
  return isOwnLine ? noteAgent(scan, at, lineEnd(text, at), 0.8) : NOTHING;
}

/** A whole cell or list item below a header for User-Agents. */
export function takeAgentCell(scan: Scan, start: number, end: number): number {
  return end - start < 4 || end - start > LONGEST ? NOTHING : noteAgent(scan, start, end, 0.85);
}

function lineEnd(text: string, start: number): number {
  const line = text.slice(start, start + LONGEST).search(/\n| \| |\\r|["'`]\s*$/m);
  let end = line === -1 ? Math.min(text.length, start + LONGEST) : start + line;
  while (end > start && /\s/.test(text.charAt(end - 1))) end--;
  return end;
}

function noteAgent(scan: Scan, start: number, end: number, confidence: number): number {
  const value = scan.text.slice(start, end);
  if (!/[A-Za-z]{2}/.test(value) || /^https?:/.test(value)) return NOTHING;
  return note(scan, { type: "user_agent", value, start, end, confidence });
}
