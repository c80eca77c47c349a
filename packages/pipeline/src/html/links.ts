import { httpUrl } from "../http-url.ts";
import { attribute } from "./attributes.ts";
import { lineOf } from "./text.ts";
import { BLOCK_TAGS, type HtmlElement } from "./tree.ts";

/** A link as absolute http(s) URL, or null for anything else (javascript:, mailto:, fragments of the page …). */
export function resolveLink(href: string | undefined, base: string): string | null {
  if (href === undefined || href.trimStart().startsWith("#")) return null;
  return httpUrl(href, base)?.href ?? null;
}

/** The links below an element: absolute, in order, each URL once, at most 2,000. */
export function collectLinks(root: HtmlElement, base: string): { url: string; text: string }[] {
  const found = new Map<string, string>();
  visit(root, root.muted, base, found);
  return [...found].map(([url, text]) => ({ url, text }));
}

const MAX_LINKS = 2_000;

function visit(node: HtmlElement, muted: boolean, base: string, found: Map<string, string>): void {
  if (node.dropped || found.size >= MAX_LINKS) return;
  if (node.tag === "a") {
    const text = muted ? "" : lineOf(node).slice(0, 1_000);
    const url = muted && text === "" ? null : resolveLink(attribute(node.attributes, "href"), base);
    if (url !== null && !found.has(url)) found.set(url, text);
  }
  for (const child of node.children) {
    if (typeof child !== "string") visit(child, BLOCK_TAGS.has(child.tag) ? child.muted : muted, base, found);
  }
}
