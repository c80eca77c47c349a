import type { Db } from "@cti/db/client";
import { articles, articleVersions } from "@cti/db/schema/articles";
import { sources } from "@cti/db/schema/sources";
import { extractEntities } from "@cti/pipeline/entities/extract-entities";
import { indicatorTypes } from "@cti/pipeline/entities/entity-types";
import { type Knowledge, starterKnowledge } from "@cti/pipeline/entities/knowledge";
import { diffIndicators } from "@cti/pipeline/similarity/indicator-diff";
import { type DiffPart, diffWords } from "@cti/pipeline/similarity/word-diff";
import { siteName } from "@cti/pipeline/site-name";
import { eq } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { sitesOf } from "../sources/read-pages.ts";

type Indicator = { type: string; value: string };

export type VersionDiff = {
  article_id: number;
  from: number;
  to: number;
  title: { before: string; after: string };
  changes: DiffPart[];
  /** What the publisher added or took away of what a defender can use. */
  indicators: { added: Indicator[]; removed: Indicator[] };
};

/**
 * What a publisher changed between two versions of an article; the last two when none are named. Without knowledge
 * indicators are told by what the product brings with it.
 */
export async function diffVersions(
  db: Db,
  given: Knowledge | null,
  { id, from, to }: { id: number; from: number | null; to: number | null },
): Promise<VersionDiff> {
  const knowledge = given ?? (starter ??= starterKnowledge());
  const versions = await loadVersions(db, id);
  const newest = versions.at(-1)?.version ?? 1;
  if (versions.length === 1)
    throw new DomainError("invalid", `Article ${id} has one version: its publisher has changed nothing`);
  const before = pick(versions, id, from ?? (to ?? newest) - 1);
  const after = pick(versions, id, to ?? newest);
  const indicatorsOf = ({ title, text, html, ownHosts, sourceId }: Version): Indicator[] =>
    extractEntities({ title, text, html, ownHosts, sourceId }, knowledge).entities.flatMap(
      ({ type, value, status }) => (status === "indicator" && indicators.has(type) ? { type, value } : []),
    );
  return {
    article_id: id,
    from: before.version,
    to: after.version,
    title: { before: before.title, after: after.title },
    changes: diffWords(before.text, after.text),
    indicators: diffIndicators(indicatorsOf(before), indicatorsOf(after)),
  };
}

/** Made once, since building it takes its time. */
let starter: Knowledge | null = null;

const indicators: ReadonlySet<string> = new Set(indicatorTypes);

type Version = {
  version: number;
  title: string;
  text: string;
  html: string;
  ownHosts: string[];
  sourceId: number;
};

async function loadVersions(db: Db, id: number): Promise<Version[]> {
  const [current] = await db
    .select({
      version: articles.version,
      title: articles.title,
      text: articles.text,
      html: articles.html,
      url: articles.url,
      sourceId: articles.sourceId,
      source: { url: sources.url, siteUrl: sources.siteUrl },
    })
    .from(articles)
    .innerJoin(sources, eq(sources.id, articles.sourceId))
    .where(eq(articles.id, id));
  if (!current) throw new DomainError("not_found", `There is no article ${id}; \`articles list\` shows them`);
  const earlier = await db
    .select({
      version: articleVersions.version,
      title: articleVersions.title,
      text: articleVersions.text,
      html: articleVersions.html,
    })
    .from(articleVersions)
    .where(eq(articleVersions.articleId, id))
    .orderBy(articleVersions.version);
  const { source, url, sourceId } = current;
  const own = url ? siteName(url) : null;
  const ownHosts = [...sitesOf(source), ...(own ? [own] : [])];
  return [...earlier, current].map(({ version, title, text, html }) => ({
    version,
    title,
    text,
    html,
    ownHosts,
    sourceId,
  }));
}

function pick(versions: Version[], id: number, wanted: number): Version {
  const found = versions.find(({ version }) => version === wanted);
  if (!found)
    throw new DomainError(
      "not_found",
      `Article ${id} has no version ${wanted}; it has ${versions.map(({ version }) => version).join(", ")}`,
    );
  return found;
}
