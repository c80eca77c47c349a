/** A feed as published, of whatever format, with everything made absolute, decoded once and bounded. */
export type Feed = {
  format: FeedFormat;
  title: string;
  siteUrl: string | null;
  selfUrl: string | null;
  /** The next page of a paged feed (RFC 5005, JSON Feed `next_url`). */
  nextUrl: string | null;
  description: string | null;
  language: string | null;
  ttlMinutes: number | null;
  items: FeedItem[];
  warnings: string[];
  /** The document ended before its root element did, or held more items than asked for. */
  truncated: boolean;
};

export type FeedFormat = "rss" | "rdf" | "atom" | "json";

export type FeedItem = {
  guid: string | null;
  url: string | null;
  /** Plain text on one line, "" when the item has none. */
  title: string;
  authors: string[];
  /** The publishing date, or the date of the last change where the feed gives only that. */
  published: Date | null;
  publishedRaw: string | null;
  publishedFlag: "future" | "unreadable" | null;
  updated: Date | null;
  /** HTML as published. */
  summary: string | null;
  /** HTML of the whole article, where the feed carries it. */
  content: string | null;
  categories: string[];
  language: string | null;
  enclosures: Enclosure[];
};

export type Enclosure = { url: string; type: string | null; length: number | null };

/** Why a document could not be read as a feed. */
export type FeedProblem = "empty" | "html" | "not_a_feed" | "too_deep";

export class FeedError extends Error {
  readonly reason: FeedProblem;

  constructor(reason: FeedProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "FeedError";
    this.reason = reason;
  }
}
