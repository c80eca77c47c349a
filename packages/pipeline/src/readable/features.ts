import { bit, MARKS, MORE_MARKS, moreBit } from "./marks.ts";
import { guessRoots } from "./roots.ts";
import { isProse, type Box, type Segment } from "./segments.ts";

export type PageFacts = {
  kind: string;
  generator: string;
  title: string;
  types: ReadonlySet<string>;
  url: string;
  summary: string | null;
  body: string | null;
  description: string | null;
};

export const FEATURE_NAMES: string[] = [];

/** One row of numbers for each segment. */
export function featuresOf(
  segments: readonly Segment[],
  boxes: readonly Box[],
  facts: PageFacts,
): Float32Array[] {
  const page = pageFeatures(segments, boxes, facts);
  const main = mainBox(boxes);
  const guess = guessRoots(segments, boxes);
  const seen = new Map<string, number>();
  for (const segment of segments) seen.set(segment.text, (seen.get(segment.text) ?? 0) + 1);
  const before = new Set<string>();
  const title = facts.title.toLowerCase();
  const titleAt = titleIndex(segments, title);
  const proseAt = segments.map(isProse);
  const firstProse = proseAt.indexOf(true);
  const lastProse = proseAt.lastIndexOf(true);
  const total = Math.max(
    1,
    segments.reduce((sum, segment) => sum + segment.words, 0),
  );
  let wordsBefore = 0;
  let sinceHeading = 0;
  let lastHeading = -1;
  const rows: Float32Array[] = [];
  const body = fold(facts.body ?? "");
  const summary = fold(`${facts.summary ?? ""} ${facts.description ?? ""}`);
  let headingSays: [string, number][] = headingFlags("");
  let headingBox: Box | null = null;
  const names = FEATURE_NAMES.length === 0 ? FEATURE_NAMES : [];
  const basics = segments.map((s) => basic(s));
  for (let at = 0; at < segments.length; at++) {
    const segment = segments[at]!;
    const row: number[] = [];
    const add = (name: string, value: number): void => {
      names.push(name);
      row.push(value);
    };
    const here = basics[at]!;
    for (const [name, value] of here) add(name, value);
    // neighbours
    for (const offset of [-3, -2, -1, 1, 2, 3]) {
      const other = segments[at + offset];
      add(`n${offset}.words`, other === undefined ? -1 : other.words);
      add(`n${offset}.link`, other === undefined ? -1 : other.linkWords / Math.max(1, other.words));
      add(`n${offset}.sameTag`, other === undefined ? -1 : Number(other.element.tag === segment.element.tag));
      add(`n${offset}.sameBox`, other === undefined ? -1 : Number(other.box.parent === segment.box.parent));
    }
    let windowWords = 0;
    let windowLinks = 0;
    for (let other = Math.max(0, at - 8); other < Math.min(segments.length, at + 9); other++) {
      windowWords += segments[other]!.words;
      windowLinks += segments[other]!.linkWords;
    }
    add("window.words", windowWords);
    add("window.link", windowLinks / Math.max(1, windowWords));
    // place
    add("at", at / segments.length);
    add("index", at);
    add("fromEnd", segments.length - at);
    add("wordsBefore", wordsBefore / total);
    add("afterTitle", titleAt < 0 ? -1 : Math.max(-20, Math.min(50, at - titleAt)));
    add("afterFirstProse", firstProse < 0 ? 0 : Math.max(-20, Math.min(20, at - firstProse)));
    add("beforeLastProse", lastProse < 0 ? 0 : Math.max(-20, Math.min(20, lastProse - at)));
    add("isTitle", Number(title.length > 5 && segment.text.toLowerCase() === title));
    add("inTitle", Number(segment.text.length > 3 && title.includes(segment.text.toLowerCase())));
    add("copies", seen.get(segment.text) ?? 1);
    add("again", Number(before.has(segment.text)));
    before.add(segment.text);
    const start = fold(segment.text.slice(0, 60));
    add("body.known", Number(body.length > 200));
    add("body.has", body.length > 200 ? Number(start.length > 12 && body.includes(start)) : -1);
    add("summary.has", start.length > 16 && summary.length > 16 ? Number(summary.includes(start)) : -1);
    for (const [name, value] of headingSays) add(name, value);
    add("heading.sameParent", headingBox === null ? -1 : Number(headingBox.parent === segment.box.parent));
    add("heading.above", headingBox === null ? -1 : levelsApart(headingBox, segment.box));
    add("sinceHeading", sinceHeading);
    add("segmentsSinceHeading", lastHeading < 0 ? 99 : at - lastHeading);
    if (/^h[1-6]$/.test(segment.element.tag)) {
      sinceHeading = 0;
      lastHeading = at;
      headingSays = headingFlags(segment.text, Number(segment.element.tag[1]));
      headingBox = segment.box;
    } else sinceHeading += segment.words;
    // boxes above
    let box: Box | null = segment.box;
    for (let level = 0; level < 5; level++) {
      const b: Box | null = box;
      add(`b${level}.words`, b === null ? -1 : b.words);
      add(`b${level}.link`, b === null ? -1 : b.linkWords / Math.max(1, b.words));
      add(`b${level}.prose`, b === null ? -1 : b.prose / Math.max(1, b.words));
      add(`b${level}.share`, b === null ? -1 : b.words / total);
      add(`b${level}.wps`, b === null ? -1 : b.words / Math.max(1, b.segments));
      add(`b${level}.mass`, b === null ? -1 : b.mass / Math.max(1, b.words));
      add(`b${level}.massShare`, b === null ? -1 : b.mass / Math.max(1, boxes[0]!.mass));
      add(`b${level}.twins`, b === null ? -1 : b.twins);
      add(`b${level}.index`, b === null || b.parent === null ? -1 : b.index / b.parent.boxes);
      box = box === null ? null : box.parent;
    }
    // main box
    const chain = chainTo(segment.box, main);
    add("main.inside", Number(chain.inside));
    add("main.distance", chain.distance);
    add("main.share", main.prose / Math.max(1, boxes[0]!.prose));
    add("main.link", main.linkWords / Math.max(1, main.words));
    add("main.order", at < main.first ? -1 : at >= main.last ? 1 : 0);
    const branch = chain.branch;
    add("branch.words", branch === null ? -1 : branch.words / Math.max(1, main.words));
    add("branch.link", branch === null ? -1 : branch.linkWords / Math.max(1, branch.words));
    add("branch.prose", branch === null ? -1 : branch.prose / Math.max(1, branch.words));
    add("branch.index", branch === null || branch.parent === null ? -1 : branch.index / branch.parent.boxes);
    add("branch.twins", branch === null ? -1 : branch.twins);
    const down = chainTo(segment.box, guess.descent);
    add("descent.inside", Number(down.inside));
    add("descent.kept", Number(down.inside && !segment.box.ruledOut));
    add("descent.distance", down.distance);
    add("descent.mass", guess.descent.mass / Math.max(1, boxes[0]!.mass));
    add("descent.link", guess.descent.linkWords / Math.max(1, guess.descent.words));
    add("descent.share", guess.descent.words / total);
    add(
      "descent.order",
      at < guess.descent.first
        ? guess.descent.first - at
        : at >= guess.descent.last
          ? guess.descent.last - at
          : 0,
    );
    add("descent.branchMass", down.branch === null ? -1 : down.branch.mass / Math.max(1, guess.descent.mass));
    add("ruledOut", Number(segment.box.ruledOut));
    const rd = chainTo(segment.box, guess.scored);
    add("scored.inside", Number(rd.inside));
    add("scored.kept", Number(rd.inside && !segment.box.ruledOut));
    add("scored.distance", rd.distance);
    add("scored.share", guess.scored.words / total);
    add("scored.mass", guess.scored.mass / Math.max(1, boxes[0]!.mass));
    add("scored.branchMass", rd.branch === null ? -1 : rd.branch.mass / Math.max(1, guess.scored.mass));
    add("scored.best", bestScore(segment.box) / guess.topScore);
    add("scored.parent", (segment.box.parent?.score ?? 0) / guess.topScore);
    // repeated item: the nearest ancestor with twins
    const item = itemAbove(segment.box);
    add("item.twins", item === null ? 0 : item.twins);
    add("item.words", item === null ? 0 : item.words);
    add("item.link", item === null ? 0 : item.linkWords / Math.max(1, item.words));
    add("item.segments", item === null ? 0 : item.segments);
    add("item.parentShare", item?.parent == null ? 0 : item.parent.words / total);
    // marks
    const { first, second } = segment.marks;
    for (const mark of MARKS) add(`m.${mark}`, Number((first & bit(mark)) !== 0));
    for (const mark of MORE_MARKS) add(`m.${mark}`, Number((second & moreBit(mark)) !== 0));
    for (const mark of NEAR) add(`d.${mark}`, distanceTo(segment.box, mark));
    for (const [name, value] of page) add(name, value);
    rows.push(Float32Array.from(row));
    wordsBefore += segment.words;
    if (at === 0) names.length = FEATURE_NAMES === names ? names.length : 0;
    if (names === FEATURE_NAMES && at > 0) names.length = row.length;
  }
  return rows;
}

const NEAR = [
  "bodyName",
  "contentName",
  "relatedName",
  "sidebarName",
  "navName",
  "headerName",
  "footerName",
  "metaName",
  "commentName",
  "widgetName",
  "shareName",
  "newsletterName",
] as const;

function distanceTo(box: Box, mark: (typeof NEAR)[number]): number {
  const wanted = bit(mark);
  if ((box.marks.first & wanted) === 0) return 40;
  let distance = 0;
  for (let at: Box | null = box; at !== null; at = at.parent) {
    if ((at.own.first & wanted) !== 0) return distance;
    distance++;
  }
  return 0;
}

function basic(segment: Segment): [string, number][] {
  const { text, words, linkWords, element } = segment;
  const length = text.length;
  const tag = element.tag;
  return [
    ["words", words],
    ["chars", length],
    ["link", linkWords / Math.max(1, words)],
    ["linkWords", linkWords],
    ["wordLength", length / Math.max(1, words)],
    ["commas", count(text, /[,;、，]/g)],
    ["stops", count(text, /[.!?。]/g)],
    ["endStop", Number(/[.!?…:"”)。]$/.test(text))],
    ["upper", count(text, /\p{Lu}/gu) / length],
    ["digits", count(text, /\d/g) / length],
    ["punct", count(text, /[|/•·»›→#@&+*=_<>{}[\]]/g) / length],
    ["startsLower", Number(/^\p{Ll}/u.test(text))],
    ["tag.p", Number(tag === "p")],
    ["tag.li", Number(tag === "li")],
    ["tag.h", /^h[1-6]$/.test(tag) ? Number(tag[1]) : 0],
    ["tag.cell", Number(tag === "td" || tag === "th")],
    ["tag.div", Number(tag === "div" || tag === "section")],
    ["tag.dl", Number(tag === "dt" || tag === "dd")],
    ["tag.pre", Number(tag === "pre")],
    ["tag.control", Number(tag === "button" || tag === "label")],
    ["tag.caption", Number(tag === "figcaption" || tag === "caption")],
    ["depth", element.depth],
    ["says.cookie", Number(/\bcookies?\b|consent/i.test(text))],
    ["says.subscribe", Number(/subscrib|newsletter|sign up|inbox|e-?mail/i.test(text))],
    [
      "says.share",
      Number(/\bshare\b|tweet|facebook|twitter|linkedin|pinterest|instagram|whatsapp/i.test(text)),
    ],
    ["says.rights", Number(/©|copyright|all rights reserved|terms of|privacy policy/i.test(text))],
    [
      "says.more",
      Number(
        /^(?:read|learn|view|see|show|load|find|shop|discover|explore)\b.{0,20}\b(?:more|all|now|details?)\b|^(?:continue|more)\b/i.test(
          text,
        ),
      ),
    ],
    [
      "says.related",
      Number(
        /^(?:related|recommended|you (?:may|might)|more (?:from|in|on|stories|articles|posts)|also|popular|trending|latest|recent|similar|further reading|see also|keep reading|up next|don.t miss|people also)/i.test(
          text,
        ),
      ),
    ],
    ["says.comments", Number(/\bcomments?\b|\brepl(?:y|ies)\b|leave a/i.test(text))],
    [
      "says.by",
      Number(/^by\b|written by|posted (?:by|on|in)|published|updated|min(?:ute)?s? read|author/i.test(text)),
    ],
    [
      "says.date",
      Number(
        /\b(?:19|20)\d\d\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}\b|\bago\b/i.test(
          text,
        ),
      ),
    ],
    ["says.price", Number(/[$€£¥]\s?\d|\d\s?(?:€|usd|eur)/i.test(text))],
    [
      "says.buy",
      Number(
        /add to (?:cart|bag|basket)|buy now|checkout|in stock|out of stock|free shipping|quick (?:view|shop)|sold out|wishlist|compare/i.test(
          text,
        ),
      ),
    ],
    ["says.login", Number(/log ?in|sign ?in|register|password|account|join now/i.test(text))],
    ["says.advert", Number(/advertis|sponsor|affiliate|commission|disclos|promot/i.test(text))],
    [
      "says.next",
      Number(/^(?:next|previous|prev|older|newer|back|home|menu|search|close|skip|top)\b/i.test(text)),
    ],
    ["says.reviews", Number(/reviews?\b|ratings?\b|stars?\b|verified/i.test(text))],
    [
      "says.contact",
      Number(
        /contact|call us|get (?:a|your)|schedule|book a|request a|free (?:quote|consult|trial|estimate)|get started/i.test(
          text,
        ),
      ),
    ],
    ["says.you", count(text, /\b(?:we|our|you|your)\b/gi) / Math.max(1, words)],
  ];
}

function headingFlags(text: string, level = 0): [string, number][] {
  return [
    ["heading.level", level],
    ["heading.words", text.split(" ").length],
    [
      "heading.related",
      Number(
        /related|recommend|you (?:may|might)|more (?:from|in|on|stories|articles|posts|like)|popular|trending|latest|recent|similar|further reading|see also|keep reading|up next|don.t miss|people also|explore|discover|next|customers|bought|viewed|featured/i.test(
          text,
        ),
      ),
    ],
    [
      "heading.comments",
      Number(/comment|repl(?:y|ies)|discussion|responses|reviews|questions|leave a/i.test(text)),
    ],
    [
      "heading.subscribe",
      Number(
        /subscrib|newsletter|sign up|inbox|e-?mail|join|get (?:the|our|started)|contact|follow/i.test(text),
      ),
    ],
    [
      "heading.references",
      Number(
        /^(?:references|bibliography|sources|footnotes|notes|citations|works cited|external links|acknowledg|about|authors?|tags|categories|archives?|share|navigation|menu|legal|search|filter|sort)/i.test(
          text,
        ),
      ),
    ],
    [
      "heading.spec",
      Number(
        /spec|detail|feature|description|overview|dimension|ingredient|faq|about this|what.s in|how to|why|benefit/i.test(
          text,
        ),
      ),
    ],
  ];
}

function levelsApart(heading: Box, box: Box): number {
  let distance = 0;
  for (let at: Box | null = box.parent; at !== null && distance < 12; at = at.parent) {
    if (at.first <= heading.first && at.last > heading.first) return distance;
    distance++;
  }
  return 12;
}

export function fold(text: string): string {
  return text.toLowerCase().replace(/<[^>]*>|[^\p{L}\p{N}]+/gu, "");
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function titleIndex(segments: readonly Segment[], title: string): number {
  if (title.length < 4) return segments.findIndex((segment) => segment.element.tag === "h1");
  const exact = segments.findIndex((s) => /^h[1-3]$/.test(s.element.tag) && s.text.toLowerCase() === title);
  if (exact >= 0) return exact;
  return segments.findIndex((s) => s.element.tag === "h1");
}

/** The deepest box that still holds nearly all of the prose. */
function mainBox(boxes: readonly Box[]): Box {
  const root = boxes[0]!;
  let best = root;
  for (const box of boxes)
    if (box.prose >= best.prose * 0.85 && box.depth > best.depth && isBelow(box, best)) best = box;
  return best;
}

function isBelow(box: Box, ancestor: Box): boolean {
  for (let at: Box | null = box; at !== null; at = at.parent) if (at === ancestor) return true;
  return false;
}

function chainTo(box: Box, main: Box): { inside: boolean; distance: number; branch: Box | null } {
  let branch: Box | null = null;
  let distance = 0;
  for (let at: Box | null = box; at !== null; at = at.parent) {
    if (at === main) return { inside: true, distance, branch };
    branch = at;
    distance++;
  }
  // Outside: the branch hangs below the nearest box shared with the main one.
  branch = null;
  distance = 0;
  for (let at: Box | null = box; at !== null; at = at.parent) {
    if (at.first <= main.first && at.last >= main.last) return { inside: false, distance, branch };
    branch = at;
    distance++;
  }
  return { inside: false, distance, branch };
}

function bestScore(box: Box): number {
  let best = 0;
  for (let at: Box | null = box; at !== null; at = at.parent) best = Math.max(best, at.score);
  return best;
}

function itemAbove(box: Box): Box | null {
  for (let at: Box | null = box; at !== null; at = at.parent) if (at.twins >= 3 && at.segments > 1) return at;
  return null;
}

function pageFeatures(
  segments: readonly Segment[],
  boxes: readonly Box[],
  facts: PageFacts,
): [string, number][] {
  const root = boxes[0]!;
  const has = (pattern: RegExp): number => Number([...facts.types].some((type) => pattern.test(type)));
  const path = URL.parse(facts.url)?.pathname ?? "/";
  const headings = segments.filter((segment) => /^h[1-6]$/.test(segment.element.tag)).length;
  const long = segments.filter((segment) => segment.words > 40).length;
  const items = boxes.filter((box) => box.twins >= 4 && box.segments >= 2);
  return [
    ["page.words", root.words],
    ["page.link", root.linkWords / Math.max(1, root.words)],
    ["page.prose", root.prose / Math.max(1, root.words)],
    ["page.proseWords", root.prose],
    ["page.segments", segments.length],
    ["page.headings", headings],
    ["page.long", long],
    ["page.items", items.length],
    [
      "page.itemWords",
      items.length === 0 ? 0 : items.reduce((sum, box) => sum + box.words, 0) / items.length,
    ],
    ["page.code", segments.filter((segment) => segment.element.tag === "pre").length],
    ["page.cells", segments.filter((segment) => /^t[dh]$/.test(segment.element.tag)).length],
    ["page.prices", segments.filter((segment) => /[$€£]\s?\d/.test(segment.text)).length],
    ["page.posts", boxes.filter((box) => (box.own.second & moreBit("postName")) !== 0).length],
    ["page.products", boxes.filter((box) => (box.own.second & moreBit("productName")) !== 0).length],
    ["page.articles", boxes.filter((box) => box.element.tag === "article").length],
    ["page.bodies", boxes.filter((box) => (box.own.first & bit("bodyName")) !== 0).length],
    ["kind.article", Number(facts.kind === "article")],
    ["kind.forum", Number(facts.kind === "forum")],
    ["kind.product", Number(facts.kind === "product")],
    ["kind.listing", Number(facts.kind === "listing")],
    ["kind.documentation", Number(facts.kind === "documentation")],
    ["kind.other", Number(facts.kind === "other")],
    [
      "page.scripted",
      Number(/wordpress|ghost|drupal|joomla|wix|squarespace|hugo|jekyll/i.test(facts.generator)),
    ],
    [
      "page.comments",
      boxes.reduce(
        (sum, box) => Math.max(sum, (box.own.first & bit("commentName")) !== 0 ? box.prose : 0),
        0,
      ) / Math.max(1, root.prose),
    ],
    ["type.article", has(/article|posting|report$/)],
    ["type.website", has(/^website$/)],
    ["type.product", has(/^product|offer/)],
    ["type.list", has(/itemlist|collectionpage|offercatalog/)],
    ["type.forum", has(/discussionforum|qapage|question/)],
    ["type.faq", has(/faqpage/)],
    ["url.depth", path.split("/").filter((part) => part !== "").length],
    ["url.length", path.length],
    [
      "url.forum",
      Number(/forum|thread|topic|viewtopic|\/t\/|\/r\/|question|community|discuss/i.test(facts.url)),
    ],
    ["url.product", Number(/\/(?:product|products|p|dp|item|pdp|shop|store)\//i.test(path))],
    [
      "url.list",
      Number(/\/(?:collections?|category|categories|c|browse|shop|list|tag|topic)(?:\/|$)/i.test(path)),
    ],
    ["url.docs", Number(/docs?\b|documentation|reference|manual|wiki|guide|api|learn/i.test(facts.url))],
    ["url.blog", Number(/blog|news|article|post|story|\/20\d\d\//i.test(facts.url))],
  ];
}
