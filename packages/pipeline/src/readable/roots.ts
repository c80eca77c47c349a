import type { PageKind } from "./kind.ts";
import { MARK } from "./marks.ts";
import type { Box, Segment, Segmented } from "./segments.ts";

/** Guesses at where the content is, made by rules; the classifier weighs them against each other. */
export type Roots = {
  /** The smallest box with nearly all of the prose, surroundings ruled out. */
  descent: Box;
  /** The box that paragraphs vote for. */
  scored: Box;
  topScore: number;
  /** The deepest box with nearly all of the prose, nothing ruled out. */
  prose: Box;
};

const SURROUNDINGS =
  MARK.nav |
  MARK.footer |
  MARK.hidden |
  MARK.button |
  MARK.navName |
  MARK.commentName |
  MARK.shareName |
  MARK.relatedName |
  MARK.sidebarName |
  MARK.adName |
  MARK.consentName |
  MARK.newsletterName |
  MARK.footerName |
  MARK.modalName |
  MARK.tagName |
  MARK.tocName |
  MARK.cartName;
/** What rules out even a box that calls itself the article. */
const FIRM =
  MARK.nav | MARK.hidden | MARK.commentName | MARK.relatedName | MARK.tocName | MARK.cartName | MARK.button;
const CONTENT = MARK.article | MARK.main | MARK.bodyName;

/** Sets `ruledOut`, `mass` and `score` of all boxes on the way. */
export function guessRoots({ segments, boxes }: Segmented, kind: PageKind): Roots {
  ruleOut(boxes, kind);
  for (const segment of segments) if (!segment.box.ruledOut) weigh(segment);
  for (let at = boxes.length - 1; at > 0; at--) {
    const box = boxes[at];
    if (box !== undefined && box.parent !== null) box.parent.mass += box.mass;
  }
  let scored: Box = boxes[0];
  for (const box of boxes) {
    const named = (box.own & (CONTENT | MARK.contentName)) !== 0 ? 1.25 : 1;
    box.score *= named * (1 - box.linkWords / Math.max(1, box.words));
    if (box.score > scored.score) scored = box;
  }
  return {
    descent: descend(boxes, (box) => box.mass, 0.8),
    scored,
    topScore: Math.max(1, scored.score),
    prose: descend(boxes, (box) => box.prose, 0.85),
  };
}

function ruleOut(boxes: Segmented["boxes"], kind: PageKind): void {
  const [root] = boxes;
  const isForum = kind === "forum";
  const surroundings = isForum ? SURROUNDINGS & ~MARK.commentName : SURROUNDINGS;
  const talk = isForum ? 0 : commentProse(boxes);
  const outside = root.prose - talk;
  const comments = outside >= 80 && !isForum ? MARK.commentName : 0;
  for (const box of boxes) {
    const holdsProse = box.prose > 120 && box.prose > outside * 0.35 && box.linkWords * 4 < box.words;
    const isLarge = holdsProse || box.words > root.words * 0.4;
    const against = (box.own & CONTENT) !== 0 ? surroundings & FIRM : surroundings;
    const isLinks = box.words >= 8 && box.linkWords > box.words * 0.6;
    const isTalk = (box.own & comments) !== 0 && box.prose <= talk;
    const isSmallPart = !isLarge && ((box.own & against) !== 0 || isLinks);
    box.ruledOut = (box.parent?.ruledOut ?? false) || isTalk || isSmallPart;
    box.mass = 0;
    box.score = 0;
  }
}

/** Prose in the outermost boxes that are named after comments; the page's own frame may be named so, too. */
function commentProse(boxes: Segmented["boxes"]): number {
  const [root] = boxes;
  let sum = 0;
  let last = 0;
  for (const box of boxes) {
    if ((box.own & MARK.commentName) === 0 || box.first < last) continue;
    const isMost = box.prose > root.prose * 0.95;
    if (isMost && (box.depth <= 1 || (box.own & MARK.article) !== 0)) continue;
    // A page that is nearly all talk is about the talk.
    if (isMost) return 0;
    sum += box.prose;
    last = box.last;
  }
  return sum;
}

/** Unlinked text has mass; paragraphs also vote for the boxes around them, less the farther away. */
function weigh(segment: Segment): void {
  const free = Math.max(0, segment.words - 2 * segment.linkWords);
  segment.box.mass += free < 8 ? free * 0.2 : free;
  if (free < 8) return;
  const votes = 1 + (segment.text.match(/[,，、]/g)?.length ?? 0) + Math.min(3, free / 16);
  let box = segment.box.parent;
  for (let level = 1; box !== null && level <= 5; level++) {
    box.score += votes / (level === 1 ? 1 : level === 2 ? 2 : level * 3);
    box = box.parent;
  }
}

/** From the body down as long as one child holds at least `share` of the weight. */
function descend(boxes: Segmented["boxes"], weight: (box: Box) => number, share: number): Box {
  const heaviest = new Map<Box, Box>();
  for (const box of boxes) {
    if (box.parent === null) continue;
    const best = heaviest.get(box.parent);
    if (best === undefined || weight(box) > weight(best)) heaviest.set(box.parent, box);
  }
  let at: Box = boxes[0];
  for (;;) {
    const next = heaviest.get(at);
    if (next === undefined || weight(next) < weight(at) * share || next.boxes === 0) return at;
    at = next;
  }
}
