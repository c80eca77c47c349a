import type { Role } from "../entities/mention.ts";
import type { Found } from "./found.ts";
import { isNetworkType } from "./roles.ts";

const LOOK_BACK = 160;
const LOOK_AHEAD = 100;

/** What the call or the key of a configuration around a quoted value says of it; null where nothing does. */
export function roleInCode(
  text: string,
  { type }: Found,
  start: number,
  end: number,
): { role: Role; words: string } | null {
  const quote = text.charAt(start - 1);
  if (quote === "" || !"\"'`".includes(quote) || !isNetworkType(type)) return null;
  const before = text.slice(Math.max(0, start - LOOK_BACK), start - 1);
  if (POSTING.test(before)) return { role: "exfiltration", words: "post" };
  if (/\bfetch\(\s*$/.test(before))
    return POSTED.test(text.slice(end, end + LOOK_AHEAD)) ? { role: "exfiltration", words: "POST" } : null;
  if (FETCHING.test(before)) return { role: "delivery", words: "fetch" };
  const key = LISTED_KEY.exec(before)?.[1];
  return key === undefined || type === "email" ? null : { role: "c2", words: key };
}

const POSTING =
  /(?:\b(?:requests|axios|session|client|httpx?|got)\.(?:post|put)|\$\.post|\bsendBeacon)\(\s*$|\.open\(\s*["']POST["']\s*,\s*$/i;
const POSTED = /^["'`]\s*,\s*\{[^}]{0,60}\bmethod["']?\s*:\s*["'`](?:POST|PUT)/i;
const FETCHING =
  /\b(?:urlopen|urlretrieve|requests\.get|axios\.get|DownloadString|DownloadFile|DownloadData|URLDownloadToFile[AW]?)\(\s*$/i;
/** `"hosts": ["a", "b"]`: a list of a configuration, of which other values may stand before this one. */
const LISTED_KEY =
  /["'](hosts|c2|c2s|c2_?servers|c2_?hosts|c2_?urls|cnc|servers|gates)["']\s*[:=]\s*\[\s*(?:["'][^"'\n]{1,80}["'],\s*){0,8}$/i;
