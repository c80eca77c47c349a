import { CUE } from "./cue-words.ts";
import type { Evidence, Subject, Why } from "./evidence.ts";
import type { Claim, NamedEntity } from "./gazetteer.ts";
import type { Candidate } from "./name-events.ts";
import { NEED } from "./need-of.ts";
import {
  isFollowedByCapital,
  isListed,
  isPrecededByCapital,
  isSentenceStart,
  versionEnd,
} from "./surroundings.ts";

/** Tells why a name of an actor, a malware or a tool is believed where it stands, from the surest reason to the least. */
export function judgeThreat(evidence: Evidence, candidate: Candidate, subject: Subject): Why | null {
  const { text, isField } = evidence;
  const { form, before, after } = candidate;
  const isProne = isField || text.length < SHORT;
  // "fancy bear" in the hurry of a short message.
  if (form.isLower)
    return isProne && subject.claim.rank === 0 && subject.claim.need === NEED.capitals
      ? { confidence: 0.65, reason: "in small letters" }
      : null;
  const isStrong = isProne || ((before | after) & CUE.field) !== 0;
  if (!isStrong) return null;
  const beside = besideCue(evidence, candidate, subject);
  if (beside !== null || subject.list === null) return beside;
  return inContext(evidence, candidate, subject);
}

/** In a text of this length a word such as "group" or "tool" is all that can be asked for. */
const SHORT = 400;
const THREAT = CUE.ransomware | CUE.malware | CUE.actor;

function besideCue(
  { text }: Evidence,
  { form, start, end, before, after }: Candidate,
  subject: Subject,
): Why | null {
  const { claim, entity } = subject;
  if ((after & cuesFor(claim, entity)) !== 0)
    return { confidence: 0.85, reason: `followed by "${wordAfter(text, end)}"` };
  const isFirstPart = isFollowedByCapital(text, end);
  const isCalled = (before & (THREAT | CUE.naming)) !== 0 && !isFirstPart;
  const isSure =
    claim.need < NEED.beside || claim.rank === 0 || (before & THREAT) !== 0 || isQuoted(text, start);
  if (isCalled && isSure) return { confidence: 0.8, reason: `after "${wordBefore(text, start)}"` };
  if (!isFirstPart && DEFINED.test(text.slice(end, end + DEFINITION)))
    return { confidence: 0.75, reason: "the text says what it is" };
  const isWeak = claim.rank === 0 && (after & CUE.weak) !== 0 && form.isTitle;
  return isWeak ? { confidence: 0.75, reason: `followed by "${wordAfter(text, end)}"` } : null;
}

/** What others than the starter know must be called what it is: a "Korean group" is no ransomware. */
function cuesFor(claim: Claim, entity: NamedEntity): number {
  if (claim.rank === 0) return THREAT;
  return entity.type === "actor" ? CUE.actor | CUE.ransomware : CUE.ransomware | CUE.malware;
}

function isQuoted(text: string, start: number): boolean {
  return /["“‘'«]/.test(text.charAt(start - 1));
}

const DEFINITION = 120;
const DEFINED =
  /^(?: \([^()\n]{1,60}\))?,? (?:is|was|are|were|has been|acts as|refers to)\b(?:(?!\b(?:that|which|who|with|against|about|like)\b)[^.\n]){0,80}?\b(?:malware|ransomware|trojan|backdoor|botnet|stealer|infostealer|rat|loader|downloader|dropper|worm|rootkit|bootkit|spyware|keylogger|wiper|implant|web ?shell|launcher|toolkit|exploit kit|post-exploitation|threat actor|(?:threat|hacking|hacker|espionage|ransomware|extortion|apt|intrusion) (?:group|gang|set|cluster|collective))\b/i;

function inContext(evidence: Evidence, candidate: Candidate, { claim, list }: Subject): Why | null {
  const { text, isField, unlocked } = evidence;
  const { form, start, end } = candidate;
  const isStart = isSentenceStart(text, start);
  const isPart = isFollowedByCapital(text, end) || isPrecededByCapital(text, start);
  const isUnlike =
    form.letters.length < end - start || !form.isTitle || !isStart || speaks(evidence, candidate);
  if (claim.need <= NEED.field && isUnlike && !isPart)
    return isField ? { confidence: 0.75, reason: "in a text of the field" } : null;
  const isListable = list !== null && (claim.rank === 0 || !isStart);
  if (isListable && isListed(text, candidate, list))
    return { confidence: 0.75, reason: "in a list with a sure name" };
  if (isPart) return null;
  if (claim.rank === 0 && isField && versionEnd(text, end) > end)
    return { confidence: 0.7, reason: "with a version" };
  if (claim.rank === 0 && evidence.certainCount > 1 && isCell(text, candidate))
    return { confidence: 0.7, reason: "a cell of its own" };
  if (unlocked.has(claim.entity) && (!isStart || claim.need < NEED.beside))
    return { confidence: 0.7, reason: "named for sure elsewhere in the text" };
  if (claim.need === NEED.beside || isStart || !isField) return null;
  const isBelieved = claim.rank === 0 || speaks(evidence, candidate);
  return isBelieved ? { confidence: 0.65, reason: "in a sentence of the field" } : null;
}

/** Its sentence has a word of the field or a sure name. */
function speaks({ certain, sentences }: Evidence, { sentence }: Candidate): boolean {
  return certain[sentence] === 1 || ((sentences.cues[sentence] ?? 0) & (CUE.field | CUE.actor)) !== 0;
}

/** Nothing else stands in its cell or line. */
function isCell(text: string, { start, end }: Candidate): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  const opens = start === 0 || before.endsWith("\n") || before === "| " || before === "- ";
  return opens && (end === text.length || text[end] === "\n" || text.slice(end, end + 2) === " |");
}

function wordAfter(text: string, end: number): string {
  return /^[^\p{L}\p{N}]*([\p{L}\p{N}]{1,24})/u.exec(text.slice(end, end + 40))?.[1] ?? "";
}

function wordBefore(text: string, start: number): string {
  return /([\p{L}\p{N}]{1,24})[^\p{L}\p{N}]*$/u.exec(text.slice(Math.max(0, start - 40), start))?.[1] ?? "";
}
