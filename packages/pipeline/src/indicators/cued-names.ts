import { isAlnum } from "./char-classes.ts";
import { NOTHING, note } from "./found.ts";
import type { Scan } from "./found.ts";

const LOOK_AHEAD = 140;
const GUID = /^\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?/;

/** `Global\…`, `Local\…`, `Session\1\…` from the run at `start` on: names of objects of the kernel, mostly mutexes. */
export function takeKernelName(scan: Scan, start: number, slash: number): number {
  const { text } = scan;
  const before = text.charCodeAt(start - 1);
  if (before === 92 || before === 47 || before === 37) return NOTHING;
  const from = text.charCodeAt(slash + 1) === 92 ? slash + 2 : slash + 1;
  const end = tokenEnd(text, from);
  if (end - from < 2 || text.slice(from, end).includes("\\")) return NOTHING;
  const value = `${text.slice(start, slash)}\\${text.slice(from, end)}`;
  return note(scan, { type: "mutex", value, start, end, confidence: 0.85 });
}

const QUOTED = /["'`“‘«]([^"'`”’»\n]{2,120})["'`”’»]/y;
const JOINTS =
  /(?:["'`](?=\s*[:=]))?(?:\s*(?:\(|:|=|-|–|\||,?\s*(?:named|called|name|names|with the name|with name|value|is|as|of|object|string|objects|a|the|following|hard-?coded|identifier|created|was|used|is set to|es|est|ist|war|lautet|fue|namens|chamado|llamado|denominado|chiamato|denominato|creado|criado|creato|utilisé|usado|usato|appelé|nommé|heißt|è|é|\[)(?![\p{L}\d])|MutexName)){0,5}:?\s{0,3}/iuy;
/** "The mutex of Remcos is …": whose it is. */
const OWNER =
  /\s+(?:of|from|de|del|della|di|do|da|du|von|des)\s+(?:(?:the|el|la|le|lo|dem|der)\s+)?[\p{L}][\p{L}\d-]{1,30}(?=\s+(?:is|was|es|est|ist|è|é|lautet|heißt|fue|war)\s)/iuy;

/** The name that follows the word "mutex" (ending at `wordEnd`), in marks or looking like no word of prose. */
export function takeMutex(scan: Scan, wordEnd: number): number {
  return takeAfterCue(scan, "mutex", wordEnd);
}

/** The name that follows "named pipe" (ending at `wordEnd`). */
export function takePipe(scan: Scan, wordEnd: number): number {
  return takeAfterCue(scan, "named_pipe", wordEnd);
}

function takeAfterCue(scan: Scan, type: "mutex" | "named_pipe", wordEnd: number): number {
  const { text } = scan;
  if (text.charCodeAt(wordEnd) === 40) return takeArgument(scan, type, wordEnd);
  OWNER.lastIndex = wordEnd;
  const from = OWNER.test(text) ? OWNER.lastIndex : wordEnd;
  JOINTS.lastIndex = from;
  const at = JOINTS.test(text) ? JOINTS.lastIndex : from;
  if (at === wordEnd || text.slice(wordEnd, at).includes("\n\n")) return NOTHING;
  QUOTED.lastIndex = at;
  const quoted = QUOTED.exec(text);
  if (quoted !== null) return noteNamed(scan, type, at + 1, at + 1 + (quoted[1] as string).length);
  const end = tokenEnd(text, at);
  const token = text.slice(at, end);
  const isLabelled =
    /[:=]\s*$/.test(text.slice(wordEnd, at)) || /\b(?:named|called|name)\s*$/i.test(text.slice(wordEnd, at));
  return isNameLike(token, isLabelled) ? noteNamed(scan, type, at, end) : NOTHING;
}

/** `CreateMutexA(NULL, FALSE, "name")`: the first string of the line. */
function takeArgument(scan: Scan, type: "mutex" | "named_pipe", open: number): number {
  const { text } = scan;
  for (let at = open; at < open + LOOK_AHEAD; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 41 || Number.isNaN(code)) return NOTHING;
    if (code !== 34 && code !== 39) continue;
    QUOTED.lastIndex = at;
    const quoted = QUOTED.exec(text);
    return quoted === null ? NOTHING : noteNamed(scan, type, at + 1, at + 1 + (quoted[1] as string).length);
  }
  return NOTHING;
}

/** A name in marks right before " mutex" (whose word begins at `wordStart`). */
export function takeQuotedBefore(scan: Scan, type: "mutex" | "named_pipe", wordStart: number): void {
  const { text } = scan;
  const close = wordStart - 2;
  const open = PAIRS[text.charAt(close)];
  if (open === undefined || text.charCodeAt(wordStart - 1) !== 32) return;
  const least = Math.max(0, close - 100);
  let at = close - 1;
  while (at >= least && text.charAt(at) !== open && text.charCodeAt(at) !== 10) at--;
  if (at < least || text.charAt(at) !== open || close - at < 3) return;
  noteNamed(scan, type, at + 1, close);
}

const PAIRS: Record<string, string> = { '"': '"', "'": "'", "`": "`", "”": "“", "’": "‘", "»": "«" };

/** A whole cell or list item below a header that says what it holds. */
export function takeCell(scan: Scan, type: "mutex" | "named_pipe", start: number, end: number): number {
  const { text } = scan;
  const to = Math.min(end, tokenEnd(text, start));
  const token = text.slice(start, to);
  return isNameLike(token, true) || GUID.test(token) ? noteNamed(scan, type, start, to) : NOTHING;
}

function noteNamed(scan: Scan, type: "mutex" | "named_pipe", start: number, end: number): number {
  const written = scan.text.slice(start, end).replace(/\\{2,}/g, "\\");
  if (written.trim() !== written || /^[^\p{L}\p{N}{\\]+$/u.test(written) || /https?:\/\//.test(written))
    return NOTHING;
  if (type === "named_pipe" && written.startsWith("\\")) return NOTHING;
  return note(scan, {
    type,
    value: written,
    start,
    end,
    confidence: 0.85,
    reasons: [`named after "${type.replace("_", " ")}"`],
  });
}

/** A token that is no ordinary word: digits, underscores, capitals inside, braces, backslashes. */
function isNameLike(token: string, isLabelled: boolean): boolean {
  if (token.length < 3 || token.length > 120 || !/[A-Za-z0-9]/.test(token)) return false;
  if (/^\d+-(?:char\w*|bytes?|digit|letter|bit)$/i.test(token)) return false;
  if (GUID.test(token) || /[_{}\\$@#!]/.test(token) || (/\d/.test(token) && /[A-Za-z]/.test(token)))
    return true;
  if (/[a-z][A-Z]/.test(token) && !/^(?:APIs|IDs)$/.test(token)) return true;
  return (
    isLabelled &&
    !/^(?:to|after|like|the|and|which|that|is|was|in|by|for|it|this|with|on|if|from|not|created|creation|check|checks|name|names|value|none|null|false|true|n\/a|as|has|are|can|object|objects|type|indicator|description|notes?)$/i.test(
      token,
    ) &&
    /^[A-Za-z]/.test(token)
  );
}

/** Where a token without spaces ends, less the punctuation of the sentence. */
function tokenEnd(text: string, start: number): number {
  let end = start;
  const most = Math.min(text.length, start + 130);
  while (end < most && !/[\s"'`“”‘’«»|,;<>]/.test(text.charAt(end))) end++;
  while (
    end > start &&
    /[.:!?)\]]/.test(text.charAt(end - 1)) &&
    !(text.charAt(end - 1) === ")" && text.slice(start, end).includes("("))
  )
    end--;
  return end;
}

/** Whether a run that ends at `end` is a call such as `CreateMutexA`. */
export function isMutexCall(text: string, start: number, end: number): boolean {
  return (
    text.charCodeAt(end) === 40 &&
    isAlnum(text.charCodeAt(start)) &&
    /^(?:Create|Open)Mutex(?:Ex)?[AW]?$|^Mutex$/.test(text.slice(start, end))
  );
}
