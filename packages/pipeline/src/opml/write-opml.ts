import { splitFolders } from "./folder-path.ts";
import type { OpmlFeed } from "./read-opml.ts";

interface Folder {
  folders: Map<string, Folder>;
  feeds: OpmlFeed[];
}

const RESERVED = new Set([
  "text",
  "title",
  "xmlurl",
  "htmlurl",
  "type",
  "description",
  "language",
  "category",
]);

/**
 * An OPML 2.0 document. A feed appears under each of its folders, or at the top without any. Folders and
 * feeds are sorted, so equal content gives equal bytes whatever its order. Characters that XML 1.0 cannot
 * carry are left out; attributes with a prefix get a namespace declaration.
 */
export function writeOpml(outline: { title: string | null; feeds: OpmlFeed[]; created?: Date }): string {
  const root: Folder = { folders: new Map(), feeds: [] };
  for (const feed of outline.feeds) placeFeed(root, feed);
  const head = [
    ...(outline.title === null ? [] : [`    <title>${escapeXml(outline.title)}</title>`]),
    ...(outline.created ? [`    <dateCreated>${outline.created.toUTCString()}</dateCreated>`] : []),
  ];
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<opml version="2.0"${namespaces(outline.feeds)}>`,
    "  <head>",
    ...head,
    "  </head>",
    "  <body>",
    ...folderLines(root, "    "),
    "  </body>",
    "</opml>",
    "",
  ].join("\n");
}

function placeFeed(root: Folder, feed: OpmlFeed): void {
  const paths = feed.folders.map(splitFolders).filter((names) => names.length > 0);
  if (paths.length === 0) root.feeds.push(feed);
  for (const names of paths) {
    let folder = root;
    for (const name of names) {
      const next = folder.folders.get(name) ?? { folders: new Map(), feeds: [] };
      folder.folders.set(name, next);
      folder = next;
    }
    if (!folder.feeds.includes(feed)) folder.feeds.push(feed);
  }
}

function folderLines(folder: Folder, indent: string): string[] {
  const folders = [...folder.folders].sort(([a], [b]) => compare(a, b));
  const feeds = folder.feeds.toSorted((a, b) => compare(a.title, b.title) || compare(a.xmlUrl, b.xmlUrl));
  return [
    ...folders.flatMap(([name, child]) => [
      `${indent}<outline text="${escapeXml(name)}">`,
      ...folderLines(child, `${indent}  `),
      `${indent}</outline>`,
    ]),
    ...feeds.map((feed) => `${indent}<outline ${attributesOf(feed)}/>`),
  ];
}

function attributesOf(feed: OpmlFeed): string {
  const fields: [string, string | null][] = [
    ["text", feed.title],
    ["title", feed.title],
    ["type", feed.type],
    ["xmlUrl", feed.xmlUrl],
    ["htmlUrl", feed.htmlUrl],
    ["description", feed.description],
    ["language", feed.language],
    ...extraAttributes(feed).sort(([a], [b]) => compare(a, b)),
  ];
  return fields
    .flatMap(([name, value]) => (value === null ? [] : [`${name}="${escapeXml(value)}"`]))
    .join(" ");
}

function extraAttributes(feed: OpmlFeed): [string, string][] {
  return Object.entries(feed.attributes).filter(([name]) => isWritable(name));
}

function isWritable(name: string): boolean {
  const isName = /^[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?$/u.test(name);
  return isName && !RESERVED.has(name.toLowerCase()) && !/^xmlns(?::|$)/u.test(name);
}

function namespaces(feeds: OpmlFeed[]): string {
  const names = feeds.flatMap((feed) => extraAttributes(feed).map(([name]) => name));
  const prefixes = new Set(
    names.filter((name) => name.includes(":")).map((name) => name.split(":", 1)[0] ?? ""),
  );
  prefixes.delete("xml");
  return [...prefixes]
    .sort(compare)
    .map((prefix) => ` xmlns:${prefix}="urn:opml:${prefix}"`)
    .join("");
}

/** By code unit, so that the order depends on no locale. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

const NAMED = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
]);

function escapeXml(value: string): string {
  return (
    value
      .toWellFormed()
      // oxlint-disable-next-line no-control-regex -- these are what XML 1.0 section 2.2 leaves out
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu, "")
      .replace(/[&<>"\t\n\r]/gu, (character) => NAMED.get(character) ?? `&#${character.charCodeAt(0)};`)
  );
}
