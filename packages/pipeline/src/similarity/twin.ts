import { isRoundupTitle } from "../stories/roundup-title.ts";
import { type Comparison, compareShingles } from "./containment.ts";
import { type Direction, whoWasFirst } from "./direction.ts";
import { type Shingles, shinglesOf } from "./shingles.ts";

/** What a twin is judged by. `shingles`, of the text, saves time when one article is compared with many. */
export type TwinText = {
  title: string;
  text: string;
  publishedAt: Date | null;
  collectedAt: Date;
  shingles?: Shingles;
};

/** Same words; a few words differ; republished with more around or less in it; only its beginning. */
export type TwinKind = "exact" | "near" | "syndicated" | "excerpt";

export type TwinVerdict = {
  kind: TwinKind | null;
  /** Jaccard of the three-word shingles, 0 to 1. */
  similarity: number;
  /** Share of the candidate that the primary has, and of the primary that the candidate has. */
  contained: number;
  containing: number;
  direction: Direction;
};

/**
 * Whether two articles have one text. A longer text that merely quotes the other one is no twin, nor are texts
 * that share only a template or a footer; `kind` is null for those.
 */
export function judgeTwin(candidate: TwinText, primary: TwinText): TwinVerdict {
  const a = candidate.shingles ?? shinglesOf(candidate.text);
  const b = primary.shingles ?? shinglesOf(primary.text);
  const comparison = compareShingles(a, b);
  return {
    kind: kindOf({ candidate, primary, a, b, comparison }),
    similarity: comparison.similarity,
    contained: comparison.containmentAinB,
    containing: comparison.containmentBinA,
    direction: whoWasFirst(candidate, primary),
  };
}

const minContainment = 0.6;
const nearSimilarity = 0.8;
/** Below this many words a few common phrases make a large share. */
const shortWords = 50;
const shortContainment = 0.8;
/** Of the longer text: a copy may add as much again as it copies, a short one less. */
const minOwnShare = 0.42;
const shortOwnShare = 0.5;
/** A shorter text with this share of the longer one's words was trimmed, not excerpted. */
const trimmedShare = 0.5;
const excerptContainment = 0.8;
/** Fewer words are found in too many texts. */
const minExcerptWords = 25;
const leadShare = 0.3;
const framedContainment = 0.85;
/** Words of an introduction and a footer together. */
const maxFrame = 80;

type Case = { candidate: TwinText; primary: TwinText; a: Shingles; b: Shingles; comparison: Comparison };

function kindOf(pair: Case): TwinKind | null {
  const { a, b, comparison } = pair;
  const { similarity, containmentAinB, containmentBinA } = comparison;
  if (comparison.sharedShingles === 0) return null;
  if (isSameSequence(a.order, b.order)) return a.words >= 3 ? "exact" : null;
  const isShort = Math.min(a.words, b.words) < shortWords;
  const most = Math.max(containmentAinB, containmentBinA);
  if (most < (isShort ? shortContainment : minContainment) || speaksOfOtherFlaws(pair)) return null;
  if (similarity >= nearSimilarity) return "near";
  const least = Math.min(containmentAinB, containmentBinA);
  const isTrimmed = shorterShare(comparison) >= trimmedShare;
  if (isTrimmed && least >= (isShort ? shortOwnShare : minOwnShare))
    return sharesLead(a, b) ? "syndicated" : null;
  if (isFramed(pair)) return "syndicated";
  return isExcerpt(pair) ? "excerpt" : null;
}

/** A short text, whole, with no more around it than publishers put around what they take over. */
function isFramed({ a, b, comparison }: Case): boolean {
  const most = Math.max(comparison.containmentAinB, comparison.containmentBinA);
  const around = Math.max(a.words, b.words) - comparison.sharedShingles;
  return most >= framedContainment && Math.min(a.words, b.words) >= minExcerptWords && around <= maxFrame;
}

function isSameSequence(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at]);
}

function shorterShare({ wordsA, wordsB }: Comparison): number {
  return Math.min(wordsA, wordsB) / Math.max(wordsA, wordsB);
}

/** A template filled in for another flaw reads nearly the same. */
function speaksOfOtherFlaws({ candidate, primary }: Case): boolean {
  const ours = flawsOf(candidate);
  if (ours.size === 0) return false;
  const theirs = flawsOf(primary);
  return theirs.size > 0 && ours.isDisjointFrom(theirs);
}

function flawsOf({ title, text }: TwinText): Set<string> {
  return new Set(`${title}\n${text.slice(0, 20_000)}`.toUpperCase().match(/CVE-\d{4}-\d{4,7}/g));
}

/** A common footer is no copy: one of the texts must have the other's beginning. */
function sharesLead(a: Shingles, b: Shingles): boolean {
  return leadContainment(a, b) >= leadShare || leadContainment(b, a) >= leadShare;
}

function leadContainment(part: Shingles, whole: Shingles): number {
  const lead = part.order.subarray(0, Math.max(20, Math.floor(part.order.length * 0.3)));
  const known = new Set(whole.hashes);
  let found = 0;
  for (const shingle of lead) if (known.has(shingle)) found += 1;
  return found / lead.length;
}

/** An excerpt is where the longer text begins; what stands further down is quoted, as round-ups do. */
function isExcerpt({ candidate, primary, a, b, comparison }: Case): boolean {
  const isCandidateShorter = a.words <= b.words;
  const [part, whole] = isCandidateShorter ? [a, b] : [b, a];
  const contained = isCandidateShorter ? comparison.containmentAinB : comparison.containmentBinA;
  if (contained < excerptContainment || part.words < minExcerptWords) return false;
  if (isRoundupTitle((isCandidateShorter ? primary : candidate).title)) return false;
  const beginning = new Set(whole.order.subarray(0, Math.ceil(part.order.length * 1.5) + 30));
  let found = 0;
  for (const shingle of part.hashes) if (beginning.has(shingle)) found += 1;
  return found >= excerptContainment * part.hashes.length;
}
