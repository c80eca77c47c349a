import { CUE } from "./cue-words.ts";
import type { Evidence, Neighbours, Subject, Why } from "./evidence.ts";
import type { NamedEntity } from "./gazetteer.ts";
import type { Candidate } from "./name-events.ts";
import { isFollowedByCapital, isListed, isPrecededByCapital } from "./surroundings.ts";

export function isBesideSector(entity: NamedEntity, { after }: Candidate): boolean {
  return entity.type === "sector" && (after & CUE.sector) !== 0;
}

/** Tells whether a word for a sector means none: "banking trojan", "University of Toronto". */
export function isNoSector(text: string, { start, end, after, form }: Candidate): boolean {
  if ((after & (CUE.malware | CUE.ransomware)) !== 0 || THING_AFTER.test(text.slice(end, end + 14)))
    return true;
  if (form.letters.length > LONGEST_INSTITUTION || !INSTITUTION.test(form.letters)) return false;
  const isNamed = isPrecededByCapital(text, start) || isFollowedByCapital(text, end);
  return isNamed || NAME_AFTER.test(text.slice(end, end + 14));
}

/** "bank accounts", "hotel bookings". */
const THING_AFTER =
  /^ (?:accounts?|details|cards?|transfers?|statements?|credentials|log-?ins?|bookings?|rooms?|apps?)\b/;
const LONGEST_INSTITUTION = 11;
const INSTITUTION =
  /^(?:Universit(?:y|ät|é)|Universidad|College|School|Bank|Hospital|Klinikum|Clinic|Hotel|Airport|Casino|Airlines?|Railway)$/;
const NAME_AFTER = /^ (?:of|for|de|des|du|del) (?:the )?\p{Lu}/u;

/** Words of every day for what may be a sector mean one where the text is of the field, or short. */
export function isPlainSector({ text, isField }: Evidence, { claim }: Subject): boolean {
  return isField || text.length < SHORT || /\P{L}/u.test(claim.alias);
}

const SHORT = 400;

/** Believes an ambiguous word for a sector, or one of another source, where it stands as one. */
export function judgeSector(
  { text, isField }: Evidence,
  candidate: Candidate,
  { claim, entity, list }: Subject,
): Why | null {
  const { start, end, after } = candidate;
  if (claim.rank > 0 && !CALLED_SECTOR.test(text.slice(end, end + 12))) return null;
  if ((after & CUE.sector) !== 0) return { confidence: 0.85, reason: "before a word for sectors" };
  if (list === null) return null;
  if (isInList(text, candidate, list)) return { confidence: 0.75, reason: "in a list with a sector" };
  const before = text.slice(Math.max(0, start - BEFORE_REACH), start);
  if (entity.value === "government" && LOCAL_BEFORE.test(before))
    return { confidence: 0.75, reason: "a government of a part of the country" };
  if (LABEL_BEFORE.test(before)) return { confidence: 0.75, reason: "after a word for sectors" };
  const stands = STANDS_BEFORE.test(before) && STANDS_AFTER.test(text.slice(end, end + 5));
  return isField && stands ? { confidence: 0.6, reason: "after a word for places or targets" } : null;
}

const CALLED_SECTOR = /^ (?:sectors?|industry|industries)\b/;
const BEFORE_REACH = 24;
const LOCAL_BEFORE = /\b(?:local|municipal|regional|provincial) $/i;
const LABEL_BEFORE = /\b(?:sectors?|industry|industries|verticals?)\s?[:|]\s*$/i;
const STANDS_BEFORE =
  /\b(?:in|across|against|target(?:s|ed|ing)?|hit|hits|hitting|affect(?:s|ed|ing)|includ(?:e|es|ed|ing)|such as|spanning)\s(?:local\s|regional\s|the\s)?$/i;
const STANDS_AFTER = /^(?:[.,;)\n]|\s(?:and|or)\b|$)/;

/** As other names are listed; one word may follow a sector: "government offices and education". */
function isInList(text: string, candidate: Candidate, { before, after }: Neighbours): boolean {
  if (isListed(text, candidate, { before, after })) return true;
  const noun = before === -1 ? null : NOUN.exec(text.slice(before, before + NOUN_REACH));
  return noun !== null && isListed(text, candidate, { before: before + noun[0].length, after: -1 });
}

const NOUN_REACH = 20;
const NOUN = /^ (?!and\b|or\b|in\b|of\b|for\b|to\b)\p{Ll}{3,16}(?=[,/ ])/u;
