import { PAGE_KINDS, type PageKind } from "./kind.ts";
import { MARK, type Mark } from "./marks.ts";
import type { Metadata } from "./metadata.ts";
import type { Roots } from "./roots.ts";
import { isProse, type Box, type Segment, type Segmented } from "./segments.ts";

export type Page = Segmented & { kind: PageKind; roots: Roots; metadata: Metadata };

/** Receives one number after the other, always in the same order. */
export type Put = (name: string, value: number) => void;

/** Describes each segment in turn by numbers: its text, its place, the boxes around it, the page. */
export function describeSegments(page: Page, put: Put, done: (at: number) => void): void {
  const { segments } = page;
  const context = contextOf(page);
  for (let at = 0; at < segments.length; at++) {
    const segment = segments[at];
    if (segment === undefined) continue;
    putText(segment, put);
    putPlace(segment, at, page, context, put);
    putBoxes(segment, page, put);
    putRoots(segment, at, page, put);
    putMarks(segment, put);
    for (const [name, value] of context.page) put(name, value);
    done(at);
    context.wordsBefore += segment.words;
    context.sinceHeading += segment.words;
    if (segment.heading > 0) {
      context.heading = { at, level: segment.heading, ...topicOf(segment.text) };
      context.sinceHeading = 0;
    }
  }
}

type Topic = { comments: number; references: number; words: number };
type Context = {
  page: [string, number][];
  copies: Map<string, number>;
  wordsBefore: number;
  sinceHeading: number;
  heading: Topic & { at: number; level: number };
  titleAt: number;
  title: string;
  firstProse: number;
  summary: string;
  /** Sums of words and linked words up to each segment. */
  words: Float64Array;
  linkWords: Float64Array;
};

function contextOf(page: Page): Context {
  const { segments, metadata } = page;
  const copies = new Map<string, number>();
  const words = new Float64Array(segments.length + 1);
  const linkWords = new Float64Array(segments.length + 1);
  segments.forEach((segment, at) => {
    copies.set(segment.text, (copies.get(segment.text) ?? 0) + 1);
    words[at + 1] = (words[at] ?? 0) + segment.words;
    linkWords[at + 1] = (linkWords[at] ?? 0) + segment.linkWords;
  });
  const title = metadata.title.toLowerCase();
  return {
    page: describePage(page),
    copies,
    wordsBefore: 0,
    sinceHeading: 0,
    heading: { at: -99, level: 0, words: 0, comments: 0, references: 0 },
    titleAt: findTitle(segments, title),
    title,
    firstProse: segments.findIndex(isProse),
    summary: fold(`${metadata.summary ?? ""} ${metadata.structured.description ?? ""}`.slice(0, 5_000)),
    words,
    linkWords,
  };
}

function findTitle(segments: readonly Segment[], title: string): number {
  const exact = segments.findIndex(
    ({ heading, text }) => heading > 0 && heading < 4 && text.toLowerCase() === title,
  );
  return exact >= 0 ? exact : segments.findIndex((segment) => segment.heading === 1);
}

const COMMENTS = /comment|repl(?:y|ies)|discussion|responses|reviews|questions|leave a/i;
const REFERENCES =
  /^(?:references|bibliography|sources|footnotes|notes|citations|works cited|external links|acknowledg|about|authors?|tags|categories|archives?|share|navigation|menu|legal|search|filter|sort)/i;

function topicOf(heading: string): Topic {
  const text = heading.slice(0, 200);
  return {
    words: text.split(" ").length,
    comments: Number(COMMENTS.test(text)),
    references: Number(REFERENCES.test(text)),
  };
}

function putText({ text, words, linkWords, box }: Segment, put: Put): void {
  const { tag } = box.element;
  const shape = shapeOf(text);
  put("text.words", words);
  put("text.chars", text.length);
  put("text.links", linkWords / Math.max(1, words));
  put("text.commas", shape.commas);
  put("text.stops", shape.stops);
  put("text.upper", shape.upper / text.length);
  put("text.signs", shape.signs / text.length);
  put("text.endStop", Number(END_STOPS.includes(text.at(-1) ?? "")));
  put("tag.p", Number(tag === "p"));
  put("tag.div", Number(tag === "div" || tag === "section"));
  put("tag.caption", Number(tag === "figcaption" || tag === "caption"));
  put("tag.li", Number(tag === "li"));
  put("tag.depth", box.element.depth);
}

const END_STOPS = '.!?…:"”)。';
const SIGNS = "|/•·»›→#@&+*=_<>{}[]";

/** Counts over the start of a text; a few thousand letters tell as much as all of them. */
function shapeOf(text: string): { commas: number; stops: number; upper: number; signs: number } {
  const shape = { commas: 0, stops: 0, upper: 0, signs: 0 };
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 97 && code <= 122) continue;
    if (code >= 65 && code <= 90) shape.upper++;
    else if (code === 44 || code === 59 || code === 0x3001 || code === 0xff0c) shape.commas++;
    else if (code === 46 || code === 33 || code === 63 || code === 0x3002) shape.stops++;
    else if (code !== 32 && SIGNS.includes(text[at] ?? "")) shape.signs++;
  }
  return shape;
}

function putPlace(segment: Segment, at: number, page: Page, context: Context, put: Put): void {
  const { segments, words } = page;
  const from = Math.max(0, at - 8);
  const to = Math.min(segments.length, at + 9);
  const around = sum(context.words, from, to);
  const { heading } = context;
  const start = segment.text.length > 12 ? fold(segment.text.slice(0, 60)) : "";
  put("place.at", at / segments.length);
  put("place.index", at);
  put("place.fromEnd", segments.length - at);
  put("place.wordsBefore", context.wordsBefore / Math.max(1, words));
  put("place.aroundWords", around);
  put("place.aroundLinks", sum(context.linkWords, from, to) / Math.max(1, around));
  put("place.afterTitle", context.titleAt < 0 ? -1 : clamp(at - context.titleAt, -20, 50));
  put("place.afterFirstProse", context.firstProse < 0 ? 0 : clamp(at - context.firstProse, -20, 20));
  put("place.copies", context.copies.get(segment.text) ?? 1);
  put("place.inTitle", Number(isPartOf(segment.text, context.title)));
  put("place.inSummary", start.length > 16 ? Number(context.summary.includes(start)) : -1);
  put("heading.segments", heading.at < 0 ? 99 : at - heading.at);
  put("heading.since", context.sinceHeading);
  put("heading.level", heading.level);
  put("heading.words", heading.words);
  put("heading.comments", heading.comments);
  put("heading.references", heading.references);
}

const LEVELS = [0, 1, 2, 3, 4] as const;
const LEVEL_NAMES = LEVELS.map((level) => ({
  words: `box${level}.words`,
  links: `box${level}.links`,
  prose: `box${level}.prose`,
  share: `box${level}.share`,
  mean: `box${level}.mean`,
  mass: `box${level}.mass`,
  massShare: `box${level}.massShare`,
  twins: `box${level}.twins`,
  index: `box${level}.index`,
}));

function putBoxes(segment: Segment, { boxes, words }: Page, put: Put): void {
  const mass = Math.max(1, boxes[0].mass);
  let box: Box | null = segment.box;
  for (const names of LEVEL_NAMES) {
    const here = Math.max(1, box?.words ?? 1);
    put(names.words, box?.words ?? -1);
    put(names.links, box === null ? -1 : box.linkWords / here);
    put(names.prose, box === null ? -1 : box.prose / here);
    put(names.share, box === null ? -1 : box.words / Math.max(1, words));
    put(names.mean, box === null ? -1 : box.words / Math.max(1, box.segments));
    put(names.mass, box === null ? -1 : box.mass / here);
    put(names.massShare, box === null ? -1 : box.mass / mass);
    put(names.twins, box?.twins ?? -1);
    put(names.index, box === null || box.parent === null ? -1 : box.index / box.parent.boxes);
    box = box?.parent ?? null;
  }
  const item = itemAround(segment.box);
  put("item.twins", item?.twins ?? 0);
  put("item.words", item?.words ?? 0);
  put("item.parentShare", (item?.parent?.words ?? 0) / Math.max(1, words));
}

/** The nearest box that is one of several of its sort: a post, a card, a row. */
function itemAround(box: Box): Box | null {
  for (let at: Box | null = box; at !== null; at = at.parent) if (at.twins >= 3 && at.segments > 1) return at;
  return null;
}

function putRoots(segment: Segment, at: number, { boxes, words, roots }: Page, put: Put): void {
  const { descent, scored, prose } = roots;
  const [body] = boxes;
  const { ruledOut } = segment.box;
  const below = pathBetween(segment.box, descent);
  put("descent.inside", Number(below.inside));
  put("descent.kept", Number(below.inside && !ruledOut));
  put("descent.distance", below.distance);
  put("descent.mass", descent.mass / Math.max(1, body.mass));
  put("descent.links", descent.linkWords / Math.max(1, descent.words));
  put("descent.share", descent.words / Math.max(1, words));
  put("descent.order", orderTo(at, descent));
  put("descent.branchMass", below.branch === null ? -1 : below.branch.mass / Math.max(1, descent.mass));
  put("ruledOut", Number(ruledOut));
  const voted = pathBetween(segment.box, scored);
  put("scored.inside", Number(voted.inside));
  put("scored.kept", Number(voted.inside && !ruledOut));
  put("scored.distance", voted.distance);
  put("scored.share", scored.words / Math.max(1, words));
  put("scored.mass", scored.mass / Math.max(1, body.mass));
  put("scored.branchMass", voted.branch === null ? -1 : voted.branch.mass / Math.max(1, scored.mass));
  put("scored.best", bestScore(segment.box) / roots.topScore);
  put("scored.parent", (segment.box.parent?.score ?? 0) / roots.topScore);
  const { distance, branch } = pathBetween(segment.box, prose);
  put("prose.distance", distance);
  put("prose.share", prose.prose / Math.max(1, body.prose));
  put("prose.links", prose.linkWords / Math.max(1, prose.words));
  put("branch.words", branch === null ? -1 : branch.words / Math.max(1, prose.words));
  put("branch.links", branch === null ? -1 : branch.linkWords / Math.max(1, branch.words));
  put("branch.prose", branch === null ? -1 : branch.prose / Math.max(1, branch.words));
  put("branch.index", branch === null || branch.parent === null ? -1 : branch.index / branch.parent.boxes);
  put("branch.twins", branch?.twins ?? -1);
}

type Path = { inside: boolean; distance: number; branch: Box | null };

/** How a box relates to a root: levels up to it, or to the box around both, and the branch it hangs on there. */
function pathBetween(box: Box, root: Box): Path {
  let branch: Box | null = null;
  let distance = 0;
  for (let at: Box | null = box; at !== null; at = at.parent) {
    if (at.first <= root.first && at.last >= root.last && at.depth <= root.depth) {
      return { inside: at === root, distance, branch };
    }
    branch = at;
    distance++;
  }
  return { inside: false, distance, branch };
}

function orderTo(at: number, root: Box): number {
  if (at < root.first) return root.first - at;
  return at >= root.last ? root.last - at : 0;
}

function bestScore(box: Box): number {
  let best = 0;
  for (let at: Box | null = box; at !== null; at = at.parent) best = Math.max(best, at.score);
  return best;
}

const NEAR: Mark[] = ["bodyName", "contentName", "metaName", "footerName", "headerName"];
const CARRIED_MARKS = Object.entries(MARK).map(([mark, bit]) => ({ name: `mark.${mark}`, bit }));
const NEAR_MARKS = NEAR.map((mark) => ({ name: `near.${mark}`, bit: MARK[mark] }));

function putMarks({ marks, box }: Segment, put: Put): void {
  for (const { name, bit } of CARRIED_MARKS) put(name, Number((marks & bit) !== 0));
  for (const { name, bit } of NEAR_MARKS) put(name, distanceTo(box, bit));
}

function distanceTo(box: Box, mark: number): number {
  if ((box.marks & mark) === 0) return 40;
  let distance = 0;
  for (let at: Box | null = box; at !== null && (at.own & mark) === 0; at = at.parent) distance++;
  return distance;
}

function describePage({ segments, boxes, words, kind }: Page): [string, number][] {
  const [body] = boxes;
  const items = boxes.filter((box) => box.twins >= 4 && box.segments >= 2);
  const itemWords = items.reduce((total, box) => total + box.words, 0) / Math.max(1, items.length);
  const countBoxes = (mark: number): number => boxes.filter((box) => (box.own & mark) !== 0).length;
  let comments = 0;
  for (const box of boxes) if ((box.own & MARK.commentName) !== 0) comments = Math.max(comments, box.prose);
  return [
    ["page.words", words],
    ["page.links", body.linkWords / Math.max(1, words)],
    ["page.prose", body.prose / Math.max(1, words)],
    ["page.proseWords", body.prose],
    ["page.segments", segments.length],
    ["page.headings", segments.filter((segment) => segment.heading > 0).length],
    ["page.long", segments.filter((segment) => segment.words > 40).length],
    ["page.items", items.length],
    ["page.itemWords", itemWords],
    ["page.cells", boxes.filter(({ element }) => element.tag === "td" || element.tag === "th").length],
    ["page.prices", segments.filter(({ text }) => text.length < 60 && /[$€£]\s?\d/.test(text)).length],
    ["page.posts", countBoxes(MARK.postName)],
    ["page.products", countBoxes(MARK.productName)],
    ["page.articles", boxes.filter(({ element }) => element.tag === "article").length],
    ["page.bodies", countBoxes(MARK.bodyName)],
    ["page.comments", comments / Math.max(1, body.prose)],
    ...PAGE_KINDS.map((name): [string, number] => [`kind.${name}`, Number(kind === name)]),
  ];
}

function isPartOf(text: string, title: string): boolean {
  return text.length > 3 && text.length <= title.length + 4 && title.includes(text.toLowerCase());
}

function sum(sums: Float64Array, from: number, to: number): number {
  return (sums[to] ?? 0) - (sums[from] ?? 0);
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

/** Letters and digits only, so that markup and spelling of quotes do not matter. */
function fold(text: string): string {
  return text.toLowerCase().replace(/<[^>]{0,200}>|[^\p{L}\p{N}]+/gu, "");
}
