import { buildFeed } from "./build-feed.ts";
import { type Feed, FeedError, type FeedItem } from "./feed.ts";
import { parseJsonFeed } from "./parse-json-feed.ts";
import { readXml } from "./read-xml.ts";

/**
 * Reads an RSS 0.9x, 1.0 or 2.0, Atom 0.3 or 1.0, or JSON Feed document, as broken as they come, in time linear
 * in its length. `url` is the address it was read from, for its relative references; what kind it is shows in
 * the body alone. Throws FeedError when there is no feed in it; an empty feed is a feed.
 */
export function parseFeed(body: string, options: { url: string; now: Date; maxItems?: number }): Feed {
  const maxItems = options.maxItems ?? 20_000;
  const start = body.slice(0, 200).trimStart();
  if (start === "" && body.trim() === "") throw new FeedError("empty", "The document is empty");
  const isJson = /^\uFEFF?\s*\{/.test(start);
  const draft = isJson
    ? parseJsonFeed(body.replace(/^[\s\uFEFF]+/, ""), { ...options, maxItems })
    : parseXmlFeed(body, { ...options, maxItems });
  const { emptyItems, ...feed } = draft;
  const found = feed.items.filter(
    (item) =>
      item.url !== null ||
      item.guid !== null ||
      item.title !== "" ||
      item.summary !== null ||
      item.content !== null,
  );
  const items = withoutRepeats(found);
  const warnings = listWarnings({
    items,
    nameless: feed.items.length - found.length + emptyItems,
    repeated: found.length - items.length,
    isFull: feed.truncated && feed.items.length + emptyItems >= maxItems,
    truncated: feed.truncated,
    maxItems,
  });
  return { ...feed, items, warnings };
}

function parseXmlFeed(
  body: string,
  options: { url: string; now: Date; maxItems: number },
): Omit<Feed, "warnings"> & { emptyItems: number } {
  const draft = readXml(body, options);
  return { ...buildFeed(draft, options), emptyItems: draft.emptyItems };
}

function withoutRepeats(items: FeedItem[]): FeedItem[] {
  const seen = new Set<string>();
  return items.filter(({ guid, url, title }) => {
    if (guid === null) return true;
    // Some publishers give all their items one id; only what agrees in all three is the same item.
    const key = JSON.stringify([guid, url, title]);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

type Counts = {
  items: FeedItem[];
  nameless: number;
  repeated: number;
  isFull: boolean;
  truncated: boolean;
  maxItems: number;
};

function listWarnings({ items, nameless, repeated, isFull, truncated, maxItems }: Counts): string[] {
  const count = (wanted: (item: FeedItem) => boolean): number => items.filter(wanted).length;
  return [
    say(nameless, "that says nothing, left out"),
    say(repeated, "seen before, left out"),
    say(
      count(({ url }) => url === null),
      "without a link",
    ),
    say(
      count(({ publishedRaw }) => publishedRaw === null),
      "without a date",
    ),
    say(
      count(({ publishedFlag }) => publishedFlag === "unreadable"),
      "with an unreadable date",
    ),
    say(
      count(({ publishedFlag }) => publishedFlag === "future"),
      "with a date in the future, taken as now",
    ),
    isFull ? `Only the first ${maxItems} items were read` : "",
    truncated && !isFull ? "The document ends too early" : "",
  ].filter((warning) => warning !== "");
}

function say(count: number, what: string): string {
  return count === 0 ? "" : `${count} ${count === 1 ? "item" : "items"} ${what}`;
}
