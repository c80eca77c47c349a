import type { HtmlElement } from "../html/tree.ts";
import type { Box, Segment } from "./segments.ts";

/** Marks the tree so that only the chosen segments are rendered. */
export function keepSegments(
  segments: readonly Segment[],
  boxes: readonly Box[],
  chosen: (at: number) => boolean,
): void {
  const keptBefore = new Int32Array(segments.length + 1);
  for (let at = 0; at < segments.length; at++) {
    const kept = chosen(at);
    keptBefore[at + 1] = (keptBefore[at] ?? 0) + Number(kept);
    if (!kept && segments[at] !== undefined) segments[at].element.muted = true;
  }
  for (const box of boxes) box.element.dropped = keptBefore[box.first] === keptBefore[box.last];
}

const NEVER_TEXT = new Set(
  "input select option optgroup datalist textarea iframe embed button dialog".split(" "),
);

/** Drops what no reader sees as text: form controls and hidden elements. */
export function dropUnreadable(root: HtmlElement): void {
  const stack = [root];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    for (const child of at.children) {
      if (typeof child === "string") continue;
      child.dropped = NEVER_TEXT.has(child.tag) || isHidden(child);
      if (!child.dropped) stack.push(child);
    }
  }
}

function isHidden({ attributes }: HtmlElement): boolean {
  for (let at = 0; at < attributes.length; at += 2) {
    const name = attributes[at];
    if (name === "hidden") return true;
    if (name === "style" && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(attributes[at + 1] ?? ""))
      return true;
  }
  return false;
}
