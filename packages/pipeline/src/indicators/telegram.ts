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
  /\b(?:telegram|tg|t\.me|twitter|tweet(?:ed|s)?|x\.com|mastodon|bluesky|github|instagram|discord|linkedin|facebook|medium|youtube|threads)\b/gi;

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
  const { text } = scan;
  const around = text.slice(from, end + 60);
  let nearest = "";
  let least = Infinity;
  for (const { 0: word, index } of around.matchAll(NETWORKS)) {
    const place = from + index;
    const distance = place < start ? start - place : (place - end) * 2;
    if (distance >= least) continue;
    least = distance;
    nearest = word.toLowerCase();
  }
  if (nearest === "")
    return !CODE_MARKS.test(text.slice(start + 1, end)) && end - start > 5 && isCued(scan, start, end);
  return nearest === "telegram" || nearest === "tg" || nearest === "t.me";
}

/** Words of the same sentence by which sellers and extortionists say where they are; those of authors excluded. */
function isCued({ text, placeAt }: Scan, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 90), start).replace(/^[^]*(?:\n|[.!?]\s)/, "");
  if (/(?:^|["'\s])contacts?["']?\s*[:=]\s*["']?$/i.test(before)) return true;
  if (placeAt(start) === "code") return false;
  const after = /^[^\n.!?]{0,40}/.exec(text.slice(end, end + 40))?.[0] ?? "";
  const around = `${before}@${after}`;
  return HANDLE_CUE.test(around) && !OTHER_HANDLE.test(around);
}

/** What stands behind an at sign in code and style sheets. */
const CODE_MARKS =
  /^(?:media|import|property|param|return|override|decorator|component|charset|keyframes|include|mixin|deprecated|example|echo|everyone|channel|supports|module|namespace)s?$/i;
const HANDLE_CUE = /\b(?:handles?|sellers?|buyers?|contact(?:s|ed|ing)?|channels?|bots?)\b/i;
const OTHER_HANDLE =
  /\b(?:on x|via x|x handle|npm|packages?|decorators?|annotations?|maintainers?|researchers?|authors?|reporters?|analysts?|journalists?|follow|tweets?|toots?|posts? by|hat tip|thanks|credits?|slack|matrix|keybase|ref|mentions?|param|import)\b/i;

function noteHandle(scan: Scan, name: string, start: number, end: number): number {
  return note(scan, { type: "telegram", value: `@${name.toLowerCase()}`, start, end, confidence: 0.85 });
}
