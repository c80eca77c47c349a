import { parseHtml, type HtmlDocument } from "../html/tree.ts";
import { segmentsOf, type Segmented } from "./segments.ts";

const FEW_WORDS = 100;

/**
 * The segments of a page. Where it shows next to nothing, what it offers to readers without scripts stands in for
 * its body (forums that render in the browser do so).
 */
export function segmentsShown(document: HtmlDocument): Segmented {
  let shown = segmentsOf(document.root);
  if (shown.words > FEW_WORDS) return shown;
  for (const markup of document.head.noscript) {
    const inner = segmentsOf(parseHtml(markup).root);
    if (inner.words >= shown.words + FEW_WORDS) shown = inner;
  }
  return shown;
}
