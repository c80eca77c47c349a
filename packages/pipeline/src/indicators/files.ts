import { endingOf, isNoFile, isOrdinaryFile } from "./file-types.ts";
import { NOTHING, note } from "./found.ts";
import type { Scan } from "./found.ts";
import { isKnownSuffix } from "./suffixes.ts";

/** A file name that ends at `end`; within quotation marks its spaces belong to it. */
export function takeFileName(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  const before = text.charCodeAt(start - 1);
  if (before === 47 && text.charCodeAt(start - 2) !== 46) return NOTHING;
  if (before === 64 || before === 36) return NOTHING;
  const name = text.slice(start, end);
  if (/\.[A-Z][a-z]+$/.test(name) && isKnownSuffix(endingOf(name))) return NOTHING;
  if (/\.(?:js|py)$/.test(name) && isPackage(text, start, end)) return NOTHING;
  if (isNoFile(name) || !isName(name) || isCall(text, name, end)) return NOTHING;
  const from = openedAt(text, signedStart(text, start), end);
  const value = text.slice(from, end);
  const isDouble =
    /\.(?:pdf|docx?|xlsx?|jpe?g|png|txt|mp4|zip|html?)\.(?:exe|scr|js|vbs|lnk|bat|cmd|com|pif|hta|wsf|iso|zip|html?)$/i.test(
      value,
    );
  const isOrdinary = isOrdinaryFile(value);
  return note(scan, {
    type: "file_name",
    value,
    start: from,
    end,
    confidence: isDouble ? 0.9 : 0.7,
    reasons: isDouble ? ["double file ending"] : isOrdinary ? ["file of an ordinary system or project"] : [],
    isOrdinary,
  });
}

/** Packages of npm and PyPI may have the ending of a file. */
function isPackage(text: string, start: number, end: number): boolean {
  return (
    PACKAGE_BEFORE.test(text.slice(Math.max(0, start - 40), start)) ||
    PACKAGE_AFTER.test(text.slice(end, end + 24))
  );
}

const PACKAGE_BEFORE =
  /\b(?:npm|pypi|packages?|paquetes?|paquets?|pacchett[oi]|pacotes?|paket|pakete|(?:npm|pip3?|yarn|pnpm) (?:i|install|add)|import|dependenc(?:y|ies))(?: (?:named|called))?:? ["'`“«]?$/i;
const PACKAGE_AFTER =
  /^["'`”»]? (?:(?:npm|pypi) |python )?(?:packages?\b|librar|(?:on|from|in) (?:npm|pypi)\b)/i;

/** Ransom notes like to stand first in a folder: `!__README__!.txt`, `#restore#.html`. */
function signedStart(text: string, start: number): number {
  let at = start;
  while (at > 0 && start - at < 4 && /[!#]/.test(text.charAt(at - 1))) at--;
  return at < start && /[\s"'`(]/.test(text.charAt(at - 1) || " ") ? at : start;
}

function isName(name: string): boolean {
  const stem = name.slice(0, name.lastIndexOf("."));
  if (stem.length === 0 || name.length > 200 || stem.includes("..")) return false;
  return /[\p{L}\p{N}]/u.test(stem) && (!/^[\d.]+$/.test(stem) || endingOf(name).length > 1);
}

/** `console.log(…)` and `name.js(…)`; a bracket behind a program's name holds its size or hash instead. */
function isCall(text: string, name: string, end: number): boolean {
  if (text.charCodeAt(end) !== 40) return false;
  return !/\.(?:exe|dll|sys|scr|bat|ps1|vbs|lnk|iso|docm?|xlsm?|zip|rar|dmg|elf)$/i.test(name);
}

const NOT_IN_NAMES = /["'`“”‘’«»<>|:*?\n\\/=;]/;
const COMMANDS =
  /^(?:open|opens|run|runs|start|execute|powershell|wscript|cscript|cmd|rundll32|regsvr32|mshta|download|the|a|an|file|files|copy|del|delete|please|click|see|type|cat|chmod|curl|wget|python3?|bash|sh|and|or|sudo|certutil|save|use|using|call|echo)\b/i;

/** The offset behind an opening mark, when what it encloses up to `end` is a name of a few words. */
function openedAt(text: string, start: number, end: number): number {
  const close = text.charAt(end);
  const open = PAIRS[close];
  if (open === undefined || text.charAt(start - 1) === open) return start;
  const least = Math.max(0, start - 80);
  let at = start - 1;
  while (at >= least && !NOT_IN_NAMES.test(text.charAt(at))) at--;
  if (at < least || text.charAt(at) !== open) return start;
  const inside = text.slice(at + 1, start);
  const isWords = inside.trim().split(/\s+/).length <= 7 && !/\. |, |^\s/.test(inside);
  return isWords && !COMMANDS.test(inside) ? at + 1 : start;
}

const PAIRS: Record<string, string> = { '"': '"', "'": "'", "`": "`", "”": "“", "’": "‘", "»": "«" };
