import { BLOCK_TAGS, type HtmlElement } from "../html/tree.ts";
import { collapse } from "../html/text.ts";
import { marksOf, type Marked } from "./marks.ts";

/** The running text that stands directly in one block: the unit that is kept or left out. */
export type Segment = {
  element: HtmlElement;
  text: string;
  words: number;
  linkWords: number;
  /** Marks of the element and all of its ancestors. */
  marks: Marked;
  box: Box;
};

/** A block on the way to the body, with sums over what lies below. */
export type Box = {
  element: HtmlElement;
  parent: Box | null;
  own: Marked;
  marks: Marked;
  depth: number;
  words: number;
  linkWords: number;
  /** Words in segments that read like sentences. */
  prose: number;
  segments: number;
  headings: number;
  first: number;
  last: number;
  /** Blocks of the same tag and class beside this one. */
  twins: number;
  index: number;
  boxes: number;
  /** Set by the rules that guess at the content. */
  ruledOut: boolean;
  mass: number;
  score: number;
};

const SILENT = new Set("input select option optgroup datalist textarea iframe embed img source".split(" "));

/** Segments in document order, and every block from the body (`boxes[0]`) down, parents first. */
export type Segmented = { segments: Segment[]; boxes: Box[]; words: number };

/** Splits a tree into its segments. */
export function segmentsOf(root: HtmlElement): Segmented {
  const collector: Collector = { segments: [], boxes: [], cache: new Map() };
  const { words } = visitBlock(root, null, collector);
  const segments: Segment[] = [];
  const place = new Int32Array(collector.segments.length + 1);
  collector.segments.forEach((segment, at) => {
    place[at] = segments.length;
    if (segment !== null) segments.push(segment);
  });
  place[collector.segments.length] = segments.length;
  for (const box of collector.boxes) {
    box.first = place[box.first] ?? 0;
    box.last = place[box.last] ?? 0;
  }
  return { segments, boxes: collector.boxes, words };
}

type Collector = { segments: (Segment | null)[]; boxes: Box[]; cache: Map<string, Marked> };
type Run = { parts: string[]; linkParts: string[]; marks: Marked };

function visitBlock(element: HtmlElement, parent: Box | null, collector: Collector): Box {
  const own = marksOf(element, collector.cache);
  const marks =
    parent === null
      ? own
      : { first: parent.marks.first | own.first, second: parent.marks.second | own.second };
  const box: Box = {
    element,
    parent,
    own,
    marks,
    depth: parent === null ? 0 : parent.depth + 1,
    words: 0,
    linkWords: 0,
    prose: 0,
    segments: 0,
    headings: 0,
    first: collector.segments.length,
    last: 0,
    twins: 0,
    index: 0,
    boxes: 0,
    ruledOut: false,
    mass: 0,
    score: 0,
  };
  collector.boxes.push(box);
  const run: Run = { parts: [], linkParts: [], marks };
  // The text of a block comes before its blocks, as far as order matters here.
  const slot = collector.segments.push(null) - 1;
  const children: Box[] = [];
  visitInline(element, box, run, children, collector, element.tag === "a");
  const text = collapse(run.parts.join(""));
  if (text !== "") {
    const words = countWords(text);
    const linkWords = Math.min(words, countWords(run.linkParts.join(" ")));
    const segment: Segment = { element, text, words, linkWords, marks: run.marks, box };
    collector.segments[slot] = segment;
    box.words += words;
    box.linkWords += linkWords;
    box.segments++;
    if (isProse(segment)) box.prose += words;
    if (/^h[1-6]$/.test(element.tag)) box.headings++;
  }
  const twins = new Map<string, number>();
  for (const child of children) {
    box.words += child.words;
    box.linkWords += child.linkWords;
    box.prose += child.prose;
    box.segments += child.segments;
    box.headings += child.headings;
    const key = `${child.element.tag} ${child.element.hints}`;
    twins.set(key, (twins.get(key) ?? 0) + 1);
  }
  let index = 0;
  for (const child of children) {
    child.twins = twins.get(`${child.element.tag} ${child.element.hints}`) ?? 1;
    child.index = index++;
  }
  box.boxes = children.length;
  box.last = collector.segments.length;
  return box;
}

function visitInline(
  node: HtmlElement,
  box: Box,
  run: Run,
  children: Box[],
  collector: Collector,
  linked: boolean,
): void {
  for (const child of node.children) {
    if (typeof child === "string") {
      run.parts.push(child);
      if (linked) run.linkParts.push(child);
      continue;
    }
    if (child.dropped || SILENT.has(child.tag)) continue;
    if (BLOCK_TAGS.has(child.tag)) {
      children.push(visitBlock(child, box, collector));
      run.parts.push(" ");
      continue;
    }
    if (child.tag === "br") {
      run.parts.push(" ");
      continue;
    }
    if (child.attributes.length > 0) {
      const own = marksOf(child, collector.cache);
      run.marks = { first: run.marks.first | own.first, second: run.marks.second | own.second };
    }
    visitInline(child, box, run, children, collector, linked || child.tag === "a");
  }
}

export function isProse(segment: Segment): boolean {
  return segment.words >= 12 && segment.linkWords * 3 < segment.words;
}

/** A rough count: runs of anything but white space. */
function countWords(text: string): number {
  let words = 0;
  let inside = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= 32 || code === 160) {
      inside = false;
    } else if (code >= 0x3000) {
      words++;
      inside = false;
    } else if (!inside) {
      inside = true;
      words++;
    }
  }
  return words;
}
