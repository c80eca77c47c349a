import { ATTACK_ID } from "../knowledge/known-name.ts";
import { CUE } from "./cue-words.ts";
import type { Evidence, Neighbours, Subject, Verdict, Why } from "./evidence.ts";
import type { Claim, NamedEntity } from "./gazetteer.ts";
import { isNoPlace, judgeCountry } from "./judge-country.ts";
import { isBesideSector, isNoSector, isPlainSector, judgeSector } from "./judge-sector.ts";
import { isWrittenAs } from "./letter-case.ts";
import type { Candidate } from "./name-events.ts";
import { judgeThreat } from "./judge-threat.ts";
import { NEED } from "./need-of.ts";
import { isFollowedByCapital, isListed, isPrecededByCapital, isSentenceStart } from "./surroundings.ts";

/**
 * Tells whether a candidate is what a claim says. Without `list` only what stands beside it counts; with it, the rest
 * of the text does too.
 */
export function judge(
  evidence: Evidence,
  candidate: Candidate,
  claim: Claim,
  list: Neighbours | null,
): Verdict | null {
  const entity = evidence.entities[claim.entity];
  if (entity === undefined) return null;
  const isId = SUB_TECHNIQUE.test(candidate.form.letters);
  const need = isId ? NEED.nothing : needHere(evidence, candidate, claim);
  if (need === NEED.never || isMiswritten(evidence.text, candidate, { claim, entity, need })) return null;
  const why = reasonFor(evidence, candidate, { claim: { ...claim, need }, entity, list });
  if (why === null) return null;
  const { confidence, reason } = why;
  if (entity.externalId !== null && claim.alias !== entity.externalId && ATTACK_ID.test(claim.alias))
    return { confidence, reasons: [`${claim.alias} was replaced by ${entity.externalId}`] };
  const source = claim.isCanonical
    ? `name of ${entity.label} (${claim.source})`
    : `alias of ${entity.label} (${claim.source})`;
  return { confidence, reasons: reason === null ? [source] : [source, reason] };
}

/** Ids of sub-techniques look like nothing else, so their case does not matter. */
const SUB_TECHNIQUE = /^t\d{7}$/i;

type Written = { claim: Claim; entity: NamedEntity; need: number };

/** Tells whether case, signs or an article before it show that this is another word. */
function isMiswritten(text: string, candidate: Candidate, { claim, entity, need }: Written): boolean {
  const { form, start, end } = candidate;
  const isNamed = isWrittenAs(form, claim.spellings, need > NEED.capitals);
  if (!isNamed && !isBesideSector(entity, candidate)) return true;
  const hasSign = /[&+/]/.test(claim.alias) && claim.spellings.every((spelling) => spelling.length < 5);
  if (hasSign && text.slice(start, end).toLowerCase() !== claim.alias.toLowerCase()) return true;
  if (!form.isLower || SUB_TECHNIQUE.test(form.letters)) return false;
  const isSplit = !claim.isParted && end - start > form.letters.length;
  return isSplit || (isThreat(entity) && ARTICLE_BEFORE.test(text.slice(Math.max(0, start - 5), start)));
}

const ARTICLE_BEFORE = /\b(?:a|an|the|of)\s$/i;

function isThreat({ type }: NamedEntity): boolean {
  return type === "actor" || type === "malware" || type === "ransomware" || type === "tool";
}

/** Capitals throughout speak for a name that is published so, unless the text around shouts as well. */
function needHere({ text }: Evidence, { form, start, end }: Candidate, claim: Claim): number {
  const isSplit = !claim.isParted && end - start > form.letters.length;
  // WINDSHIELD is a name; a windshield and a "blue light" are not.
  if (claim.isRaised && !form.isUpper && (form.isLower || isSplit))
    return Math.max(claim.loose, NEED.context);
  if (isSplit) return claim.split;
  if (!claim.sure.includes(form.letters)) return claim.loose;
  const isRaised =
    claim.need > NEED.field && claim.need < NEED.never && form.isUpper && form.letters.length > 3;
  return isRaised && !isShouting(text, start, end) ? NEED.field : claim.need;
}

function isShouting(text: string, start: number, end: number): boolean {
  const around = text.slice(Math.max(0, start - 30), start) + text.slice(end, end + 30);
  return (around.match(/\p{Ll}/gu) ?? []).length < 8;
}

function reasonFor(evidence: Evidence, candidate: Candidate, subject: Subject): Why | null {
  const { claim, entity } = subject;
  const isCoded = entity.type === "technique" || entity.type === "tactic";
  const isWord = isCoded && candidate.form.isLower && !SUB_TECHNIQUE.test(candidate.form.letters);
  if (entity.type === "sector" && isNoSector(evidence.text, candidate)) return null;
  const isPlainWord = entity.type === "sector" && !isPlainSector(evidence, subject);
  if (claim.need === NEED.nothing && !isWord && !isPlainWord) return { confidence: 0.95, reason: null };
  if (entity.type === "country" && isNoPlace(evidence.text, candidate)) return null;
  const isPlain = claim.need === NEED.capitals && !candidate.form.isLower;
  if (isPlain && !isOrdinaryPart(evidence, candidate, subject)) return { confidence: 0.9, reason: null };
  switch (entity.type) {
    case "sector":
      return judgeSector(evidence, candidate, subject);
    case "country":
      return judgeCountry(evidence, candidate);
    case "technique":
    case "tactic":
      return judgeTechnique(evidence, candidate, subject);
    case "vendor":
    case "product":
    case "cve":
      return judgeBrand(evidence, candidate, subject);
    case "actor":
    case "malware":
    case "ransomware":
    case "tool":
      return judgeThreat(evidence, candidate, subject);
  }
}

/** Ordinary words in capitals beside other capitals: "Georgia Sea Turtle Center". */
function isOrdinaryPart(
  { text, isField }: Evidence,
  { form, start, end }: Candidate,
  { claim, entity }: Subject,
): boolean {
  if (claim.rank > 0 || isField || !isThreat(entity) || /\d/.test(form.letters)) return false;
  return isFollowedByCapital(text, end) || isPrecededByCapital(text, start);
}

function judgeBrand(
  evidence: Evidence,
  { form, start, end, before, after }: Candidate,
  { claim, entity, list }: Subject,
): Why | null {
  const { text, isField } = evidence;
  if (form.isLower) return null;
  if (claim.need === NEED.capitals) return { confidence: 0.9, reason: null };
  if (((before | after) & CUE.product) !== 0)
    return { confidence: 0.8, reason: "beside a word for products" };
  if (list === null || isFollowedByCapital(text, end) || isPrecededByCapital(text, start)) return null;
  if (claim.rank === 0 && isListed(text, { start, end }, list))
    return { confidence: 0.75, reason: "in a list with a sure name" };
  if (!isField) return null;
  if (
    isSentenceStart(text, start) &&
    (entity.type !== "vendor" || !/^ \p{Ll}/u.test(text.slice(end, end + 2)))
  )
    return null;
  return { confidence: 0.65, reason: "in a text of the field" };
}

function judgeTechnique(evidence: Evidence, candidate: Candidate, { claim, list }: Subject): Why | null {
  const { sentences, codes, isField } = evidence;
  const { form, sentence, before, after } = candidate;
  if (((before | after) & CUE.code) !== 0 && !form.isLower)
    return { confidence: 0.8, reason: "beside a word for techniques" };
  if (list === null) return null;
  if (claim.need === NEED.nothing)
    return isField ? { confidence: 0.7, reason: "in a text of the field" } : null;
  if (claim.need === NEED.field)
    return form.isTitle && isField ? { confidence: 0.7, reason: "in a text of the field" } : null;
  if (form.isLower) return null;
  const speaks = codes[sentence] === 1 || ((sentences.cues[sentence] ?? 0) & CUE.code) !== 0;
  return speaks ? { confidence: 0.7, reason: "in a sentence with ATT&CK ids or words" } : null;
}
