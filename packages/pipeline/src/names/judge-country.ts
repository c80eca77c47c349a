import type { Why, Evidence } from "./evidence.ts";
import type { Candidate } from "./name-events.ts";
import { isFollowedByCapital, isPrecededByCapital } from "./surroundings.ts";

type Place = Pick<Candidate, "form" | "start" | "end">;

/** Believes the name of a country that is also another word, where the text speaks of places. */
export function judgeCountry({ text }: Evidence, { form, start, end }: Candidate): Why | null {
  if (form.isLower || isFollowedByCapital(text, end) || isPrecededByCapital(text, start)) return null;
  return PLACE_BEFORE.test(text.slice(Math.max(0, start - 12), start))
    ? { confidence: 0.75, reason: "after a word for places" }
    : null;
}

const PLACE_BEFORE =
  /(?:\b(?:in|on|at|from|of|to|and|against|across|throughout|outside|inside|by|with|including|between|near|within|or|for|targeting|the)|[,(|:])\s*$/i;

/** Tells whether the name of a country means none: "3,000 US dollars", "in English", "Indian Ocean", "New Mexico". */
export function isNoPlace(text: string, { form, start, end }: Place): boolean {
  if (NO_PLACE_AFTER.test(text.slice(end, end + 12))) return true;
  if (form.letters.length < 9 && OLD_WORLD.test(form.letters) && text.endsWith("New ", start)) return true;
  return LANGUAGES.has(form.letters.toLowerCase()) && isLanguage(text, start, end);
}

const NO_PLACE_AFTER =
  /^ (?:dollars?|\$|francs?|ro?ubles?|yuan|yen|pounds?|euros?|pesos?|rupees?|krone[rn]?|zloty|lira|dirhams?|reais|Ocean|Sea|Express|Airlines|Airways|Times)(?![\p{L}\p{N}])/u;
const OLD_WORLD = /^(?:Mexico|England|Jersey|Guinea)$/;

/** Demonyms that are names of languages too. */
const LANGUAGES = new Set(
  `english french german spanish portuguese italian dutch russian ukrainian belarusian polish czech slovak romanian
   hungarian bulgarian serbian croatian greek turkish armenian georgian azerbaijani kazakh uzbek swedish norwegian danish
   finnish icelandic estonian latvian lithuanian chinese japanese korean vietnamese thai indonesian malay filipino hindi
   burmese khmer lao mongolian nepali bengali persian albanian`.split(/\s+/),
);

const REACH = 60;

function isLanguage(text: string, start: number, end: number): boolean {
  const after = text.slice(end, end + REACH);
  if (SPOKEN_AFTER.test(after)) return true;
  const before = text.slice(Math.max(0, start - REACH), start);
  return SPOKEN_BEFORE.test(before) || (WRITTEN_BEFORE.test(before) && WRITTEN_AFTER.test(after));
}

/** "Russian-speaking", "French version", "Chinese characters". */
const SPOKEN_AFTER =
  /^[- ](?:speak(?:ing|ers?)|languages?|versions?|translations?|translated|written|texts?|words?|comments?|strings?|characters?|letters|alphabet|keyboards?|locales?|subtitles|grammar|sentences?|edition|spelling|slang)(?![\p{L}\p{N}])/iu;
const SPOKEN_BEFORE =
  /\b(?:native|fluent|broken|poor|perfect|flawless|[Ss]implified|[Tt]raditional|[Ss]peaks?|spoke|speaking|[Ww]ritten in|[Tt]ranslated (?:in)?to|[Tt]ranslated from|speakers? of|knowledge of|command of)\s(?:\p{Lu}\p{Ll}+(?:, | and | or |, and ))*$/u;
/** "in English", "in French and Russian"; but not "in Russian territory", "in French and German hospitals". */
const WRITTEN_BEFORE = /\b(?:[Ii]n|into)\s(?:(?:either|both)\s)?(?:\p{Lu}\p{Ll}+(?:, | and | or |, and ))*$/u;
const WRITTEN_AFTER =
  /^(?:(?:,? and |,? or |, |\/)\p{Lu}\p{Ll}+)*(?:[.,;:!?)\]"”»\n]|$|\s(?:and|or)\s(?=\p{Ll})|\s(?:but|with|to|on|by|from|for|that|which|when|while|only|as|at|is|was|were|are|has|using|via|than|because|so|if|then|instead|rather|too|also|first)(?![\p{L}\p{N}]))/u;
