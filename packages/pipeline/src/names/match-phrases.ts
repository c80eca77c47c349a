import { MAX_GAP, pairOf, pairSlot } from "./behaviour-index.ts";
import { CUE } from "./cue-words.ts";
import { NAME_STRIDE, type Scan, WORD_STRIDE } from "./read-token.ts";

/** A technique that something in the text implies. */
export type Proposal = {
  technique: string;
  start: number;
  end: number;
  confidence: number;
  reasons: string[];
};

const CONFIDENCE = 0.55;
const SHORT_CONFIDENCE = 0.45;
const NEGATED_CONFIDENCE = 0.15;
/** Between a negation and what it negates. */
const NEGATION_REACH = 40;

/**
 * Puts phrases together from the words that were noted: the first word leads to the few phrases that begin so. Stops
 * at `most` proposals.
 */
export function matchPhrases(scan: Scan, most: number): Proposal[] {
  const { words, gazetteer } = scan;
  const proposals: Proposal[] = [];
  const negations = negationsOf(scan);
  let negation = 0;
  for (let event = 0; event < words.length && proposals.length < most; event += WORD_STRIDE) {
    const begun = begunAt(scan, event);
    if (begun === NONE) continue;
    const start = words[event + 3] ?? 0;
    while (negation < negations.length && (negations[negation + 1] ?? 0) <= start) negation += 2;
    for (const index of begun) {
      const phrase = gazetteer.behaviours.phrases[index];
      const last = phrase === undefined ? -1 : lastEvent(words, event, phrase.words, phrase.gaps);
      if (phrase === undefined || last === -1) continue;
      const end = words[last + 4] ?? 0;
      const isNegated =
        negation > 0 &&
        negations[negation - 2] === words[event + 2] &&
        start - (negations[negation - 1] ?? 0) < NEGATION_REACH;
      const quoted = `"${scan.text.slice(start, end).replace(/\s+/g, " ").slice(0, 80)}"`;
      proposals.push({
        technique: phrase.technique,
        start,
        end,
        confidence: isNegated ? NEGATED_CONFIDENCE : phrase.words.length > 1 ? CONFIDENCE : SHORT_CONFIDENCE,
        reasons: isNegated ? [quoted, "negated"] : [quoted],
      });
    }
  }
  return longest(proposals);
}

const NONE: readonly number[] = [];

/** The phrases whose first words stand at an event and in reach of it. */
function begunAt({ words, gazetteer }: Scan, event: number): readonly number[] {
  const { single, begins, byPair, pairs } = gazetteer.behaviours;
  const word = words[event] ?? -1;
  const begin = begins[word] ?? 0;
  if (begin === 0) return NONE;
  let begun = begin === 2 ? NONE : (single.get(word) ?? NONE);
  if (begin === 1) return begun;
  const token = words[event + 1] ?? 0;
  const latest = token + 1 + MAX_GAP;
  for (let next = event + WORD_STRIDE; next < words.length; next += WORD_STRIDE) {
    const nextToken = words[next + 1] ?? 0;
    if (nextToken > latest) break;
    const second = words[next] ?? -1;
    if (nextToken === token || pairs[pairSlot(word, second)] === 0) continue;
    const phrases = byPair.get(pairOf(word, second));
    if (phrases !== undefined) begun = begun === NONE ? phrases : [...begun, ...phrases];
  }
  return begun;
}

/** The event of a phrase's last word, or -1; words stand within the gaps and in one sentence. */
function lastEvent(events: number[], first: number, words: number[], gaps: number[]): number {
  let event = first;
  for (let index = 1; index < words.length; index++) {
    const token = events[event + 1] ?? 0;
    const latest = token + 1 + (gaps[index] ?? 0);
    let next = event + WORD_STRIDE;
    while (next < events.length && (events[next + 1] ?? 0) <= latest) {
      if (events[next] === words[index] && (events[next + 1] ?? 0) > token) break;
      next += WORD_STRIDE;
    }
    if (next >= events.length || (events[next + 1] ?? 0) > latest || events[next + 2] !== events[first + 2])
      return -1;
    event = next;
  }
  return event;
}

/** Sentence and end of each negating word, two numbers each. */
function negationsOf({ names, gazetteer }: Scan): number[] {
  const found: number[] = [];
  for (let event = 0; event < names.length; event += NAME_STRIDE) {
    const key = names[event] ?? -1;
    if (key >= 0 && ((gazetteer.cues[key] ?? 0) & CUE.negation) !== 0)
      found.push(names[event + 3] ?? 0, names[event + 2] ?? 0);
  }
  return found;
}

/** Of proposals of one technique that overlap, the longest stays. */
function longest(proposals: Proposal[]): Proposal[] {
  const last = new Map<string, Proposal>();
  return proposals
    .sort((one, other) => one.start - other.start || other.end - one.end)
    .filter((proposal) => {
      const before = last.get(proposal.technique);
      if (before !== undefined && before.end > proposal.start) return false;
      last.set(proposal.technique, proposal);
      return true;
    });
}
