/**
 * The words of generated articles. Their frequencies fall like those of real texts (Zipf with Mandelbrot's shift), so
 * that some words stand in most articles, many in one of a hundred, and a long tail in a handful.
 */
import { mulberry, pick, type Random, wordMaker } from "../similar-words.ts";

export type Vocabulary = {
  /** Most frequent first; some are phrases of several words. */
  words: readonly string[];
  /** A word of the text, by its rank. */
  draw: (random: Random) => number;
};

/** How many content words there are. */
const vocabularySize = 50_000;

/** Articles in which a rare word stands on average. */
export const articlesPerRareWord = 10;
/** Rare words in an article. */
export const rareWordsPerArticle = 3;

const shift = 2.7;
const englishWords =
  "year company report people time data week users number part day system group team work world country industry access information network service account version software month customer business government office public research attack security malware threat actor campaign vulnerability exploit server file code email password phishing ransomware domain address payload loader backdoor credential token cloud endpoint patch update advisory incident victim breach leak infrastructure analyst researcher detection sample process memory registry script module plugin browser extension device firmware router firewall gateway cluster container image library package repository developer supply chain vendor product sector bank hospital school energy telecom defense ministry embassy election journalist activist forum market broker affiliate negotiation payment wallet exchange bitcoin proxy tunnel beacon implant stager dropper stealer keylogger rootkit bootkit wiper botnet worm trojan certificate signature encryption key session cookie request response header parameter query injection overflow escalation privilege persistence evasion discovery movement collection exfiltration impact reconnaissance weakness flaw bug fix release mitigation workaround severity score rating evidence indicator hash sandbox telemetry log alert rule hunting playbook timeline tactic technique procedure operation cluster overlap attribution confidence motive espionage sabotage fraud theft extortion scam lure document attachment macro archive shortcut installer driver kernel hypervisor host guest tenant identity directory federation policy permission role group admin operator engineer manager director minister spokesperson lawyer court charge arrest sentence seizure sanction regulation compliance audit insurance budget";
const phrases =
  "remote code execution|command and control|zero day|threat actor|spear phishing|privilege escalation|supply chain attack|proof of concept|initial access broker|double extortion|lateral movement|data exfiltration|incident response|denial of service|cross site scripting|living off the land|brute force|credential stuffing|business email compromise|watering hole|patch tuesday|critical infrastructure|nation state|double free|use after free|heap overflow|path traversal|password spraying|multi factor authentication|social engineering|malicious advertising|search engine poisoning|fileless malware|process hollowing|reflective loading|scheduled task|domain controller|active directory|golden ticket|kernel driver".split(
    "|",
  );
const functionWords =
  "the of to and in a that is for on with as by it was are be from at this an have or which has not can its were but been they their will would also into more after other when one all through while these about than such if had most only some both where between over".split(
    " ",
  );

/** The same seed makes the same words. */
export function makeVocabulary(seed: number): Vocabulary {
  const random = mulberry(seed + 17);
  const make = wordMaker(random);
  const known = [...new Set(englishWords.split(" "))];
  const words = new Set<string>(known.slice(0, 40));
  for (const [at, word] of known.slice(40).entries()) {
    words.add(word);
    // From a third of all articles down to one of a hundred.
    const phrase = phrases[at / 5];
    if (phrase !== undefined) words.add(phrase);
    // Known words thin out: the further down, the more are invented.
    for (let more = 0; more < at / 20; more += 1) words.add(make());
  }
  while (words.size < vocabularySize) words.add(make());
  const length = Math.log((vocabularySize + shift) / shift);
  return {
    words: [...words],
    draw: (next) => Math.min(vocabularySize - 1, Math.floor(shift * (Math.exp(next() * length) - 1))),
  };
}

/** Rare word number `at`, spelled so that no other has its stem. */
export function rareWord(at: number): string {
  let rest = at;
  let word = "";
  for (let syllables = 0; syllables < 4; syllables += 1) {
    word += `${rareOnsets[rest % rareOnsets.length]}${"aeiou"[Math.floor(rest / rareOnsets.length) % 5]}`;
    rest = Math.floor(rest / (rareOnsets.length * 5));
  }
  return `${word}x`;
}

const rareOnsets = "b d f g k l m n p r t v z".split(" ");

export function functionWord(random: Random): string {
  return pick(random, functionWords);
}

/** Phrases in the text of these articles, most frequent first. */
export function phrasesOf({ words }: Vocabulary): string[] {
  return words.filter((word) => word.includes(" "));
}
