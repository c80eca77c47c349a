import { isIPv6 } from "node:net";

import { isIpv4, portAfter, shortest } from "./addresses.ts";
import { classOf, isAlnum, isDigit, isSpace } from "./char-classes.ts";
import { NOTHING, note } from "./found.ts";
import type { Scan } from "./found.ts";
import { hostValue, isHostName } from "./host-names.ts";
import { hasOnionChecksum } from "./onion.ts";
import { takeTelegramLink } from "./telegram.ts";

const SCHEMES = new Set(
  "http https ftp ftps sftp tftp tcp udp ws wss ssl tls socks socks4 socks5 smb ldap ldaps rmi dns telnet ssh rtsp mqtt mqtts nntp gopher irc ircs stratum webdav davs rdp vnc redis mongodb mysql postgres amqp sip".split(
    " ",
  ),
);

const LONGEST = 4096;

type Authority = { host: string; user: string; port: number | null; end: number; hostStart: number };

/** A URL whose scheme ends at `colon`; the letters before it may be glued to other words. */
export function takeUrl(scan: Scan, runStart: number, colon: number): number {
  const { text } = scan;
  let start = colon;
  while (start > runStart && colon - start < 12 && isSchemeLetter(text.charCodeAt(start - 1))) start--;
  let scheme = text.slice(start, colon).toLowerCase();
  if (!SCHEMES.has(scheme)) {
    const glued = /(?:https?|ftp)$/.exec(scheme);
    if (glued === null) return NOTHING;
    start = colon - glued[0].length;
    scheme = glued[0];
  }
  if (text.charCodeAt(start - 1) === 43) {
    let from = start - 1;
    while (from > 0 && start - from < 12 && isSchemeLetter(text.charCodeAt(from - 1))) from--;
    scheme = text.slice(from, colon).toLowerCase();
    start = from;
  }
  const authority = readAuthority(text, colon + 3);
  if (authority === null) return NOTHING;
  const end = trimEnd(text, authority.end, pathEnd(text, authority.end), text.charCodeAt(start - 1));
  const telegram = takeTelegramLink(scan, authority.host, start, authority.hostStart + authority.host.length);
  if (telegram !== NOTHING) return Math.max(telegram, end);
  return noteUrl(scan, `${scheme}://`, authority, start, end);
}

/** `example.com/path` or `1.2.3.4:8080/path` whose host ends at `hostEnd`. */
export function takeBareUrl(scan: Scan, start: number, hostEnd: number): number {
  const { text } = scan;
  const port = portAfter(text, hostEnd);
  const slash = port === null ? hostEnd : hostEnd + 1 + String(port).length;
  if (text.charCodeAt(slash) !== 47 || text.charCodeAt(slash + 1) === 47) return NOTHING;
  const end = trimEnd(text, slash, pathEnd(text, slash), text.charCodeAt(start - 1));
  if (end - slash < 2) return NOTHING;
  const host = hostValue(text.slice(start, hostEnd));
  if (host === null && !isIpv4(text.slice(start, hostEnd))) return NOTHING;
  return noteUrl(
    scan,
    "",
    { host: host ?? text.slice(start, hostEnd), user: "", port, end: slash, hostStart: start },
    start,
    end,
  );
}

function noteUrl(scan: Scan, scheme: string, authority: Authority, start: number, end: number): number {
  const { host, user, port } = authority;
  const path = scan.text.slice(authority.end, end);
  const value = `${scheme}${user}${host}${port === null ? "" : `:${port}`}${path}`;
  if (host.endsWith(".onion") && path.length < 2) return noteOnion(scan, host, port, start, end);
  return note(scan, {
    type: "url",
    value,
    start,
    end,
    details: port === null ? { host } : { host, port },
    confidence: scheme === "" ? 0.75 : 0.85,
  });
}

function noteOnion(scan: Scan, host: string, port: number | null, start: number, end: number): number {
  const label = host.slice(0, -6).split(".").at(-1) ?? "";
  const isChecked = label.length === 56 && hasOnionChecksum(label);
  return note(scan, {
    type: "onion",
    value: host,
    start,
    end,
    details: port === null ? null : { port },
    confidence: isChecked ? 0.98 : 0.85,
    reasons: isChecked ? ["checksum holds"] : [],
  });
}

function isSchemeLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || isDigit(code);
}

function readAuthority(text: string, start: number): Authority | null {
  let at = start;
  let userEnd = -1;
  const most = Math.min(text.length, start + 320);
  for (; at < most; at++) {
    const code = text.charCodeAt(at);
    if (code === 64) userEnd = at;
    else if (code === 47 || code === 63 || code === 35 || isBreak(code)) break;
  }
  const hostStart = userEnd < 0 ? start : userEnd + 1;
  const user = userEnd < 0 ? "" : text.slice(start, userEnd + 1);
  if (text.charCodeAt(hostStart) === 91) return readV6(text, hostStart, user);
  let end = hostStart;
  while (end < at && classOf(text.charCodeAt(end)) !== 0) end++;
  while (end > hostStart && !isAlnum(text.charCodeAt(end - 1)) && text.charCodeAt(end - 1) < 128) end--;
  const written = text.slice(hostStart, end);
  const host = isIpv4(written) ? written : hostValue(written);
  if (host === null || (!isIpv4(host) && !isHostName(host))) return null;
  return withPort(text, { host, user, hostStart }, end);
}

function readV6(text: string, open: number, user: string): Authority | null {
  const close = open + text.slice(open, open + 48).indexOf("]");
  const written = text.slice(open + 1, close);
  if (!isIPv6(written) || written.includes("%")) return null;
  return withPort(text, { host: `[${shortest(written)}]`, user, hostStart: open }, close + 1);
}

function withPort(
  text: string,
  parts: { host: string; user: string; hostStart: number },
  end: number,
): Authority {
  const port = portAfter(text, end);
  return { ...parts, port, end: port === null ? end : end + 1 + String(port).length };
}

/** Where a path, query and fragment that begin at `start` end, punctuation behind them included. */
function pathEnd(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first !== 47 && first !== 63 && first !== 35) return start;
  const most = Math.min(text.length, start + LONGEST);
  let at = start;
  for (; at < most; at++) {
    const code = text.charCodeAt(at);
    if (isBreak(code)) break;
    if (code === 58 && text.charCodeAt(at + 1) === 47 && isNextUrl(text, start, at))
      return listEnd(text, start, at);
  }
  return at;
}

/** Whether the colon belongs to another URL in a list rather than to one inside a query. */
function isNextUrl(text: string, start: number, colon: number): boolean {
  const separator = listEnd(text, start, colon);
  return separator > start && /[,;|]/.test(text.charAt(separator));
}

function listEnd(text: string, start: number, colon: number): number {
  let at = colon;
  while (at > start && isSchemeLetter(text.charCodeAt(at - 1))) at--;
  return at - 1;
}

/** Characters that no URL in a report goes beyond. */
function isBreak(code: number): boolean {
  if (code < 128) return BREAKS[code] === 1;
  return (
    isSpace(code) ||
    code < 0xa0 ||
    (code >= 0x2010 && code <= 0x206f) ||
    (code >= 0x3000 && code <= 0x303f) ||
    code === 0xab ||
    code === 0xbb ||
    code >= 0xff00
  );
}

const BREAKS = new Uint8Array(128);
for (let code = 0; code <= 32; code++) BREAKS[code] = 1;
BREAKS[127] = 1;
for (const letter of "\"'<>`|\\^") BREAKS[letter.charCodeAt(0)] = 1;

/** Drops punctuation of the sentence and brackets that were opened before the URL. */
function trimEnd(text: string, least: number, end: number, before: number): number {
  let to = end;
  const open = openBrackets(text, least, end);
  for (; to > least; to--) {
    const code = text.charCodeAt(to - 1);
    if (code === 41 || code === 93 || code === 125) {
      const kind = code === 41 ? 0 : code === 93 ? 1 : 2;
      if ((open[kind] as number) >= 0) break;
      open[kind] = (open[kind] as number) + 1;
      continue;
    }
    if (code === 40 || code === 91 || code === 123) {
      const kind = code === 40 ? 0 : code === 91 ? 1 : 2;
      open[kind] = (open[kind] as number) - 1;
      continue;
    }
    const isPunctuation =
      code === 46 || code === 44 || code === 59 || code === 58 || code === 33 || code === 63 || code === 42;
    if (!isPunctuation && !(code === 95 && before === 95) && !(code === 126 && before === 126)) break;
  }
  return cutUnbalanced(text, least, to);
}

/** Opening less closing brackets, for round, square and curly ones. */
function openBrackets(text: string, start: number, end: number): number[] {
  const open = [0, 0, 0];
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 40) open[0] = (open[0] as number) + 1;
    else if (code === 41) open[0] = (open[0] as number) - 1;
    else if (code === 91) open[1] = (open[1] as number) + 1;
    else if (code === 93) open[1] = (open[1] as number) - 1;
    else if (code === 123) open[2] = (open[2] as number) + 1;
    else if (code === 125) open[2] = (open[2] as number) - 1;
  }
  return open;
}

/** A closing bracket that nothing opened ends a URL inside of markup, as in `[http://…](http://…),`. */
function cutUnbalanced(text: string, start: number, end: number): number {
  let round = 0;
  let square = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 40) round++;
    else if (code === 91) square++;
    else if ((code === 41 && --round < 0) || (code === 93 && --square < 0)) return at;
  }
  return end;
}
