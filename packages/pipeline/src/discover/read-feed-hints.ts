import { Parser } from "htmlparser2";

import { writeInChunks } from "./write-in-chunks.ts";

export interface PageHints {
  base: string | null;
  generator: string | null;
  links: { rel: string[]; type: string; href: string; title: string | null }[];
  anchors: { href: string; text: string }[];
}

const MAX_DEPTH = 1_024;
const MAX_LINKS = 500;
const MAX_ANCHORS = 5_000;
const MAX_TEXT = 200;

/** The parts of a page that may name feeds, read in one pass without a tree; reading stops at a hostile depth. */
export function readFeedHints(html: string): PageHints {
  const hints: PageHints = { base: null, generator: null, links: [], anchors: [] };
  let depth = 0;
  let anchor: { href: string; text: string } | null = null;
  const parser = new Parser({
    onopentag(name, attributes) {
      depth += 1;
      readHead(hints, name, attributes);
      if (name !== "a" || attributes.href === undefined || hints.anchors.length >= MAX_ANCHORS) return;
      const label = attributes.title ?? attributes["aria-label"] ?? "";
      anchor = { href: attributes.href, text: label.slice(0, MAX_TEXT) };
    },
    ontext(text) {
      if (anchor && anchor.text.length < MAX_TEXT) anchor.text += ` ${text.slice(0, MAX_TEXT)}`;
    },
    onclosetag(name) {
      depth -= 1;
      if (name !== "a" || !anchor) return;
      hints.anchors.push({ href: anchor.href, text: anchor.text.replace(/\s+/gu, " ").trim() });
      anchor = null;
    },
  });
  writeInChunks(parser, html, () => depth > MAX_DEPTH);
  return hints;
}

function readHead(hints: PageHints, name: string, attributes: Record<string, string>): void {
  if (name === "base") hints.base ??= attributes.href ?? null;
  if (name === "meta" && attributes.name?.toLowerCase() === "generator") {
    hints.generator ??= attributes.content ?? null;
  }
  if (name !== "link" || attributes.href === undefined || hints.links.length >= MAX_LINKS) return;
  hints.links.push({
    rel: (attributes.rel ?? "").slice(0, MAX_TEXT).toLowerCase().split(/\s+/u).filter(Boolean),
    type: (attributes.type ?? "").slice(0, MAX_TEXT).replace(/;.*$/su, "").trim().toLowerCase(),
    href: attributes.href,
    title: attributes.title?.slice(0, MAX_TEXT).trim() ?? null,
  });
}
