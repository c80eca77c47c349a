import { compile, selectAll } from "css-select";
import { isTag, type ChildNode, type Document, type Element } from "domhandler";

import { resolveUrl } from "../discover/resolve-url.ts";
import {
  dateFields,
  findElement,
  rawDateOf,
  rawDateOfUrl,
  textOf,
  type ListedItem,
  type ListingPage,
} from "./listed-item.ts";

/** CSS selectors; all but `item` are read inside an item, and default to what an item usually holds. */
export interface ListingSelectors {
  item?: string;
  link?: string;
  title?: string;
  date?: string;
  summary?: string;
}

/** A selector that is not valid CSS; the message names it. */
export class SelectorError extends Error {
  override name = "SelectorError";
  readonly reason = "bad_selector";
  readonly selector: keyof ListingSelectors;

  constructor(selector: keyof ListingSelectors, message: string, options?: ErrorOptions) {
    super(message, options);
    this.selector = selector;
  }
}

type Select = (element: Element) => Element | null;

const MAX_ITEMS = 500;
const MAX_SELECTOR = 500;

/** Takes the items that selectors name. Throws SelectorError. */
export function selectItems(
  document: Document,
  selectors: ListingSelectors,
  page: ListingPage,
): { items: ListedItem[]; warnings: string[] } {
  const roots = selectRoots(document, selectors);
  const select = {
    link: selectorIn(selectors, "link"),
    title: selectorIn(selectors, "title"),
    date: selectorIn(selectors, "date"),
    summary: selectorIn(selectors, "summary"),
  };
  const items = new Map<string, ListedItem>();
  let missing = 0;
  for (const root of roots.slice(0, MAX_ITEMS)) {
    const item = readItem(root, select, page);
    if (item === null) missing += 1;
    else if (!items.has(item.url)) items.set(item.url, item);
  }
  const warnings = missing > 0 ? [`${missing} of ${roots.length} items have no link or title`] : [];
  if (roots.length === 0) warnings.push("The selectors match nothing on the page");
  if (roots.length > MAX_ITEMS)
    warnings.push(`Only the first ${MAX_ITEMS} of ${roots.length} items were read`);
  return { items: [...items.values()], warnings };
}

/** Without an item selector each link (or title) stands for its item. */
function selectRoots(document: Document, selectors: ListingSelectors): Element[] {
  const name = (["item", "link", "title"] as const).find((key) => selectors[key]);
  if (name === undefined) return [];
  return selectAll<ChildNode | Document, Element>(compileSelector(name, selectors[name] ?? ""), document);
}

function selectorIn(selectors: ListingSelectors, name: keyof ListingSelectors): Select | null {
  const source = selectors[name];
  if (!source) return null;
  const query = compileSelector(name, source);
  // The item itself counts, so that a selector may name the very element that the item is.
  return (element) => findElement(element, query);
}

function compileSelector(name: keyof ListingSelectors, source: string): (element: Element) => boolean {
  if (source.length > MAX_SELECTOR) {
    throw new SelectorError(name, `The ${name} selector is longer than ${MAX_SELECTOR} characters`);
  }
  try {
    const query = compile<ChildNode | Document, Element>(source);
    return (element) => query(element);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SelectorError(name, `The ${name} selector "${source}" is not valid CSS: ${why}`, { cause });
  }
}

function readItem(
  root: Element,
  select: Record<"link" | "title" | "date" | "summary", Select | null>,
  page: ListingPage,
): ListedItem | null {
  const chosen = select.link ? select.link(root) : root;
  const link = chosen && (findElement(chosen, isLink) ?? closestLink(chosen));
  const url = link && resolveUrl(link.attribs.href ?? "", page.base);
  const heading = select.title ? select.title(root) : (findElement(root, isHeading) ?? link);
  const title = heading === null ? "" : textOf(heading);
  if (!link || !url) return null;
  const shown = title || (link.attribs.title ?? link.attribs["aria-label"] ?? "").trim();
  if (shown === "") return null;
  const dated = select.date ? select.date(root) : root;
  const raw = dated && (rawDateOf(dated) ?? (select.date ? textOf(dated).slice(0, 100) || null : null));
  const described = select.summary ? select.summary(root) : findElement(root, ({ name }) => name === "p");
  return {
    url,
    title: shown,
    ...dateFields([raw, rawDateOfUrl(url)], page.now),
    summary: (described && textOf(described)) || null,
  };
}

function isLink({ name, attribs }: Element): boolean {
  return name === "a" && attribs.href !== undefined;
}

function isHeading({ name }: Element): boolean {
  return /^h[1-6]$/u.test(name);
}

function closestLink(element: Element): Element | null {
  for (let at = element.parent; at !== null; at = at.parent) {
    if (isTag(at) && isLink(at)) return at;
  }
  return null;
}
