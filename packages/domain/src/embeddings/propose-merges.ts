import type { Db } from "@cti/db/client";
import { commonGround } from "@cti/pipeline/embedding/common-ground";
import { drawLine, type Line } from "@cti/pipeline/embedding/draw-line";
import { similarity } from "@cti/pipeline/embedding/quantise";
import type { StoryFeatures } from "@cti/pipeline/stories/features";
import { unpackFeatures } from "@cti/pipeline/stories/pack-features";
import { sql } from "drizzle-orm";

import { idArray } from "../articles/sql-list.ts";
import { type EmbeddingModel, embeddingModelOf } from "./embedding-model.ts";
import { findNearPairs, type NearPair } from "./near-stories.ts";
import { type Proposal, removeStaleProposals, writeProposals } from "./write-proposals.ts";
import { readVectors, sampleVectors } from "./stored-vectors.ts";

export type ProposeDeps = { db: Db; now: () => Date; models: EmbeddingModel; windowDays: number };

const day = 86_400_000;
const storiesAtOnce = 50;
/** Articles whose vectors tell what is usual: 80,000 pairs, a tenth of a second. */
const sampleSize = 400;
const passKey = "merge_proposals.pass";
/** What was written before a pass began may be seen only after it: a transaction is as long as grouping a batch. */
const overlap = "5 minutes";

/**
 * Proposes stories to be merged whose articles mean much the same, for an analyst to decide: those that changed since
 * the last pass, with all that are near in time. Proposals that no longer hold go; none is made of stories that were
 * taken apart by hand or of a pair that was dismissed. Merges nothing by itself. Rejects with the signal's reason.
 */
export async function proposeMerges(
  deps: ProposeDeps,
  { signal }: { signal: AbortSignal },
): Promise<{ proposed: number; removed: number }> {
  const { db, now, models, windowDays } = deps;
  const done = { proposed: 0, removed: 0 };
  const model = embeddingModelOf(models);
  if (model === null) return done;
  const startedAt = now();
  const since = new Date(startedAt.getTime() - windowDays * day);
  const changed = await readChangedStories(db, { model, since });
  const line = drawLine(await sampleVectors(db, { model, size: sampleSize }));
  for (let at = 0; at < changed.length; at += storiesAtOnce) {
    signal.throwIfAborted();
    const storyIds = changed.slice(at, at + storiesAtOnce);
    // Those that changed are near to what is as far behind them again.
    const far = new Date(since.getTime() - windowDays * day);
    const pairs = await findNearPairs(db, { model, storyIds, windowDays, since: far, cosine: line.others });
    const proposals = await judge(db, { model, line }, pairs);
    const written = await writeProposals(db, proposals, { model, storyIds, now: startedAt });
    done.proposed += written.added;
    done.removed += written.removed;
  }
  done.removed += await removeStaleProposals(db);
  await rememberPass(db, { model, at: startedAt });
  return done;
}

/** Living stories with news in the window: other articles than at the last pass, or vectors that they had not. */
async function readChangedStories(
  db: Db,
  { model, since }: { model: string; since: Date },
): Promise<number[]> {
  const rows = await db.execute<{ id: string }>(sql`
    with pass as (select (value->>'at')::timestamptz - ${overlap}::interval as at from settings
      where key = ${passKey} and value->>'model' = ${model})
    select s.id from stories s
    where s.merged_into is null and s.last_at >= ${since.toISOString()}::timestamptz
      and (s.updated_at >= coalesce((select at from pass), '-infinity') or exists (
        select from story_articles m join article_embeddings e on e.article_id = m.article_id
        where m.story_id = s.id and e.embedded_at >= coalesce((select at from pass), '-infinity')))
    order by s.last_at desc, s.id`);
  return rows.map(({ id }) => Number(id));
}

async function rememberPass(db: Db, { model, at }: { model: string; at: Date }): Promise<void> {
  const value = JSON.stringify({ model, at: at.toISOString() });
  await db.execute(sql`
    insert into settings (key, value, updated_at) values (${passKey}, ${value}::jsonb, now())
    on conflict (key) do update set value = excluded.value, updated_at = now()`);
}

type Measure = { model: string; line: Line };
type Facts = { owner: string; features: StoryFeatures };

/** One proposal per pair of stories: of its nearest articles that have something in common. */
async function judge(db: Db, { model, line }: Measure, pairs: NearPair[]): Promise<Proposal[]> {
  if (pairs.length === 0) return [];
  const near = await measure(db, { model, line }, pairs);
  const facts = await readFacts(db, near);
  const proposals = new Map<string, Proposal>();
  for (const pair of near) {
    const [one, other] = [facts.get(pair.articleA), facts.get(pair.articleB)];
    const key = `${Math.min(pair.storyA, pair.storyB)} ${Math.max(pair.storyA, pair.storyB)}`;
    if (!one || !other || proposals.has(key)) continue;
    if (one.owner === other.owner && pair.cosine < line.sameOwner) continue;
    const ground = commonGround(one.features, other.features);
    if (ground) proposals.set(key, toProposal(pair, line, ground.sentence));
  }
  return [...proposals.values()];
}

type Measured = NearPair & { cosine: number };

/** The nearest first. */
async function measure(db: Db, { model, line }: Measure, pairs: NearPair[]): Promise<Measured[]> {
  const ids = new Set(pairs.flatMap(({ articleA, articleB }) => [articleA, articleB]));
  const vectors = await readVectors(db, { model, ids: [...ids] });
  const near: Measured[] = [];
  for (const pair of pairs) {
    const [one, other] = [vectors.get(pair.articleA), vectors.get(pair.articleB)];
    const cosine = one && other ? similarity(one, other) : 0;
    if (cosine >= line.others) near.push({ ...pair, cosine });
  }
  return near.toSorted((a, b) => b.cosine - a.cosine || a.articleA - b.articleA || a.articleB - b.articleB);
}

async function readFacts(db: Db, pairs: Measured[]): Promise<Map<number, Facts>> {
  const ids = new Set(pairs.flatMap(({ articleA, articleB }) => [articleA, articleB]));
  const rows = await db.execute<{ id: string; owner: string; features: Buffer }>(sql`
    select f.article_id as id, m.owner, f.story_features as features from article_features f
    join story_articles m on m.article_id = f.article_id where f.article_id = ${idArray([...ids])}`);
  return new Map(
    rows.map(({ id, owner, features }) => [Number(id), { owner, features: unpackFeatures(features) }]),
  );
}

function toProposal({ storyA, storyB, cosine }: Measured, { usual }: Line, ground: string): Proposal {
  const near = `${cosine.toFixed(2)} of 1${usual === null ? "" : `, where ${usual.toFixed(2)} is usual`}`;
  return {
    storyA: Math.min(storyA, storyB),
    storyB: Math.max(storyA, storyB),
    similarity: cosine,
    sentence: `Articles of both mean much the same (${near}), and ${ground}.`,
  };
}
