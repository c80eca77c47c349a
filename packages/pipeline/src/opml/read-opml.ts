import { Parser } from "htmlparser2";

import { writeInChunks } from "../discover/write-in-chunks.ts";
import { joinFolders, splitFolders } from "./folder-path.ts";

export interface OpmlFeed {
  title: string;
  xmlUrl: string;
  htmlUrl: string | null;
  type: string | null;
  description: string | null;
  language: string | null;
  /** Paths such as "a/b"; a slash or backslash inside a folder's name is written with a backslash before it. */
  folders: string[];
  /** Every other attribute, prefixed ones (cti:tier) included. */
  attributes: Record<string, string>;
}

/** The text is not an outline. */
export class OpmlError extends Error {
  override name = "OpmlError";
}

const MAX_FEEDS = 50_000;
const MAX_DEPTH = 1_024;
const MAX_FOLDER_DEPTH = 32;
const MAX_FOLDERS_PER_FEED = 100;
const MAX_FOLDER_NAME = 500;
const MAX_URL = 4_096;
const MAX_TITLE = 2_000;
/** Attributes with a field of their own; names are compared without case because writers differ. */
const KNOWN = new Set(["text", "title", "xmlurl", "htmlurl", "type", "description", "language", "category"]);

/** An open folder; its path is joined once, since many feeds share it. */
interface Folder {
  names: string[];
  path: string;
}

interface State {
  depth: number;
  outlines: number;
  /** Per open outline: its folder, or null when it opened none. */
  open: (Folder | null)[];
  title: string | null;
  isInTitle: boolean;
  feeds: Map<string, { feed: OpmlFeed; folders: Set<string> }>;
  skipped: number;
  isFull: boolean;
}

/**
 * Reads the feeds of an outline (OPML 2.0, and 1.0 as found in the wild). Nested outlines and the category
 * attribute both give folders; a feed listed twice is one feed in all its folders. Broken XML yields what
 * can be read. At most 50,000 feeds. Throws OpmlError when there is no outline element at all.
 */
export function readOpml(xml: string): { title: string | null; feeds: OpmlFeed[]; warnings: string[] } {
  const state: State = {
    depth: 0,
    outlines: 0,
    open: [],
    title: null,
    isInTitle: false,
    feeds: new Map(),
    skipped: 0,
    isFull: false,
  };
  const parser = new Parser(handlerFor(state), { xmlMode: true });
  writeInChunks(parser, xml.replace(/^\uFEFF/u, ""), () => state.depth > MAX_DEPTH);
  if (state.outlines === 0) throw new OpmlError("Not OPML: it holds no outline");
  const feeds = [...state.feeds.values()].map(({ feed, folders }) => ({ ...feed, folders: [...folders] }));
  return { title: state.title, feeds, warnings: warningsOf(state) };
}

function handlerFor(state: State) {
  return {
    onopentag(name: string, attributes: Record<string, string>): void {
      state.depth += 1;
      const tag = name.toLowerCase();
      state.isInTitle = tag === "title" && state.outlines === 0;
      if (state.isInTitle) state.title = null;
      if (tag === "outline") openOutline(state, attributes);
    },
    ontext(text: string): void {
      if (state.isInTitle) state.title = ((state.title ?? "") + text).slice(0, MAX_TITLE);
    },
    onclosetag(name: string): void {
      state.depth -= 1;
      state.isInTitle = false;
      if (name.toLowerCase() === "outline") state.open.pop();
    },
  };
}

function openOutline(state: State, attributes: Record<string, string>): void {
  state.outlines += 1;
  const known = new Map<string, string>();
  for (const [name, value] of Object.entries(attributes)) {
    const folded = name.toLowerCase();
    if (KNOWN.has(folded) || folded === "url") known.set(folded, value);
  }
  const parent = state.open.findLast((folder) => folder !== null) ?? null;
  const isRss = /^(?:rss|atom)/iu.test(known.get("type") ?? "");
  const xmlUrl = (known.get("xmlurl") ?? (isRss ? known.get("url") : undefined))?.trim();
  if (xmlUrl === undefined || xmlUrl === "") {
    const name = filled(known.get("text")) ?? filled(known.get("title"));
    state.open.push(name === null ? null : folderIn(parent, name));
    return;
  }
  state.open.push(null);
  addFeed(state, { xmlUrl, known, attributes, parent });
}

function folderIn(parent: Folder | null, name: string): Folder | null {
  const names = [...(parent?.names ?? []), name.slice(0, MAX_FOLDER_NAME)];
  return names.length > MAX_FOLDER_DEPTH ? null : { names, path: joinFolders(names) };
}

function addFeed(
  state: State,
  outline: {
    xmlUrl: string;
    known: Map<string, string>;
    attributes: Record<string, string>;
    parent: Folder | null;
  },
): void {
  const { xmlUrl, known, attributes, parent } = outline;
  if (xmlUrl.length > MAX_URL || !URL.canParse(xmlUrl)) {
    state.skipped += 1;
    return;
  }
  const entry = state.feeds.get(xmlUrl) ?? {
    feed: feedOf(xmlUrl, known, attributes),
    folders: new Set<string>(),
  };
  if (!state.feeds.has(xmlUrl) && state.feeds.size >= MAX_FEEDS) {
    state.isFull = true;
    return;
  }
  state.feeds.set(xmlUrl, entry);
  const paths = parent === null ? [] : [parent.path];
  for (const path of [...paths, ...categoriesOf(known.get("category"))]) {
    if (entry.folders.size < MAX_FOLDERS_PER_FEED) entry.folders.add(path);
  }
}

function feedOf(xmlUrl: string, known: Map<string, string>, attributes: Record<string, string>): OpmlFeed {
  const title = filled(known.get("title")) ?? filled(known.get("text")) ?? xmlUrl;
  const unknown = Object.entries(attributes).filter(([name]) => !KNOWN.has(name.toLowerCase()));
  return {
    title: title.slice(0, MAX_TITLE),
    xmlUrl,
    htmlUrl: filled(known.get("htmlurl")),
    type: filled(known.get("type")),
    description: filled(known.get("description")),
    language: filled(known.get("language")),
    folders: [],
    attributes: Object.fromEntries(unknown.slice(0, 100)),
  };
}

/** OPML 2.0 "category": comma-separated paths with slashes, of which the first may lead. */
function categoriesOf(category: string | undefined): string[] {
  const paths = (category ?? "").slice(0, 10_000).split(",").slice(0, MAX_FOLDERS_PER_FEED);
  return paths
    .map((path) => splitFolders(path.trim()).slice(0, MAX_FOLDER_DEPTH))
    .map((names) => joinFolders(names.map((name) => name.slice(0, MAX_FOLDER_NAME))))
    .filter((path) => path !== "");
}

function filled(value: string | undefined): string | null {
  return value === undefined || value.trim() === "" ? null : value;
}

function warningsOf(state: State): string[] {
  const warnings: string[] = [];
  if (state.skipped > 0) warnings.push(`${state.skipped} outlines without an absolute address were skipped`);
  if (state.isFull) warnings.push(`Only the first ${MAX_FEEDS} feeds were read`);
  if (state.depth > MAX_DEPTH) warnings.push("Reading stopped: outlines are nested too deep");
  return warnings;
}
