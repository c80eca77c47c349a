import { plainText } from "../plain-text.ts";

import { buildItem, firstText, readAuthors, readLanguage, readLinks, readTextLink } from "./build-item.ts";
import type { Feed } from "./feed.ts";
import { fieldHtml, fieldTitle, fieldValue } from "./field-text.ts";
import { direct, type Fields, groupFields } from "./fields.ts";
import type { XmlDraft } from "./read-xml.ts";

/** Reads the channel and the items of an XML feed out of their elements; `url` is where it came from. */
export function buildFeed(draft: XmlDraft, { url, now }: { url: string; now: Date }): Omit<Feed, "warnings"> {
  const { format } = draft;
  const channel = groupFields(draft.channel);
  const isAtom = format === "atom";
  const siteUrl =
    (isAtom ? null : readTextLink(channel, url)) ?? readLinks(channel, "alternate", url)[0] ?? null;
  const description = firstText(channel, descriptionKeys, fieldHtml);
  const context = {
    base: isAtom ? url : baseOfItems(url, siteUrl),
    now,
    authors: isAtom ? readAuthors(channel) : [],
    language: readLanguage(channel),
  };
  return {
    format,
    title: firstText(channel, ["title", "dc:title", "itunes:title"], fieldTitle) ?? "",
    siteUrl,
    selfUrl: readLinks(channel, "self", url)[0] ?? null,
    nextUrl: readLinks(channel, "next", url)[0] ?? null,
    description: description === null ? null : plainText(description).slice(0, 5000) || null,
    language: context.language,
    ttlMinutes: readTtl(channel),
    items: draft.items.map((fields) => buildItem(fields, context)),
    truncated: draft.isCut || draft.isFull,
  };
}

const descriptionKeys = [
  "description",
  "subtitle",
  "tagline",
  "itunes:summary",
  "dc:description",
  "itunes:subtitle",
];

/** A feed served by another host than its site, as FeedBurner does, means its relative links for the site. */
function baseOfItems(url: string, siteUrl: string | null): string {
  if (siteUrl === null) return url;
  return URL.parse(siteUrl)?.host === URL.parse(url)?.host ? url : siteUrl;
}

const periodMinutes = new Map([
  ["hourly", 60],
  ["daily", 1440],
  ["weekly", 10_080],
  ["monthly", 43_200],
  ["yearly", 525_600],
]);

function readTtl(channel: Fields): number | null {
  const [ttl, period, frequency] = ["ttl", "sy:updateperiod", "sy:updatefrequency"].map((key) =>
    direct(channel, [key]).map(fieldValue).find(Boolean),
  );
  if (ttl && /^\d{1,7}$/.test(ttl)) return Number(ttl) || null;
  const minutes = periodMinutes.get(period?.toLowerCase() ?? "");
  if (minutes === undefined) return null;
  const times = frequency && /^\d{1,4}$/.test(frequency) ? Math.max(Number(frequency), 1) : 1;
  return Math.max(Math.round(minutes / times), 1);
}
