import { visible } from "../../kit/remote.tsx";
import type { Span } from "./spans.ts";

/**
 * What of an article's text is selected, as offsets into it: elements that show text say in `data-s` and `data-e` which
 * stretch it is. null when nothing is selected, or not within `root`.
 */
export function selectedSpan(root: HTMLElement, text: string): Span | null {
  const selection = root.ownerDocument.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.commonAncestorContainer)) return null;
  const start = offsetOf(root, text, range.startContainer, range.startOffset);
  const end = offsetOf(root, text, range.endContainer, range.endOffset);
  return start !== null && end !== null && start < end ? { start, end } : null;
}

function offsetOf(root: HTMLElement, text: string, node: Node, at: number): number | null {
  const shown = node.parentElement?.closest<HTMLElement>("[data-s]");
  if (node.nodeType === Node.TEXT_NODE && shown && root.contains(shown)) {
    const { start, end } = spanOf(shown);
    return start + rawLength(text.slice(start, end), at);
  }
  if (!(node instanceof Element)) return null;
  // Between elements: where the next stretch begins, or where the last one ends.
  const child = node.childNodes[at];
  const next = child ? firstShown(child) : null;
  if (next) return spanOf(next).start;
  const all = root.querySelectorAll<HTMLElement>("[data-s]");
  const before = [...all].findLast((element) => {
    const order = element.compareDocumentPosition(child ?? node);
    return Boolean(order & Node.DOCUMENT_POSITION_FOLLOWING) || node.contains(element);
  });
  return before ? spanOf(before).end : null;
}

function firstShown(node: Node): HTMLElement | null {
  if (!(node instanceof HTMLElement)) return null;
  return node.dataset["s"] === undefined ? node.querySelector<HTMLElement>("[data-s]") : node;
}

function spanOf({ dataset }: HTMLElement): Span {
  return { start: Number(dataset["s"]), end: Number(dataset["e"]) };
}

/** How many units of the text lie before so many that are seen: what cannot be seen is not drawn. */
function rawLength(raw: string, seen: number): number {
  if (visible(raw).length === raw.length) return Math.min(seen, raw.length);
  let left = seen;
  for (let at = 0; at < raw.length; at += 1) {
    if (left === 0) return at;
    left -= visible(raw.charAt(at)).length;
  }
  return raw.length;
}
