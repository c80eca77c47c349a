import { isHidden, type HtmlElement } from "../html/tree.ts";
import type { Segmented } from "./segments.ts";

/** Marks the tree so that only the chosen segments are rendered. */
export function keepSegments({ segments, boxes }: Segmented, chosen: Uint8Array): void {
  const keptBefore = new Int32Array(segments.length + 1);
  for (let at = 0; at < segments.length; at++) {
    const kept = chosen[at] === 1;
    keptBefore[at + 1] = (keptBefore[at] ?? 0) + Number(kept);
    const segment = segments[at];
    if (!kept && segment !== undefined) segment.box.element.muted = true;
  }
  for (const box of boxes) box.element.dropped = keptBefore[box.first] === keptBefore[box.last];
}

/** Drops what no reader sees as text: buttons, dialogs and hidden blocks. */
export function dropUnreadable(root: HtmlElement): void {
  const stack = [root];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    for (const child of at.children) {
      if (typeof child === "string" || child.dropped) continue;
      child.dropped = child.tag === "button" || child.tag === "dialog" || isHidden(child.attributes);
      if (!child.dropped) stack.push(child);
    }
  }
}
