import { bit, moreBit } from "./marks.ts";
import type { Box, Segment } from "./segments.ts";

/** Two independent guesses at the content, made by rules; what the classifier makes of them is its business. */
export type Guess = { descent: Box; scored: Box; topScore: number };

const SURROUNDINGS =
  bit("nav") |
  bit("footer") |
  bit("hidden") |
  bit("ariaHidden") |
  bit("navName") |
  bit("commentName") |
  bit("shareName") |
  bit("relatedName") |
  bit("sidebarName") |
  bit("adName") |
  bit("consentName") |
  bit("newsletterName") |
  bit("footerName") |
  bit("modalName") |
  bit("tagName");
const MORE_SURROUNDINGS = moreBit("tocName") | moreBit("cartName") | moreBit("button");
const POSITIVE = bit("bodyName") | bit("article") | bit("main") | bit("contentName");

export function guessRoots(segments: readonly Segment[], boxes: readonly Box[]): Guess {
  const root = boxes[0]!;
  for (const box of boxes) {
    const small = box.words < root.words * 0.4;
    const surrounding = ((box.own.first & SURROUNDINGS) | (box.own.second & MORE_SURROUNDINGS)) !== 0;
    const linked = box.words >= 8 && box.linkWords > box.words * 0.6;
    box.ruledOut = (box.parent?.ruledOut ?? false) || (small && (surrounding || linked));
    box.mass = 0;
    box.score = 0;
  }
  for (const segment of segments) {
    if (segment.box.ruledOut) continue;
    const free = Math.max(0, segment.words - 2 * segment.linkWords);
    segment.box.mass += free < 8 ? free * 0.2 : free;
    if (free >= 8) spread(segment, free);
  }
  for (let at = boxes.length - 1; at > 0; at--) {
    const box = boxes[at]!;
    if (box.parent !== null) box.parent.mass += box.mass;
  }
  let scored = root;
  for (const box of boxes) {
    const weight = (box.own.first & POSITIVE) !== 0 ? 1.25 : 1;
    box.score *= weight * (1 - box.linkWords / Math.max(1, box.words));
    if (box.score > scored.score) scored = box;
  }
  return { descent: descend(root, boxes), scored, topScore: Math.max(1, scored.score) };
}

/** Paragraphs vote for the boxes around them, less the farther away. */
function spread(segment: Segment, free: number): void {
  const points = 1 + (segment.text.match(/[,，、]/g)?.length ?? 0) + Math.min(3, free / 16);
  let box = segment.box.parent;
  for (let level = 1; box !== null && level <= 5; level++) {
    box.score += points / (level === 1 ? 1 : level === 2 ? 2 : level * 3);
    box = box.parent;
  }
}

function descend(root: Box, boxes: readonly Box[]): Box {
  const heaviest = new Map<Box, Box>();
  for (const box of boxes) {
    if (box.parent === null) continue;
    const best = heaviest.get(box.parent);
    if (best === undefined || box.mass > best.mass) heaviest.set(box.parent, box);
  }
  let at = root;
  for (;;) {
    const next = heaviest.get(at);
    if (next === undefined || next.mass < at.mass * 0.8 || next.boxes === 0) return at;
    at = next;
  }
}
