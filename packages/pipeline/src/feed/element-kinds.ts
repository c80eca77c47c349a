import type { FeedFormat } from "./feed.ts";

export const rootFormats = new Map<string, FeedFormat>([
  ["rss", "rss"],
  ["channel", "rss"],
  ["rdf:rdf", "rdf"],
  ["feed", "atom"],
]);
export const itemKeys = new Set(["item", "entry"]);
export const roots = new Set([...rootFormats.keys(), ...itemKeys]);

/** Elements whose child elements are markup, not fields. */
export const textKeys = words(
  "title subtitle tagline description summary content content:encoded rights info copyright",
  "xhtml:body media:title media:description media:text itunes:summary itunes:subtitle itunes:title",
  "dc:description dc:title",
);
/** Elements that hold neither fields nor markup, so that a start tag inside them means a lost end tag. */
export const leafKeys = words(
  "link guid id pubdate published updated issued modified created lastbuilddate category comments",
  "language ttl generator docs name email uri url enclosure managingeditor webmaster dc:date",
  "dc:creator dc:subject dc:language feedburner:origlink itunes:author atom:link sy:updateperiod",
  "sy:updatefrequency",
);
/** Start tags that cannot stand inside the text of an item, HTML having no such elements. */
export const neverMarkup = words(
  "author category comments guid id pubdate published updated issued modified enclosure",
);
export const neverInTitle = new Set([...neverMarkup, "link", "description", "summary", "content"]);
/** Namespaces with elements for items and none for text. */
export const vocabulary = /^(?:dc|dcterms|content|media|itunes|feedburner|sy):/;

function words(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.join(" ").split(" "));
}
