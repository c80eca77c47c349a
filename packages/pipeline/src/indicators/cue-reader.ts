import { cuesIn } from "./cues.ts";
import type { Cue } from "./cues.ts";
import { speaksOfCertainUse, speaksOfUse } from "./flaw-roles.ts";
import { sentenceAt } from "./sentence.ts";

const MOST_LOOKS_BACK = 300;

/** Answers about the words around a find. */
export type Cues = {
  sentence: (start: number, end: number) => Cue[];
  /** Whether the sentence read last says that flaws in it were used. */
  speaksOfUse: () => boolean;
  /** Whether what stands around this sentence in its paragraph says for certain that a flaw was used. */
  paragraphSpeaksOfUse: () => boolean;
  before: () => Cue[];
  header: (header: string) => HeaderCues;
};
type HeaderCues = { cues: Cue[]; isForIndicators: boolean };

/** Reads cue words once per sentence and once per header; `ofHeaders` reads headers only. */
export function cueReader(text: string): { full: Cues; ofHeaders: Cues } {
  const headers = new Map<string, HeaderCues>();
  const header = (written: string): HeaderCues => {
    const known = headers.get(written);
    if (known !== undefined) return known;
    const read = readHeader(written);
    headers.set(written, read);
    return read;
  };
  return {
    full: { ...sentenceCues(text), header },
    ofHeaders: {
      sentence: () => [],
      speaksOfUse: () => false,
      paragraphSpeaksOfUse: () => false,
      before: () => [],
      header,
    },
  };
}

function sentenceCues(text: string): Omit<Cues, "header"> {
  let from = 0;
  let to = 0;
  let cues: Cue[] = [];
  let earlier: Cue[] | null = null;
  let isUse: boolean | null = null;
  let looksLeft = MOST_LOOKS_BACK;
  return {
    sentence: (start, end) => {
      if (start < from || end > to) {
        const sentence = sentenceAt(text, start, end);
        from = sentence.start;
        to = sentence.end;
        cues = to - from > LONGEST_SENTENCE ? [] : cuesIn(text.slice(from, to), from);
        earlier = null;
        isUse = null;
      }
      return cues;
    },
    speaksOfUse: () => (isUse ??= to - from <= LONGEST_SENTENCE && speaksOfUse(text.slice(from, to))),
    before: () => {
      if (earlier !== null || looksLeft-- <= 0) return earlier ?? [];
      const least = paragraphStart(text, from);
      earlier = cuesIn(text.slice(least, from), least);
      return earlier;
    },
    paragraphSpeaksOfUse: () => {
      if (to - from > LONGEST_SENTENCE || looksLeft-- <= 0) return false;
      const behind = text.slice(to, to + 200);
      const feed = behind.search(/\n\s*\n/);
      const around = text.slice(paragraphStart(text, from), to) + (feed < 0 ? behind : behind.slice(0, feed));
      return speaksOfCertainUse(around);
    },
  };
}

function readHeader(header: string): HeaderCues {
  return {
    cues: cuesOfHeader(header),
    isForIndicators:
      INDICATOR_HEADER.test(header) || (header.length <= SHORT_TITLE && SHORT_HEADER.test(header)),
  };
}

/** How far back the same paragraph goes, at most 260 UTF-16 units: over line breaks only where a line was wrapped. */
function paragraphStart(text: string, from: number): number {
  const least = Math.max(0, from - 260);
  for (let at = from - 1; at > least; at--) {
    if (text.charCodeAt(at) !== 10) continue;
    const isWrapped = !text.slice(Math.max(0, at - WRAPPED), at).includes("\n");
    if (!isWrapped || !/^[\p{L}"'(]/u.test(text.slice(at + 1, at + 3))) return at + 1;
  }
  return least;
}

/** Titles of articles are full of words; only short headers say with weak ones what stands below. */
function cuesOfHeader(header: string): Cue[] {
  if (header.length > LONGEST_CUE_HEADER) return [];
  const cues = cuesIn(header, 0);
  return header.length <= SHORT_TITLE ? cues : cues.filter(({ strength }) => strength === "strong");
}

/** Headers of any length that announce indicators, and words that do so in a short header. */
const INDICATOR_HEADER =
  /\bindicators?\b|\bindikator\w*|\bindicateurs?\b|\bindicadores?\b|\biocs?\b|\bobservables?\b|\bhashes\b|\bsha-?(?:1|256|512)\b|\bmd5\b|\bappendix\b|\bblock ?list\b/i;
const SHORT_HEADER =
  /\bc2\b|\bc&c|\bcommand|\bpayloads?\b|\bdomains?\b|\bdomaines?\b|\bdominios?\b|\bips?\b|\bipv[46]\b|\baddress|\badress|\burls?\b|\bnetwork\b|\bnetzwerk|\binfrastructure|\bartefacts?\b|\bartifacts?\b|\bsamples?\b|\bfile ?names?\b|\bfiles\b|\bhosts?\b|\bhost ?names?\b|\bmutex|\bregist|\bphish|\bwallets?\b|\bvalue\b|\bwert\b|\bvaleur\b|\bvalor\b|\bservers?\b|\bsites\b|\bsenders?\b|\bpages\b|\bhash\b/i;
/** Longer headers are titles of whole articles. */
export const SHORT_TITLE = 36;
const LONGEST_SENTENCE = 2000;
/** A line as long as this one goes on in the next one. */
const WRAPPED = 55;
const LONGEST_CUE_HEADER = 56;
