import { readDate } from "../dates.ts";
import { plainText } from "../plain-text.ts";

import { type Enclosure, type Feed, FeedError, type FeedItem } from "./feed.ts";
import { titleText } from "./field-text.ts";
import { distinctNames, personName } from "./people.ts";
import { resolveUrl } from "./resolve-url.ts";
import { cleanControls, escapeHtml } from "./xml-text.ts";

type JsonFeed = Omit<Feed, "warnings"> & { emptyItems: number };

/** Reads a JSON Feed 1.0 or 1.1 (jsonfeed.org); throws FeedError if it is no JSON or no feed. */
export function parseJsonFeed(body: string, options: { url: string; now: Date; maxItems: number }): JsonFeed {
  const feed = readRoot(body);
  const entries = Array.isArray(feed["items"]) ? feed["items"].slice(0, options.maxItems + 1) : [];
  const objects = entries.slice(0, options.maxItems).filter(isObject);
  const language = text(feed["language"]) || null;
  const context = { ...options, authors: readAuthors(feed), language };
  const items = objects.map((item) => buildJsonItem(item, context));
  return {
    format: "json",
    title: titleText(text(feed["title"])),
    siteUrl: resolveUrl(text(feed["home_page_url"]), options.url),
    selfUrl: resolveUrl(text(feed["feed_url"]), options.url),
    nextUrl: resolveUrl(text(feed["next_url"]), options.url),
    description: plainText(text(feed["description"])).slice(0, 5000) || null,
    language,
    ttlMinutes: null,
    items,
    truncated: entries.length > options.maxItems,
    emptyItems: entries.length - objects.length,
  };
}

type JsonObject = Record<string, unknown>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readRoot(body: string): JsonObject {
  let root: unknown;
  try {
    root = JSON.parse(body);
  } catch (error) {
    throw new FeedError("not_a_feed", "The document starts like JSON and is not", { cause: error });
  }
  const isFeed = isObject(root) && (/jsonfeed/i.test(text(root["version"])) || Array.isArray(root["items"]));
  if (!isFeed || !isObject(root))
    throw new FeedError("not_a_feed", "The document is JSON, but not a JSON Feed");
  return root;
}

type JsonContext = { url: string; now: Date; authors: string[]; language: string | null };

function buildJsonItem(item: JsonObject, context: JsonContext): FeedItem {
  const guid = text(item["id"]).trim();
  const dates = readDates(item, context.now);
  const authors = readAuthors(item);
  const plain = text(item["content_text"]);
  const summary = text(item["summary"]).trim();
  const linked =
    resolveUrl(text(item["url"]), context.url) ?? resolveUrl(text(item["external_url"]), context.url);
  return {
    guid: guid.slice(0, 2000) || null,
    url: linked ?? (/^https?:\/\//i.test(guid) ? resolveUrl(guid, context.url) : null),
    title: titleText(text(item["title"]).slice(0, 20_000)),
    authors: authors.length > 0 ? authors : context.authors,
    ...dates,
    summary: summary === "" ? null : escapeHtml(summary),
    content: text(item["content_html"]).trim() || escapeHtml(plain).trim() || null,
    categories: distinctNames(list(item["tags"]).map((tag) => plainText(text(tag)).slice(0, 200))),
    language: text(item["language"]) || context.language,
    enclosures: list(item["attachments"]).flatMap((entry) => readAttachment(entry, context.url)),
  };
}

function readDates(
  item: JsonObject,
  now: Date,
): Pick<FeedItem, "published" | "publishedRaw" | "publishedFlag" | "updated"> {
  const publishedText = text(item["date_published"]).trim();
  const updatedText = text(item["date_modified"]).trim();
  const raw = (publishedText || updatedText).slice(0, 200);
  const published = readDate(raw, now);
  return {
    published: published?.at ?? null,
    publishedRaw: raw || null,
    publishedFlag: published ? published.flag : raw === "" ? null : "unreadable",
    updated: readDate(updatedText.slice(0, 200), now)?.at ?? null,
  };
}

function readAuthors(holder: JsonObject): string[] {
  const people = [...list(holder["authors"]), holder["author"]];
  return distinctNames(people.map((person) => personName(text(isObject(person) ? person["name"] : person))));
}

function readAttachment(entry: unknown, base: string): Enclosure[] {
  if (!isObject(entry)) return [];
  const url = resolveUrl(text(entry["url"]), base);
  const size = entry["size_in_bytes"];
  const length = typeof size === "number" && Number.isSafeInteger(size) && size >= 0 ? size : null;
  return url ? [{ url, type: text(entry["mime_type"]).slice(0, 200) || null, length }] : [];
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value.slice(0, 1000) : [];
}

function text(value: unknown): string {
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? cleanControls(value) : "";
}
