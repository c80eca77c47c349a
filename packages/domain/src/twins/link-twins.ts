import type { Db } from "@cti/db/client";
import { articleTwins } from "@cti/db/schema/article-features";
import { articles } from "@cti/db/schema/articles";
import { estimate } from "@cti/pipeline/similarity/minhash";
import { unpackSignature } from "@cti/pipeline/similarity/pack-signature";
import { type Shingles, shinglesOf } from "@cti/pipeline/similarity/shingles";
import { judgeTwin, type TwinText, type TwinVerdict } from "@cti/pipeline/similarity/twin";
import { eq, inArray, sql } from "drizzle-orm";

/** An article and what it was found to be the twin of; `articleId` may have been the primary so far. */
export type TwinLink = { articleId: number; primaryId: number; similarity: number };

/** Below this no comparison would find a twin: an excerpt has few words of the whole. */
const minEstimate = 0.05;
const maxCompared = 4;

/**
 * Looks for the texts that each article repeats, among those clustered before and the earlier ones of `articleIds`.
 * Links always point at a primary, never at a twin; when the newcomer turns out to have been first, the others
 * become its twins.
 */
export async function linkTwins(tx: Db, articleIds: number[], now: Date): Promise<TwinLink[]> {
  const candidates = await findCandidates(tx, articleIds);
  if (candidates.length === 0) return [];
  const texts = await loadTexts(tx, [
    ...new Set(candidates.flatMap(({ articleId, candidateId }) => [articleId, candidateId])),
  ]);
  const primaries = await primariesOf(tx, [...texts.keys()]);
  const place = new Map(articleIds.map((id, at) => [id, at]));
  const links: TwinLink[] = [];
  for (const articleId of articleIds) {
    const text = texts.get(articleId);
    if (!text) continue;
    const earlier = candidates
      .filter(
        (pair) =>
          pair.articleId === articleId && (place.get(pair.candidateId) ?? -1) < (place.get(articleId) ?? 0),
      )
      .toSorted((a, b) => b.estimate - a.estimate)
      .slice(0, maxCompared);
    const best = bestTwin(
      text,
      earlier.map(({ candidateId }) => candidateId),
      texts,
    );
    if (!best) continue;
    const primaryId = primaries.get(best.candidateId) ?? best.candidateId;
    if (primaryId === articleId) continue;
    links.push(await link(tx, { articleId, primaryId, verdict: best.verdict, now }));
    const { articleId: twin, primaryId: first } = links.at(-1) ?? { articleId, primaryId };
    for (const [id, primary] of primaries) if (primary === twin) primaries.set(id, first);
    primaries.set(twin, first);
  }
  return links;
}

type Pair = { articleId: number; candidateId: number; estimate: number };

async function findCandidates(tx: Db, articleIds: number[]): Promise<Pair[]> {
  const ids = JSON.stringify(articleIds);
  // A young table has no statistics, and comparing every row is what the index is there to avoid.
  await tx.execute(sql`set local enable_seqscan = off`);
  const rows = await tx.execute<{
    article_id: string;
    candidate_id: string;
    mine: Buffer;
    theirs: Buffer;
  }>(sql`
    select mine.article_id, theirs.article_id as candidate_id, mine.signature as mine, theirs.signature as theirs
    from json_array_elements_text(${ids}::json) wanted
    join article_features mine on mine.article_id = wanted.value::bigint
    cross join lateral (
      select c.article_id, c.signature from article_features c
      where c.bands && mine.bands and c.article_id <> mine.article_id
        and (c.clustered_at is not null or c.article_id in (select value::bigint from json_array_elements_text(${ids}::json)))
      limit 200
    ) theirs
    where mine.bands is not null`);
  await tx.execute(sql`set local enable_seqscan = on`);
  return rows
    .map(({ article_id, candidate_id, mine, theirs }) => ({
      articleId: Number(article_id),
      candidateId: Number(candidate_id),
      estimate: estimate(unpackSignature(mine), unpackSignature(theirs)),
    }))
    .filter((pair) => pair.estimate >= minEstimate);
}

type Loaded = TwinText & { shingles: Shingles };

async function loadTexts(tx: Db, ids: number[]): Promise<Map<number, Loaded>> {
  const rows = await tx
    .select({
      id: articles.id,
      title: articles.title,
      text: articles.text,
      publishedAt: articles.publishedAt,
      collectedAt: articles.collectedAt,
    })
    .from(articles)
    .where(inArray(articles.id, ids));
  return new Map(rows.map(({ id, ...row }) => [id, { ...row, shingles: shinglesOf(row.text) }]));
}

async function primariesOf(tx: Db, ids: number[]): Promise<Map<number, number>> {
  const rows = await tx
    .select({ id: articleTwins.articleId, primaryId: articleTwins.primaryId })
    .from(articleTwins)
    .where(inArray(articleTwins.articleId, ids));
  return new Map(rows.map(({ id, primaryId }) => [id, primaryId]));
}

function bestTwin(
  text: Loaded,
  candidateIds: number[],
  texts: Map<number, Loaded>,
): { candidateId: number; verdict: Twin } | null {
  let best: { candidateId: number; verdict: Twin } | null = null;
  for (const candidateId of candidateIds) {
    const candidate = texts.get(candidateId);
    const verdict = candidate && judgeTwin(text, candidate);
    if (verdict && isTwin(verdict) && verdict.similarity > (best?.verdict.similarity ?? 0))
      best = { candidateId, verdict };
  }
  return best;
}

type Twin = TwinVerdict & { kind: NonNullable<TwinVerdict["kind"]> };

function isTwin(verdict: TwinVerdict): verdict is Twin {
  return verdict.kind !== null;
}

async function link(
  tx: Db,
  { articleId, primaryId, verdict, now }: { articleId: number; primaryId: number; verdict: Twin; now: Date },
): Promise<TwinLink> {
  const { kind, similarity, direction } = verdict;
  const isFirst = direction.first === "candidate";
  const [twin, first] = isFirst ? [primaryId, articleId] : [articleId, primaryId];
  if (isFirst)
    await tx.update(articleTwins).set({ primaryId: articleId }).where(eq(articleTwins.primaryId, primaryId));
  const row = {
    primaryId: first,
    kind,
    similarity,
    contained: isFirst ? verdict.containing : verdict.contained,
    containing: isFirst ? verdict.contained : verdict.containing,
    firstBecause: direction.because,
    linkedAt: now,
  };
  await tx
    .insert(articleTwins)
    .values({ articleId: twin, ...row })
    .onConflictDoUpdate({ target: articleTwins.articleId, set: row });
  return { articleId: twin, primaryId: first, similarity };
}
