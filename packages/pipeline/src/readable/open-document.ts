import { parseHtml, type HtmlDocument } from "../html/tree.ts";
import { segmentsOf, type Segmented } from "./segments.ts";

const FEW_WORDS = 100;

/**
 * Parses a page and splits it. Where it shows next to nothing, what it offers to readers without scripts takes
 * the place of its body (forums that render in the browser do so).
 */
export function openDocument(html: string): { document: HtmlDocument; segmented: Segmented } {
  const document = parseHtml(html);
  let segmented = segmentsOf(document.root);
  if (segmented.words > FEW_WORDS) return { document, segmented };
  for (const markup of document.head.noscript) {
    const { root } = parseHtml(markup);
    const inner = segmentsOf(root);
    if (inner.words < segmented.words + FEW_WORDS) continue;
    segmented = inner;
    document.root = root;
  }
  return { document, segmented };
}
