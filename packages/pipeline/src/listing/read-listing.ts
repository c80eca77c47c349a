import { parseBounded } from "./parse-bounded.ts";
import { findArticleLinks } from "./find-article-links.ts";
import { baseOf, type ListedItem } from "./listed-item.ts";
import { selectItems, type ListingSelectors } from "./select-items.ts";

/**
 * The articles that an overview page lists, in page order, each address once, at most 500. With selectors
 * it takes what they select; without, the group of same-site links that looks most like articles, and none
 * when no group of three does. Throws SelectorError for a selector that is not valid CSS.
 */
export function readListing(
  html: string,
  options: { url: string; selectors?: ListingSelectors | null; now: Date },
): { items: ListedItem[]; warnings: string[] } {
  const { selectors, now } = options;
  const document = parseBounded(html);
  const page = { url: options.url, base: baseOf(document, options.url), now };
  const hasSelectors = Object.values(selectors ?? {}).some(
    (selector) => selector !== undefined && selector !== "",
  );
  if (selectors && hasSelectors) return selectItems(document, selectors, page);
  const items = findArticleLinks(document, page);
  return { items, warnings: items.length > 0 ? [] : ["No group of links on the page looks like articles"] };
}
