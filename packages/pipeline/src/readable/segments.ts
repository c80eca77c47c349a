import { collapse } from "../html/text.ts";
import { BLOCK_TAGS, type HtmlElement } from "../html/tree.ts";
import { marksOf } from "./marks.ts";

/** The running text that stands directly in one block: the unit that is kept or left out. */
export type Segment = {
  text: string;
  words: number;
  linkWords: number;
  /** Marks of the element and all of its ancestors. */
  marks: number;
  /** 1 to 6 for headings, else 0. */
  heading: number;
  box: Box;
};

/** A block element, with sums over what lies below. */
export type Box = {
  element: HtmlElement;
  parent: Box | null;
  own: number;
  marks: number;
  depth: number;
  words: number;
  linkWords: number;
  /** Words in segments that read like sentences. */
  prose: number;
  segments: number;
  /** Segments below: from `first` to before `last`. */
  first: number;
  last: number;
  /** Blocks of the same tag and names beside this one, itself included. */
  twins: number;
  index: number;
  boxes: number;
  /** Set by the rules that guess at the content: unlikely at all, weight of prose, votes of paragraphs. */
  ruledOut: boolean;
  mass: number;
  score: number;
};

/** Segments in document order, and every block from the body (`boxes[0]`) down, parents first. */
export type Segmented = { segments: Segment[]; boxes: [Box, ...Box[]]; words: number };

/** Splits a tree into its segments. */
export function segmentsOf(root: HtmlElement): Segmented {
  const collector: Collector = { slots: [], boxes: [], cache: new Map() };
  const body = visitBlock(root, null, collector);
  const segments: Segment[] = [];
  const place = new Int32Array(collector.slots.length + 1);
  collector.slots.forEach((segment, at) => {
    place[at] = segments.length;
    if (segment !== null) segments.push(segment);
  });
  place[collector.slots.length] = segments.length;
  for (const box of collector.boxes) {
    box.first = place[box.first] ?? 0;
    box.last = place[box.last] ?? 0;
  }
  return { segments, boxes: [body, ...collector.boxes.slice(1)], words: body.words };
}

export function isProse(segment: Segment): boolean {
  return segment.words >= 12 && segment.linkWords * 3 < segment.words;
}

/** One slot for each block, so that a block's own text comes before that of the blocks in it. */
type Collector = { slots: (Segment | null)[]; boxes: Box[]; cache: Map<string, number> };
type Run = { parts: string[]; linkParts: string[]; marks: number };

function visitBlock(element: HtmlElement, parent: Box | null, collector: Collector): Box {
  const own = marksOf(element, collector.cache);
  const slot = collector.slots.push(null) - 1;
  const box: Box = {
    element,
    parent,
    own,
    marks: parent === null ? own : parent.marks | own,
    depth: parent === null ? 0 : parent.depth + 1,
    words: 0,
    linkWords: 0,
    prose: 0,
    segments: 0,
    first: slot,
    last: 0,
    twins: 1,
    index: 0,
    boxes: 0,
    ruledOut: false,
    mass: 0,
    score: 0,
  };
  collector.boxes.push(box);
  const run: Run = { parts: [], linkParts: [], marks: box.marks };
  const children: Box[] = [];
  visitInline({ element, box, run, children, collector }, element, false);
  addOwnText(box, run, slot, collector);
  addChildren(box, children);
  box.last = collector.slots.length;
  return box;
}

type Visit = { element: HtmlElement; box: Box; run: Run; children: Box[]; collector: Collector };

function visitInline(visit: Visit, node: HtmlElement, linked: boolean): void {
  const { run } = visit;
  for (const child of node.children) {
    if (typeof child === "string") {
      run.parts.push(child);
      if (linked) run.linkParts.push(child);
      continue;
    }
    if (child.dropped) continue;
    if (BLOCK_TAGS.has(child.tag)) {
      visit.children.push(visitBlock(child, visit.box, visit.collector));
      run.parts.push(" ");
    } else if (child.tag === "br") {
      run.parts.push(" ");
    } else {
      run.marks |= marksOf(child, visit.collector.cache);
      visitInline(visit, child, linked || child.tag === "a");
    }
  }
}

function addOwnText(box: Box, run: Run, slot: number, collector: Collector): void {
  const text = collapse(run.parts.join(""));
  if (text === "") return;
  const { tag } = box.element;
  const words = countRuns(text);
  const segment: Segment = {
    text,
    words,
    linkWords: Math.min(words, countRuns(run.linkParts.join(" "))),
    marks: run.marks,
    heading: tag.length === 2 && tag.startsWith("h") && tag !== "hr" ? Number(tag[1]) : 0,
    box,
  };
  collector.slots[slot] = segment;
  box.words = words;
  box.linkWords = segment.linkWords;
  box.segments = 1;
  if (isProse(segment)) box.prose = words;
}

function addChildren(box: Box, children: readonly Box[]): void {
  box.boxes = children.length;
  const twins = new Map<string, number>();
  for (const child of children) {
    box.words += child.words;
    box.linkWords += child.linkWords;
    box.prose += child.prose;
    box.segments += child.segments;
    const key = `${child.element.tag} ${child.element.hints}`;
    twins.set(key, (twins.get(key) ?? 0) + 1);
  }
  children.forEach((child, index) => {
    child.twins = twins.get(`${child.element.tag} ${child.element.hints}`) ?? 1;
    child.index = index;
  });
}

/** A rough word count: runs of anything but white space, each ideograph for itself. */
function countRuns(text: string): number {
  let words = 0;
  let inside = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= 32 || code === 160) inside = false;
    else if (code >= 0x3000) {
      words++;
      inside = false;
    } else if (!inside) {
      inside = true;
      words++;
    }
  }
  return words;
}
