import type { Db } from "@cti/db/client";
import { articleFeatures } from "@cti/db/schema/article-features";
import { articles } from "@cti/db/schema/articles";
import { sources } from "@cti/db/schema/sources";
import { stories, storyArticles, storyRelations } from "@cti/db/schema/stories";
import { registrableDomain } from "@cti/pipeline/site-name";
import type { Clusterer } from "@cti/pipeline/stories/clusterer";
import { unpackFeatures } from "@cti/pipeline/stories/pack-features";
import type { Placement } from "@cti/pipeline/stories/placement";
import type { StorySettings } from "@cti/pipeline/stories/weights";
import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";

import { linkTwins, type TwinLink } from "../twins/link-twins.ts";
import { announceCreated, announceMerged, type Merged } from "./announce.ts";
import { holdStories } from "./lock-stories.ts";
import { moveAll } from "./merge-stories.ts";
import { openClusterer, openStoryNumbers } from "./open-clusterer.ts";
import { recountStories } from "./recount-stories.ts";

export type ClusterOutcome = {
  articles: number;
  twins: number;
  joined: number;
  created: number;
  roundups: number;
  merges: number;
};

const batchSize = 250;

/**
 * Puts every article that has no place yet into its story, in the order of time: twins to their primary, round-ups
 * beside the stories they speak of. Each batch is one transaction; what analysts change meanwhile is seen by the next.
 */
export async function clusterArticles(
  deps: { db: Db; now: () => Date },
  { settings, limit }: { settings: StorySettings; limit: number },
  { signal, onProgress }: { signal: AbortSignal; onProgress: (outcome: ClusterOutcome) => void },
): Promise<ClusterOutcome> {
  const outcome: ClusterOutcome = { articles: 0, twins: 0, joined: 0, created: 0, roundups: 0, merges: 0 };
  const news: News = { created: [], merged: [] };
  const numbers = openStoryNumbers();
  let engine: { clusterer: Clusterer; changes: number } | null = null;
  while (outcome.articles < limit && !signal.aborted) {
    const placed: number = await deps.db.transaction(async (tx) => {
      const rows = await selectUnclustered(tx, Math.min(batchSize, limit - outcome.articles));
      if (rows.length === 0) return 0;
      const { before, after } = await holdStories(tx);
      await numbers.refill(tx, rows.length);
      const now = deps.now();
      if (engine?.changes !== before)
        engine = { clusterer: await openClusterer(tx, { settings, now, numbers }), changes: before };
      // Until the transaction is through, the engine knows more than the database.
      const { clusterer } = engine;
      engine = null;
      const placements = await placeAll(tx, clusterer, rows, outcome, now);
      engine = { clusterer, changes: after };
      note(news, placements);
      return rows.length;
    });
    if (placed === 0) break;
    outcome.articles += placed;
    onProgress(outcome);
  }
  await announceCreated(deps.db, news.created);
  await announceMerged(deps.db, news.merged);
  return outcome;
}

/** What screens are told once the run is through. */
type News = { created: number[]; merged: Merged[] };

function note(news: News, placements: Placed[]): void {
  for (const { placement } of placements) {
    if (placement.kind === "created" && placement.storyId !== null) news.created.push(placement.storyId);
    for (const { into, from } of placement.merges) news.merged.push({ into, from });
  }
}

type Row = Awaited<ReturnType<typeof selectUnclustered>>[number];

// oxlint-disable-next-line typescript/explicit-function-return-type -- rows whose type only drizzle can write
async function selectUnclustered(tx: Db, limit: number) {
  const at = sql<Date>`coalesce(${articles.publishedAt}, ${articles.collectedAt})`;
  return tx
    .select({
      id: articles.id,
      at: at.mapWith(articles.collectedAt),
      title: articles.title,
      url: articles.url,
      source: sources.slug,
      features: articleFeatures.storyFeatures,
    })
    .from(articleFeatures)
    .innerJoin(articles, eq(articles.id, articleFeatures.articleId))
    .innerJoin(sources, eq(sources.id, articles.sourceId))
    .where(and(isNull(articleFeatures.clusteredAt), isNull(articles.rejectedReason)))
    .orderBy(asc(at), asc(articles.id))
    .limit(limit);
}

async function placeAll(
  tx: Db,
  clusterer: Clusterer,
  rows: Row[],
  outcome: ClusterOutcome,
  now: Date,
): Promise<Placed[]> {
  const ids = rows.map(({ id }) => id);
  const links = await linkTwins(tx, ids, now);
  const placements = rows.map((row) => ({ row, placement: clusterer.place(toArticle(row, links)) }));
  await writeStories(tx, placements, now);
  await writeMembers(tx, placements, now);
  for (const { placement } of placements)
    for (const { into, from, score, explanation } of placement.merges) {
      const reason = explanation.sentence || `The stories are as near as ${score.toFixed(2)}.`;
      await moveAll(tx, { into, from }, { by: "rule", actor: "semantic_clusterer", reason, now });
      outcome.merges += 1;
    }
  await tx.update(articleFeatures).set({ clusteredAt: now }).where(inArray(articleFeatures.articleId, ids));
  for (const { placement } of placements) {
    if (!placement.split) continue;
    const { storyId, ...splitProposal } = placement.split;
    await tx.update(stories).set({ splitProposal }).where(eq(stories.id, storyId));
  }
  const touched = new Set(placements.flatMap(({ placement }) => placement.storyId ?? []));
  await recountStories(tx, [...touched, ...(await storiesOf(tx, links))], now);
  count(outcome, placements, links);
  return placements;
}

type Placed = { row: Row; placement: Placement };

/** Several feeds of one site are one voice; an address without a name of its own says nothing of who speaks. */
function ownerOf({ url, source }: Row): string {
  return (url && registrableDomain(url)) ?? source;
}

function toArticle(row: Row, links: TwinLink[]): Parameters<Clusterer["place"]>[0] {
  const { id, at, title, features } = row;
  const link = links.find(({ articleId, primaryId }) => articleId === id || primaryId === id);
  return {
    id,
    at,
    title,
    owner: ownerOf(row),
    features: unpackFeatures(features),
    twinOf: link ? (link.articleId === id ? link.primaryId : link.articleId) : null,
    twinSimilarity: link?.similarity ?? 0,
  };
}

async function writeStories(tx: Db, placements: Placed[], now: Date): Promise<void> {
  const created = placements.flatMap(({ row, placement: { kind, storyId } }) =>
    kind === "created" && storyId !== null
      ? {
          id: storyId,
          title: row.title,
          titleArticleId: row.id,
          firstAt: row.at,
          lastAt: row.at,
          articleCount: 1,
          ownerCount: 1,
          updatedAt: now,
        }
      : [],
  );
  if (created.length > 0) await tx.insert(stories).values(created).onConflictDoNothing();
}

async function writeMembers(tx: Db, placements: Placed[], now: Date): Promise<void> {
  const members = placements.flatMap(({ row, placement: { kind, storyId, explanation } }) =>
    storyId === null
      ? []
      : {
          articleId: row.id,
          storyId,
          by: kind === "constraint" ? ("analyst" as const) : ("rule" as const),
          kind,
          owner: ownerOf(row),
          similarity: explanation.score,
          reasons: explanation,
          joinedAt: now,
        },
  );
  if (members.length > 0) await tx.insert(storyArticles).values(members).onConflictDoNothing();
  const relations = placements.flatMap(({ row, placement: { kind, related } }) =>
    related.slice(0, 20).map(({ storyId, score }) => ({
      articleId: row.id,
      storyId,
      kind: kind === "roundup" ? ("roundup" as const) : ("related" as const),
      similarity: score,
    })),
  );
  if (relations.length > 0) await tx.insert(storyRelations).values(relations).onConflictDoNothing();
}

/** A primary that became a twin no longer counts in its story. */
async function storiesOf(tx: Db, links: TwinLink[]): Promise<number[]> {
  if (links.length === 0) return [];
  const ids = links.flatMap(({ articleId, primaryId }) => [articleId, primaryId]);
  const rows = await tx
    .selectDistinct({ id: storyArticles.storyId })
    .from(storyArticles)
    .where(inArray(storyArticles.articleId, ids));
  return rows.map(({ id }) => id);
}

function count(outcome: ClusterOutcome, placements: Placed[], links: TwinLink[]): void {
  outcome.twins += links.length;
  for (const { placement } of placements) {
    if (placement.kind === "created") outcome.created += 1;
    else if (placement.kind === "roundup") outcome.roundups += 1;
    else outcome.joined += 1;
  }
}
