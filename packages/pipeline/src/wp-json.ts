import { readDate } from "./dates.ts";
import { resolveUrl } from "./discover/resolve-url.ts";
import type { FeedItem } from "./feed/feed.ts";
import { plainText } from "./plain-text.ts";

/** The text is not a list of WordPress posts; the message says what it is instead. */
export class WpJsonError extends Error {
  override name = "WpJsonError";
  readonly reason = "not_wp_json";
}

const MAX_JSON = 50_000_000;
const MAX_POSTS = 1_000;
const MAX_NAMES = 100;

/**
 * Reads the answer of `GET /wp-json/wp/v2/posts` (WordPress REST API handbook, "Posts"), with `_embed` for
 * names of authors and terms. At most 1,000 posts; entries that are no posts are skipped with a warning.
 * Throws WpJsonError for anything but an array.
 */
export function readWpPosts(
  json: string,
  options: { url: string; now: Date },
): { items: FeedItem[]; warnings: string[] } {
  const list = parseList(json);
  const warnings: string[] = [];
  if (list.length > MAX_POSTS) warnings.push(`Only the first ${MAX_POSTS} of ${list.length} posts were read`);
  const posts = list.slice(0, MAX_POSTS);
  const items = posts.filter(isPost).map((post) => readPost(post, options));
  const skipped = posts.length - items.length;
  if (skipped > 0) warnings.push(`${skipped} entries are not posts`);
  return { items, warnings };
}

type Json = Record<string, unknown>;

function parseList(json: string): unknown[] {
  if (json.length > MAX_JSON) throw new WpJsonError(`The answer is longer than ${MAX_JSON} characters`);
  const value = parseJson(json);
  if (Array.isArray(value)) return value;
  const code = isObject(value) ? textOf(value.code) : null;
  throw new WpJsonError(
    code ? `WordPress answered ${code.slice(0, 100)}` : "The answer is not a list of posts",
  );
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json.replace(/^\uFEFF/u, ""));
  } catch (cause) {
    throw new WpJsonError("The answer is not JSON", { cause });
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPost(value: unknown): value is Json {
  return isObject(value) && (value.link !== undefined || value.title !== undefined);
}

function readPost(post: Json, { url, now }: { url: string; now: Date }): FeedItem {
  const embedded = isObject(post._embedded) ? post._embedded : {};
  const publishedRaw = gmt(post.date_gmt) ?? textOf(post.date);
  const published = publishedRaw === null ? null : readDate(publishedRaw, now);
  const updatedRaw = gmt(post.modified_gmt) ?? textOf(post.modified);
  const link = textOf(post.link);
  return {
    guid: rendered(post.guid),
    url: link === null ? null : resolveUrl(link, url),
    title: plainText(rendered(post.title) ?? "").trim(),
    authors: namesOf(asList(embedded.author)),
    published: published?.at ?? null,
    publishedRaw,
    publishedFlag: publishedRaw !== null && published === null ? "unreadable" : (published?.flag ?? null),
    updated: updatedRaw === null ? null : (readDate(updatedRaw, now)?.at ?? null),
    summary: rendered(post.excerpt),
    content: rendered(post.content),
    categories: namesOf(asList(embedded["wp:term"]).flatMap(asList)),
    language: textOf(post.lang),
    enclosures: [],
  };
}

/** `*_gmt` fields carry no zone; an unset one is all zeros. */
function gmt(value: unknown): string | null {
  const raw = textOf(value);
  if (raw === null || raw.startsWith("0000")) return null;
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/u.test(raw) ? `${raw}Z` : raw;
}

/** Rendered fields are `{rendered, protected}`; a protected text is not delivered. */
function rendered(value: unknown): string | null {
  return isObject(value) ? textOf(value.rendered) : textOf(value);
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value.slice(0, MAX_NAMES) : [];
}

function namesOf(values: unknown[]): string[] {
  const names = values.map((value) => (isObject(value) ? textOf(value.name) : null));
  const readable = names.filter((name) => name !== null).map((name) => plainText(name.slice(0, 500)).trim());
  return [...new Set(readable)].filter((name) => name !== "").slice(0, MAX_NAMES);
}
