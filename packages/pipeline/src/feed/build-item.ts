import { readDate } from "../dates.ts";

import type { Enclosure, FeedItem } from "./feed.ts";
import { fieldHtml, fieldTitle, fieldValue } from "./field-text.ts";
import { distinctNames, personName } from "./people.ts";
import { direct, type Fields, groupFields } from "./fields.ts";
import type { Field } from "./read-xml.ts";
import { resolveUrl } from "./resolve-url.ts";

/** What an item inherits from its feed. `base` is for references that no xml:base covers. */
export type ItemContext = { base: string; now: Date; authors: string[]; language: string | null };

/** Reads one item of an XML feed out of its elements. */
export function buildItem(elements: Field[], context: ItemContext): FeedItem {
  const fields = groupFields(elements);
  const guid = readGuid(fields);
  const published = readDates(fields, publishedKeys, context.now);
  const updated = readDates(fields, updatedKeys, context.now);
  const shown = published.raw === null ? updated : published;
  const authors = readAuthors(fields);
  return {
    guid: guid ? guid.value.slice(0, 2000) : null,
    url: readUrl(fields, guid, context.base),
    title: firstText(fields, titleKeys, fieldTitle) ?? "",
    authors: authors.length > 0 ? authors : context.authors,
    published: shown.at,
    publishedRaw: shown.raw,
    publishedFlag: shown.flag,
    updated: updated.at,
    summary: firstText(fields, summaryKeys, fieldHtml),
    content: firstText(fields, contentKeys, fieldHtml),
    categories: readCategories(fields),
    language: readLanguage(fields) ?? context.language,
    enclosures: readEnclosures(fields, context.base),
  };
}

const publishedKeys = [
  "pubdate",
  "published",
  "issued",
  "dc:date",
  "dcterms:issued",
  "atom:published",
  "date",
];
const updatedKeys = ["updated", "modified", "atom:updated", "dcterms:modified", "lastbuilddate"];
const titleKeys = ["title", "dc:title", "media:title", "itunes:title"];
const summaryKeys = [
  "description",
  "summary",
  "atom:summary",
  "dc:description",
  "itunes:summary",
  "media:description",
];
const contentKeys = ["content:encoded", "content", "atom:content", "xhtml:body"];

/** The authors of an item or channel, whichever vocabulary names them. */
export function readAuthors(fields: Fields): string[] {
  const plain = direct(fields, ["author", "dc:creator"]).filter(({ hasMarkup }) => !hasMarkup);
  const named = [...direct(fields, ["author/name", "atom:author/atom:name"]), ...plain];
  const names = named.map((field) => personName(fieldValue(field)));
  if (names.some((name) => name !== "")) return distinctNames(names);
  return distinctNames(
    direct(fields, ["itunes:author", "author/email"]).map((field) => personName(fieldValue(field))),
  );
}

/** The language of an item or channel: its own element before the xml:lang around it. */
export function readLanguage(fields: Fields): string | null {
  const element = direct(fields, ["language", "dc:language"]).map(fieldValue).find(Boolean);
  const inherited = direct(fields, ["item", "root"]).find((field) => field.language)?.language;
  const language = (element ?? inherited ?? "").trim().slice(0, 35);
  return /^[a-z]{2,8}(?:[-_][a-z0-9]{1,8})*$/i.test(language) ? language.replaceAll("_", "-") : null;
}

/** The addresses of the links with a relation (RFC 4287 section 4.2.7), HTML pages before other types. */
export function readLinks(fields: Fields, relation: string, base: string): string[] {
  const links = direct(fields, ["link", "atom:link"]).filter(
    ({ attributes }) =>
      attributes.has("href") && (attributes.get("rel") ?? "alternate").trim().toLowerCase() === relation,
  );
  const isPage = ({ attributes }: Field): boolean => /^$|html/i.test(attributes.get("type") ?? "");
  return [...links.filter(isPage), ...links.filter((link) => !isPage(link))]
    .map((link) => resolveUrl(link.attributes.get("href") ?? "", link.base ?? base))
    .filter((url) => url !== null);
}

/** The address that RSS gives as the text of a link element. */
export function readTextLink(fields: Fields, base: string): string | null {
  for (const link of direct(fields, ["link", "url"])) {
    const url = link.attributes.has("href") ? null : resolveUrl(fieldValue(link), link.base ?? base);
    if (url) return url;
  }
  return null;
}

/** The first of the keys, in their order of preference, whose text is not empty. */
export function firstText(
  fields: Fields,
  keys: readonly string[],
  read: (field: Field) => string | null,
): string | null {
  for (const key of keys) {
    for (const field of fields.get(key) ?? []) {
      const text = read(field);
      if (text) return text;
    }
  }
  return null;
}

type Guid = { value: string; mayBeUrl: boolean; field: Field };

function readGuid(fields: Fields): Guid | null {
  for (const field of direct(fields, ["guid", "id", "atom:id", "item", "dc:identifier"])) {
    const value = field.key === "item" ? readAbout(field) : fieldValue(field);
    const isPermaLink = field.attributes.get("ispermalink")?.trim().toLowerCase();
    if (value !== "") return { value, mayBeUrl: isPermaLink !== "false", field };
  }
  return null;
}

/** RDF names a resource by an attribute of whatever prefix (RSS 1.0 section 5.5). */
function readAbout({ attributes }: Field): string {
  for (const [name, value] of attributes) if (name.endsWith(":about")) return value.trim();
  return "";
}

function readUrl(fields: Fields, guid: Guid | null, base: string): string | null {
  const original = direct(fields, ["feedburner:origlink"])
    .map((field) => resolveUrl(fieldValue(field), base))
    .find((url) => url !== null);
  const linked = original ?? readTextLink(fields, base) ?? readLinks(fields, "alternate", base)[0];
  if (linked) return linked;
  const isAddress = guid !== null && guid.mayBeUrl && /^https?:\/\//i.test(guid.value);
  if (isAddress) return resolveUrl(guid.value, guid.field.base ?? base);
  const outOfLine = direct(fields, ["content"]).find(({ attributes }) => attributes.has("src"));
  return outOfLine ? resolveUrl(outOfLine.attributes.get("src") ?? "", outOfLine.base ?? base) : null;
}

type ReadDates = { at: Date | null; raw: string | null; flag: FeedItem["publishedFlag"] };

function readDates(fields: Fields, keys: readonly string[], now: Date): ReadDates {
  let unreadable: string | null = null;
  for (const field of direct(fields, keys)) {
    const raw = fieldValue(field).slice(0, 200);
    if (raw === "") continue;
    const date = readDate(raw, now);
    if (date) return { at: date.at, raw, flag: date.flag };
    unreadable ??= raw;
  }
  return { at: null, raw: unreadable, flag: unreadable === null ? null : "unreadable" };
}

function readCategories(fields: Fields): string[] {
  const names = direct(fields, ["category", "atom:category", "dc:subject"]).map(
    (field) =>
      fieldTitle(field) || (field.attributes.get("label") ?? field.attributes.get("term") ?? "").trim(),
  );
  return distinctNames(names.map((name) => name.slice(0, 200)));
}

function readEnclosures(fields: Fields, base: string): Enclosure[] {
  const found = new Map<string, Enclosure>();
  for (const { key, attributes, base: ownBase } of direct(fields, enclosureKeys)) {
    const isLink = key.endsWith("link");
    if (isLink && attributes.get("rel") !== "enclosure") continue;
    const url = resolveUrl(attributes.get(isLink ? "href" : "url") ?? "", ownBase ?? base);
    if (!url || found.has(url) || found.size >= MAX_ENCLOSURES) continue;
    const length = attributes.get("length") ?? attributes.get("filesize") ?? "";
    const isCount = /^\d{1,15}$/.test(length.trim());
    found.set(url, {
      url,
      type: attributes.get("type")?.trim().slice(0, 200) || null,
      length: isCount ? Number(length) : null,
    });
  }
  return [...found.values()];
}

const enclosureKeys = ["enclosure", "link", "atom:link", "media:content"];
const MAX_ENCLOSURES = 100;
