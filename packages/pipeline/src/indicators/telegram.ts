import { isAlnum } from "./char-classes.ts";
import { NOTHING, note } from "./found.ts";
import type { Scan } from "./found.ts";

const LINK_HOSTS = new Set(["t.me", "telegram.me", "telegram.dog"]);
const PATHS = new Set(["joinchat", "addstickers", "share", "proxy", "socks", "iv", "s", "c"]);
const HANDLE = /[A-Za-z]\w{3,31}(?![\w-])/y;

/** `t.me/name`, with or without a scheme from `start` on: the handle, spanning the link. */
export function takeTelegramLink(scan: Scan, host: string, start: number, hostEnd: number): number {
  if (!LINK_HOSTS.has(host) || scan.text.charCodeAt(hostEnd) !== 47) return NOTHING;
  const at = scan.text.startsWith("s/", hostEnd + 1) ? hostEnd + 3 : hostEnd + 1;
  HANDLE.lastIndex = at;
  const name = HANDLE.exec(scan.text)?.[0];
  if (name === undefined || PATHS.has(name.toLowerCase())) return NOTHING;
  return noteHandle(scan, name, start, at + name.length);
}

const NETWORKS =
  /\b(?:telegram|tg|twitter|tweet(?:ed|s)?|x\.com|mastodon|bluesky|github|instagram|discord|linkedin|facebook|medium|youtube|threads)\b/gi;

/** `@name` where Telegram is the network named nearest. */
export function takeHandle(scan: Scan, at: number): number {
  const { text } = scan;
  const before = text.charCodeAt(at - 1);
  if (isAlnum(before) || before === 46 || before === 47 || before === 95 || before === 64) return NOTHING;
  HANDLE.lastIndex = at + 1;
  const name = HANDLE.exec(text)?.[0];
  if (name === undefined || name.length < 4) return NOTHING;
  const end = at + 1 + name.length;
  const next = text.charCodeAt(end);
  if (next === 47 || next === 64 || (next === 46 && isAlnum(text.charCodeAt(end + 1)))) return NOTHING;
  return isNearTelegram(scan, at, end) ? noteHandle(scan, name, at, end) : NOTHING;
}

function isNearTelegram(scan: Scan, start: number, end: number): boolean {
  const under = scan.underAt(start);
  if (/telegram/.test(under)) return true;
  const from = Math.max(0, start - 120);
  const around = scan.text.slice(from, end + 60);
  let nearest = "";
  let least = Infinity;
  for (const { 0: word, index } of around.matchAll(NETWORKS)) {
    const place = from + index;
    const distance = place < start ? start - place : (place - end) * 2;
    if (distance >= least) continue;
    least = distance;
    nearest = word.toLowerCase();
  }
  return nearest === "telegram" || nearest === "tg";
}

function noteHandle(scan: Scan, name: string, start: number, end: number): number {
  return note(scan, { type: "telegram", value: `@${name.toLowerCase()}`, start, end, confidence: 0.85 });
}
