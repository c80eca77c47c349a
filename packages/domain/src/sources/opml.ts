import type { Db } from "@cti/db/client";
import {
  type Source,
  type SourceKind,
  type SourceSettings,
  sourceKinds,
  sources,
} from "@cti/db/schema/sources";
import { type OpmlFeed, OpmlError, readOpml } from "@cti/pipeline/opml/read-opml";
import { writeOpml } from "@cti/pipeline/opml/write-opml";
import { asc, isNull } from "drizzle-orm";
import { z } from "zod";

import { DomainError } from "../errors.ts";
import { addSource } from "./add.ts";
import { maskAddressesIn } from "./mask-address.ts";

export type ImportResult = {
  added: string[];
  known: string[];
  rejected: { title: string; url: string; reason: string }[];
  warnings: string[];
  /** What became of each feed, in the order of the document; `slug` of one that is followed. */
  feeds: ImportedFeed[];
};

export type ImportedFeed = {
  title: string;
  url: string;
  outcome: "added" | "known" | "rejected";
  slug: string | null;
  reason: string | null;
};

/** More than anybody follows; each costs a few statements. */
const mostFeeds = 2_000;

/** Follows every feed of an OPML document; folders become tags. One bad feed does not stop the others. */
export async function importOpml(db: Db, xml: string): Promise<ImportResult> {
  const outline = parse(xml);
  const result: ImportResult = { added: [], known: [], rejected: [], warnings: outline.warnings, feeds: [] };
  if (outline.feeds.length > mostFeeds)
    throw new DomainError("invalid", `The document names more than ${mostFeeds} feeds; import it in parts`);
  for (const feed of outline.feeds) {
    const title = feed.title || feed.xmlUrl;
    const { outcome, slug, reason } = await importFeed(db, feed, title);
    result.feeds.push({ title, url: feed.xmlUrl, outcome, slug, reason });
    if (outcome === "added") result.added.push(slug ?? "");
    else if (outcome === "known") result.known.push(feed.xmlUrl);
    else result.rejected.push({ title, url: feed.xmlUrl, reason: reason ?? "" });
  }
  return result;
}

async function importFeed(
  db: Db,
  feed: OpmlFeed,
  title: string,
): Promise<Pick<ImportedFeed, "outcome" | "slug" | "reason">> {
  if (!/^https?:\/\//.test(feed.xmlUrl) || !URL.canParse(feed.xmlUrl))
    return { outcome: "rejected", slug: null, reason: "the address is no http(s) URL" };
  try {
    const { slug } = await addSource(db, toSource(feed, title));
    return { outcome: "added", slug, reason: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const outcome = error.problem === "conflict" ? "known" : "rejected";
    return { outcome, slug: null, reason: error.message };
  }
}

/**
 * All sources as OPML 2.0. What was imported comes out again: folders, titles and attributes of other readers. Without
 * `secrets` logins and keys in addresses are masked.
 */
export async function exportOpml(db: Db, created: Date, { secrets = true } = {}): Promise<string> {
  const rows = await db.select().from(sources).where(isNull(sources.removedAt)).orderBy(asc(sources.id));
  const feeds = rows.map(toFeed);
  // Attributes of other readers may hold addresses as well.
  return writeOpml({
    title: "CTI Scraper sources",
    feeds: secrets ? feeds : maskAddressesIn(feeds),
    created,
  });
}

function parse(xml: string): ReturnType<typeof readOpml> {
  try {
    return readOpml(xml);
  } catch (error) {
    if (error instanceof OpmlError) throw new DomainError("invalid", error.message);
    throw error;
  }
}

function toSource(feed: OpmlFeed, title: string): Parameters<typeof addSource>[1] {
  const {
    "cti:kind": kind,
    "cti:tier": tier,
    "cti:weight": weight,
    "cti:interval": interval,
    "cti:slug": slug,
    "cti:enabled": enabled,
    "cti:note": note,
    "cti:settings": settings,
    ...others
  } = feed.attributes;
  const typed = sourceKinds.find((known) => known === (kind ?? feed.type?.toLowerCase()));
  return {
    url: feed.xmlUrl,
    kind: typed ?? ("rss" satisfies SourceKind),
    name: title,
    ...(title === feed.xmlUrl && { name: new URL(feed.xmlUrl).host }),
    siteUrl: feed.htmlUrl,
    tags: feed.folders,
    tier: tier === "1" || tier === "3" ? Number(tier) : 2,
    ...(Number(weight) > 0 && Number(weight) <= 10 && { weight: Number(weight) }),
    ...(/^[1-9]\d{0,7}$/.test(interval ?? "") && { intervalSeconds: Number(interval) }),
    ...(slug && { preferredSlug: slug }),
    ...(enabled === "false" && { enabled: false }),
    ...(note && { note }),
    ...(settings && { settings: parseSettings(settings) }),
    origin: "import",
    opml: {
      ...others,
      ...(feed.type !== null && { type: feed.type }),
      ...(feed.description !== null && { description: feed.description }),
      ...(feed.language !== null && { language: feed.language }),
    },
  };
}

const Rule = z.object({
  field: z.enum(["title", "url", "text", "any"]),
  words: z.string().exactOptional(),
  pattern: z.string().exactOptional(),
});
const Settings = z.object({
  include: z.array(Rule).exactOptional(),
  exclude: z.array(Rule).exactOptional(),
  selectors: z
    .object({
      item: z.string().exactOptional(),
      link: z.string().exactOptional(),
      title: z.string().exactOptional(),
      date: z.string().exactOptional(),
      summary: z.string().exactOptional(),
    })
    .exactOptional(),
  userAgent: z.string().exactOptional(),
  ignoreRobots: z.boolean().exactOptional(),
});

function parseSettings(text: string): SourceSettings {
  try {
    return Settings.parse(JSON.parse(text));
  } catch (cause) {
    throw new DomainError("invalid", "its cti:settings cannot be read", { cause });
  }
}

function toFeed(source: Source): OpmlFeed {
  const { type = "rss", description = null, language = null, ...others } = source.opml ?? {};
  return {
    title: source.name,
    xmlUrl: source.url,
    htmlUrl: source.siteUrl,
    type,
    description,
    language,
    folders: source.tags,
    attributes: {
      ...others,
      ...(source.kind !== "rss" && source.kind !== type && { "cti:kind": source.kind }),
      ...(source.tier !== 2 && { "cti:tier": String(source.tier) }),
      ...(source.weight !== 1 && { "cti:weight": String(source.weight) }),
      ...(source.intervalSeconds !== null && { "cti:interval": String(source.intervalSeconds) }),
      "cti:slug": source.slug,
      ...(!source.enabled && { "cti:enabled": "false" }),
      ...(source.note !== null && { "cti:note": source.note }),
      ...(Object.keys(source.settings).length > 0 && { "cti:settings": JSON.stringify(source.settings) }),
    },
  };
}
