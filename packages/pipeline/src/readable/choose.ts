import { MODEL_FEATURES, shippedClassifier, type Classifier } from "./classifier.ts";
import { describeSegments, type Page } from "./features.ts";
import { MARK } from "./marks.ts";
import type { Box, Segment } from "./segments.ts";

/** Decides for each segment whether it belongs to the content: 1 or 0. */
export function chooseSegments(page: Page, classify: Classifier = shippedClassifier): Uint8Array {
  if (page.segments.length > MAX_CLASSIFIED) return chooseByRules(page);
  const probabilities = probabilitiesOf(page, classify);
  const inParts = shareAmongGroups(page.segments, probabilities, { groupOf: wholeAround, share: 0.5 });
  const shared = shareAmongGroups(page.segments, inParts, { groupOf: looksOf, share: 0.3 });
  const chosen = chooseLikely(page.segments, shared.map(tempered));
  if (page.kind !== "documentation") dropRepeats(page, chosen);
  return chosen;
}

/** Beyond this the classifier would take too long; no page that people read comes near. */
const MAX_CLASSIFIED = 12_000;

function chooseByRules({ segments, roots }: Page): Uint8Array {
  const { first, last } = roots.descent;
  const chosen = Uint8Array.from(segments, ({ box }, at) =>
    Number(at >= first && at < last && !box.ruledOut),
  );
  return chosen.includes(1) ? chosen : chosen.fill(1);
}

function probabilitiesOf(page: Page, classify: Classifier): Float64Array {
  const probabilities = new Float64Array(page.segments.length);
  const row = new Float32Array(MODEL_FEATURES.length);
  let column = 0;
  describeSegments(
    page,
    (_name, value) => {
      row[column++] = value;
    },
    (at) => {
      probabilities[at] = corrected(classify(row), page, at);
      column = 0;
    },
  );
  return probabilities;
}

/** What the model saw too little of to learn: comments that outweigh an article, and indicators. */
function corrected(probability: number, { kind, segments, roots }: Page, at: number): number {
  const segment = segments[at];
  if (segment === undefined) return probability;
  const { text, marks, box } = segment;
  if (box.ruledOut)
    return kind !== "forum" && (marks & MARK.commentName) !== 0 ? probability * 0.2 : probability;
  const isInside = at >= roots.descent.first && at < roots.descent.last;
  return isInside && text.length < MAX_INDICATOR && INDICATOR.test(text)
    ? Math.max(probability, 0.9)
    : probability;
}

const MAX_INDICATOR = 400;
/** Defanged addresses, hashes, vulnerability ids. */
const INDICATOR = /\[\.\]|\[:\]|\bhxxps?:|\b[a-f\d]{32,64}\b|\bCVE-\d{4}-\d{4}/i;

const WHOLES = new Set(["table", "ul", "ol", "dl"]);

type Grouping = { groupOf: (box: Box) => Box | string | null; share: number };

/** Draws the chances of the members of each group towards the group's mean, weighted by words. */
function shareAmongGroups(
  segments: readonly Segment[],
  probabilities: Float64Array,
  { groupOf, share }: Grouping,
): Float64Array {
  const sums = new Map<Box | string, { words: number; weight: number }>();
  const groups = segments.map((segment) => groupOf(segment.box));
  segments.forEach((segment, at) => {
    const group = groups[at] ?? null;
    if (group === null) return;
    const sum = sums.get(group) ?? { words: 0, weight: 0 };
    sum.words += segment.words;
    sum.weight += segment.words * (probabilities[at] ?? 0);
    sums.set(group, sum);
  });
  return probabilities.map((own, at) => {
    const sum = sums.get(groups[at] ?? "");
    return sum === undefined || sum.words === 0 ? own : (1 - share) * own + (share * sum.weight) / sum.words;
  });
}

/** A row or item without its neighbours is of little use, so what makes up one list or table shares its chances. */
function wholeAround(box: Box): Box | null {
  for (let at: Box | null = box, level = 0; at !== null && level < 4; at = at.parent, level++) {
    if (WHOLES.has(at.element.tag)) return at;
  }
  return null;
}

/** What a page sets in the same way, a sort of block in a sort of block, is mostly of one sort. */
function looksOf({ element, parent }: Box): string {
  const around = parent === null ? "" : `${parent.element.tag} ${parent.element.hints.slice(0, MAX_HINTS)}`;
  return `${around}>${element.tag} ${element.hints.slice(0, MAX_HINTS)}`;
}

const MAX_HINTS = 80;

/** On pages it never saw, the classifier is surer of itself than it should be: odds are drawn towards even. */
function tempered(probability: number): number {
  const odds = probability / Math.max(1e-9, 1 - probability);
  const drawn = odds ** TEMPER;
  return drawn / (1 + drawn);
}

const TEMPER = 0.75;
/** The doubtful tail of a long page adds up to more words than content has there. */
const TAIL = 0.85;

/**
 * Takes segments from the likeliest down as long as that raises the expected F1 of the words taken: with many
 * certain ones the bar lies near one half of the best, on a page of doubtful ones lower.
 */
function chooseLikely(segments: readonly Segment[], probabilities: Float64Array): Uint8Array {
  const order = Array.from(segments.keys()).sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
  const wordsOf = (at: number): number => Math.max(0.1, segments[at]?.words ?? 0);
  let expected = 0;
  for (const at of order) expected += (probabilities[at] ?? 0) * wordsOf(at);
  let taken = 0;
  let right = 0;
  let best = 0;
  let cut = 0;
  order.forEach((at, rank) => {
    taken += wordsOf(at);
    right += (probabilities[at] ?? 0) * wordsOf(at);
    const f1 = (2 * right) / (taken + TAIL * expected);
    if (f1 <= best) return;
    best = f1;
    cut = rank + 1;
  });
  const chosen = new Uint8Array(segments.length);
  for (const at of order.slice(0, cut)) chosen[at] = 1;
  return chosen;
}

const MAY_REPEAT = new Set(["pre", "td", "th", "h1", "h2", "h3"]);

/** Pages carry sentences twice for wide and narrow screens, as pull quotes, or quoted in answers. */
function dropRepeats({ segments, kind }: Page, chosen: Uint8Array): void {
  const minWords = kind === "article" ? 12 : 5;
  const seen = new Set<string>();
  let before = "";
  segments.forEach(({ text, words, box }, at) => {
    if (chosen[at] !== 1) return;
    const { tag } = box.element;
    const isEcho = text === before && tag !== "td" && tag !== "th" && tag !== "pre";
    const isRepeated = words >= minWords && !MAY_REPEAT.has(tag) && seen.has(text);
    if (isEcho || isRepeated) chosen[at] = 0;
    seen.add(text);
    before = text;
  });
}
