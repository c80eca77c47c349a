import type { Attributes } from "./xml-attributes.ts";

/** The namespaces in force at an element; a chain, so that a declaration costs nothing to copy. */
export type Scope = {
  parent: Scope | null;
  declared: ReadonlyMap<string, string>;
  /** Keys already worked out for names in this scope. */
  keys: Map<string, string>;
};

export const rootScope: () => Scope = () => ({ parent: null, declared: new Map(), keys: new Map() });

/** The scope inside an element: the same one unless the element declares a namespace. */
export function innerScope(scope: Scope, attributes: Attributes): Scope {
  let declared: Map<string, string> | null = null;
  for (const [name, value] of attributes) {
    if (name !== "xmlns" && !name.startsWith("xmlns:")) continue;
    declared ??= new Map();
    declared.set(name.slice(6), customaryPrefix(value));
  }
  return declared ? { parent: scope, declared, keys: new Map() } : scope;
}

/**
 * A name as this parser knows it: lower-case, with the customary prefix of the namespace it is in, and none
 * for RSS's and Atom's own elements. Undeclared prefixes are taken to mean what they customarily mean.
 */
export function keyOf(scope: Scope, name: string): string {
  const known = scope.keys.get(name);
  if (known !== undefined) return known;
  const key = resolveKey(scope, name);
  if (scope.keys.size < MAX_KEYS) scope.keys.set(name, key);
  return key;
}

const MAX_KEYS = 1000;

function resolveKey(scope: Scope, name: string): string {
  const lower = name.toLowerCase();
  const colon = lower.indexOf(":");
  const prefix = colon === -1 ? "" : lower.slice(0, colon);
  const local = colon === -1 ? lower : lower.slice(colon + 1);
  const namespace = lookUp(scope, prefix) ?? customary.get(prefix) ?? prefix;
  // Feeds put the Atom namespace on <rss>, so an unprefixed name is the document's own unless it is XHTML.
  const isOwn = namespace === "" || namespace === "rss" || (prefix === "" && namespace !== "xhtml");
  return isOwn ? local : `${namespace}:${local}`;
}

function lookUp(scope: Scope, prefix: string): string | null {
  for (let at: Scope | null = scope; at; at = at.parent) {
    const namespace = at.declared.get(prefix);
    if (namespace !== undefined) return namespace === "?" ? null : namespace;
  }
  return null;
}

function customaryPrefix(uri: string): string {
  const plain = uri
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/[#/]+$/, "");
  return byUri.get(plain) ?? "?";
}

/** Namespace URIs without scheme and final slash, as feeds are careless with both. */
const byUri = new Map([
  ["www.w3.org/2005/atom", "atom"],
  ["purl.org/atom/ns", "atom"],
  ["purl.org/atom-blog/ns", "atom"],
  ["purl.org/rss/1.0", "rss"],
  ["my.netscape.com/rdf/simple/0.9", "rss"],
  ["channel.netscape.com/rdf/simple/0.9", "rss"],
  ["backend.userland.com/rss", "rss"],
  ["backend.userland.com/rss2", "rss"],
  ["blogs.law.harvard.edu/tech/rss", "rss"],
  ["cyber.law.harvard.edu/rss/rss.html", "rss"],
  ["www.w3.org/1999/02/22-rdf-syntax-ns", "rdf"],
  ["purl.org/rss/1.0/modules/content", "content"],
  ["purl.org/dc/elements/1.1", "dc"],
  ["purl.org/dc/elements/1.0", "dc"],
  ["purl.org/dc/terms", "dcterms"],
  ["purl.org/rss/1.0/modules/syndication", "sy"],
  ["search.yahoo.com/mrss", "media"],
  ["video.search.yahoo.com/mrss", "media"],
  ["www.itunes.com/dtds/podcast-1.0.dtd", "itunes"],
  ["rssnamespace.org/feedburner/ext/1.0", "feedburner"],
  ["www.w3.org/1999/xhtml", "xhtml"],
  ["www.w3.org/xml/1998/namespace", "xml"],
]);

const customary = new Map([
  ["a10", "atom"],
  ["rss1", "rss"],
  ["purl", "content"],
  ["dct", "dcterms"],
  ["syn", "sy"],
  ["mrss", "media"],
  ["html", "xhtml"],
]);
