import { BLOCK_TAGS, type HtmlElement } from "../html/tree.ts";
import { signatureOf } from "./signature.ts";
import { openTemplate, ROOT_SIGNATURE, type Layout, type Template } from "./template.ts";

/**
 * Goes straight to the content of a page whose layout is known. Marks what is not content and gives the content's
 * root; null when the way is gone or too much below it was never seen, so that the page has to be read in full.
 */
export function applyTemplate(body: HtmlElement, template: Template): HtmlElement | null {
  if (template.version !== 1) return null;
  const layout = openTemplate(template);
  const cache = new Map<string, number>();
  const root = follow(body, layout.path, cache);
  if (root === null) return null;
  const walk: Walk = { layout, cache, known: 0, unknown: 0 };
  visit(root, ROOT_SIGNATURE, walk);
  const isFamiliar = walk.unknown <= walk.known * MAX_UNKNOWN;
  const isLong = walk.known >= Math.max(MIN_CHARS, template.words * CHARS_PER_WORD * MIN_SHARE);
  return isFamiliar && isLong ? root : null;
}

const MAX_UNKNOWN = 0.01;
const MIN_CHARS = 400;
const CHARS_PER_WORD = 5;
const MIN_SHARE = 0.15;
const MAX_TRIED = 2_000;

/** Blocks only; inline elements on the way are looked through, as when the way was learned. */
function follow(body: HtmlElement, path: readonly number[], cache: Map<string, number>): HtmlElement | null {
  if (path.length === 0) return body;
  const stack = [{ element: body, signature: ROOT_SIGNATURE, level: 0 }];
  let tried = 0;
  for (let at = stack.pop(); at !== undefined && tried++ < MAX_TRIED; at = stack.pop()) {
    if (at.level === path.length) return at.element;
    const next: typeof stack = [];
    for (const child of at.element.children) {
      if (typeof child === "string") continue;
      if (!BLOCK_TAGS.has(child.tag)) {
        if (child.children.length > 0) next.push({ ...at, element: child });
        continue;
      }
      const signature = signatureOf(child, at.signature, cache);
      if (signature === path[at.level]) next.push({ element: child, signature, level: at.level + 1 });
    }
    for (const entry of next.reverse()) stack.push(entry);
  }
  return null;
}

/** Letters in blocks of known and of unknown sort. */
type Walk = { layout: Layout; cache: Map<string, number>; known: number; unknown: number };

function visit(block: HtmlElement, signature: number, walk: Walk): void {
  const { keep, mute } = walk.layout;
  const isKept = keep.has(signature);
  block.muted = !isKept;
  const chars = inlineChars(block, signature, walk);
  if (isKept) walk.known += chars;
  else if (!mute.has(signature)) walk.unknown += chars;
}

/** Letters of a block's own text; blocks inside are visited on the way. */
function inlineChars(node: HtmlElement, signature: number, walk: Walk): number {
  let chars = 0;
  for (const child of node.children) {
    if (typeof child === "string") {
      chars += child.trim().length;
      continue;
    }
    if (!BLOCK_TAGS.has(child.tag)) {
      if (child.children.length > 0) chars += inlineChars(child, signature, walk);
      continue;
    }
    const below = signatureOf(child, signature, walk.cache);
    if (walk.layout.drop.has(below)) child.dropped = true;
    else visit(child, below, walk);
  }
  return chars;
}
