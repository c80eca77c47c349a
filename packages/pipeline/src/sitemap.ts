import { Parser } from "htmlparser2";

import { readDate } from "./dates.ts";
import { resolveUrl } from "./discover/resolve-url.ts";
import { writeInChunks } from "./discover/write-in-chunks.ts";

export interface SitemapEntry {
  url: string;
  lastModified: Date | null;
  title: string | null;
  published: Date | null;
}

export interface Sitemap {
  kind: "urlset" | "index";
  entries: SitemapEntry[];
  warnings: string[];
}

/** The text is not a sitemap. */
export class SitemapError extends Error {
  override name = "SitemapError";
  readonly reason = "not_a_sitemap";
}

const MAX_ENTRIES = 50_000;
const MAX_DEPTH = 64;
const MAX_FIELD = 4_096;

interface State {
  now: Date;
  maxEntries: number;
  kind: Sitemap["kind"] | null;
  stack: string[];
  fields: Map<string, string>;
  text: string;
  entries: Map<string, SitemapEntry>;
  refused: number;
  isFull: boolean;
}

/**
 * Reads a sitemap, a sitemap index or a news sitemap (sitemaps.org 0.9, sitemap-news 0.9). Entries keep
 * their order; a repeated address is one entry, and one that is not an absolute http(s) address is refused
 * with a warning. At most `maxEntries` (50,000, the protocol's own limit). Cut-off text yields what came
 * before the cut. Throws SitemapError when the root is neither a urlset nor a sitemapindex.
 */
export function readSitemap(xml: string, options: { url: string; now: Date; maxEntries?: number }): Sitemap {
  const maxEntries = Math.min(options.maxEntries ?? MAX_ENTRIES, MAX_ENTRIES);
  const state: State = {
    now: options.now,
    maxEntries,
    kind: null,
    stack: [],
    fields: new Map(),
    text: "",
    entries: new Map(),
    refused: 0,
    isFull: false,
  };
  const parser = new Parser(handlerFor(state), { xmlMode: true });
  writeInChunks(parser, xml, () => state.isFull || state.stack.length > MAX_DEPTH);
  if (state.kind === null) throw new SitemapError(`No sitemap at ${options.url}: it holds no element`);
  return { kind: state.kind, entries: [...state.entries.values()], warnings: warningsOf(state) };
}

function handlerFor(state: State) {
  return {
    onopentag(name: string): void {
      const local = localName(name);
      state.kind ??= kindOfRoot(local);
      state.stack.push(local);
      state.text = "";
      if (local === entryTag(state)) state.fields.clear();
    },
    ontext(text: string): void {
      if (state.text.length < MAX_FIELD) state.text += text.slice(0, MAX_FIELD);
    },
    onclosetag(name: string): void {
      const local = localName(name);
      state.stack.pop();
      const field = `${state.stack.at(-1) ?? ""}/${local}`;
      if (FIELDS.has(field) && !state.fields.has(local)) state.fields.set(local, state.text.trim());
      state.text = "";
      if (local === entryTag(state)) addEntry(state);
    },
  };
}

const FIELDS = new Set([
  "url/loc",
  "url/lastmod",
  "sitemap/loc",
  "sitemap/lastmod",
  "news/title",
  "news/publication_date",
]);

function kindOfRoot(local: string): Sitemap["kind"] {
  if (local === "urlset") return "urlset";
  if (local === "sitemapindex") return "index";
  throw new SitemapError(`Not a sitemap: the root element is <${local.slice(0, 40)}>`);
}

function entryTag({ kind }: State): string {
  return kind === "index" ? "sitemap" : "url";
}

function localName(name: string): string {
  return name.slice(name.lastIndexOf(":") + 1).toLowerCase();
}

function addEntry(state: State): void {
  const raw = state.fields.get("loc");
  if (raw === undefined) return;
  // Without a base only an absolute address resolves, as the protocol demands.
  const url = URL.canParse(raw) ? resolveUrl(raw, raw) : null;
  if (url === null) {
    state.refused += 1;
    return;
  }
  if (state.entries.has(url)) return;
  if (state.entries.size >= state.maxEntries) {
    state.isFull = true;
    return;
  }
  state.entries.set(url, {
    url,
    lastModified: dateOf(state.fields.get("lastmod"), state.now),
    title: state.fields.get("title")?.replace(/\s+/gu, " ") || null,
    published: dateOf(state.fields.get("publication_date"), state.now),
  });
}

function dateOf(raw: string | undefined, now: Date): Date | null {
  return raw ? (readDate(raw, now)?.at ?? null) : null;
}

function warningsOf(state: State): string[] {
  const warnings: string[] = [];
  if (state.refused > 0)
    warnings.push(`${state.refused} entries without an absolute http(s) address were refused`);
  if (state.isFull) warnings.push(`Only the first ${state.maxEntries} entries were read`);
  if (state.stack.length > MAX_DEPTH) warnings.push("Reading stopped: elements are nested too deep");
  return warnings;
}
