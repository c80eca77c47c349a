import type { Db } from "@cti/db/client";
import { stories, storyConstraints } from "@cti/db/schema/stories";
import { type Clusterer, createClusterer, type StoredArticle } from "@cti/pipeline/stories/clusterer";
import { unpackFeatures } from "@cti/pipeline/stories/pack-features";
import type { StorySettings } from "@cti/pipeline/stories/weights";
import { isNull, sql } from "drizzle-orm";

const day = 86_400_000;
const chunk = 5_000;

/** Story numbers are taken from the database in blocks, since the engine names stories before they are written. */
export type StoryNumbers = { next: () => number; refill: (tx: Db, atLeast: number) => Promise<void> };

export function openStoryNumbers(): StoryNumbers {
  const free: number[] = [];
  return {
    next: () => {
      const id = free.shift();
      if (id === undefined) throw new Error("No story number is left in this block.");
      return id;
    },
    refill: async (tx, atLeast) => {
      const missing = atLeast - free.length;
      if (missing <= 0) return;
      const rows = await tx.execute<{ id: string }>(
        sql`select nextval(pg_get_serial_sequence('stories', 'id')) as id from generate_series(1, ${missing})`,
      );
      free.push(...rows.map(({ id }) => Number(id)));
    },
  };
}

/** The engine with the stories of the past `memoryDays` in memory, in the order of time and a chunk at a time. */
export async function openClusterer(
  tx: Db,
  { settings, now, numbers }: { settings: StorySettings; now: Date; numbers: StoryNumbers },
): Promise<Clusterer> {
  const clusterer = createClusterer({ settings, nextStoryId: numbers.next });
  const constraints = await tx
    .select({ kind: storyConstraints.kind, a: storyConstraints.articleA, b: storyConstraints.articleB })
    .from(storyConstraints);
  clusterer.restore({ stories: [], constraints });
  const pinned = new Set(
    (
      await tx
        .select({ id: stories.id })
        .from(stories)
        .where(sql`${stories.pinned} and ${isNull(stories.mergedInto)}`)
    ).map(({ id }) => id),
  );
  let after = { at: new Date(now.getTime() - settings.memoryDays * day), id: 0 };
  for (;;) {
    const rows = await loadMembers(tx, after);
    const byStory = new Map<number, StoredArticle[]>();
    for (const { storyId, ...article } of rows)
      byStory.set(storyId, [...(byStory.get(storyId) ?? []), article]);
    clusterer.restore({
      stories: [...byStory].map(([id, articles]) => ({ id, pinned: pinned.has(id), articles })),
      constraints: [],
    });
    const last = rows.at(-1);
    if (!last || rows.length < chunk) return clusterer;
    after = { at: new Date(Number(last.at)), id: last.id };
  }
}

async function loadMembers(
  tx: Db,
  after: { at: Date; id: number },
): Promise<(StoredArticle & { storyId: number })[]> {
  const rows = await tx.execute<{
    story_id: string;
    id: string;
    at: string;
    owner: string;
    is_copy: boolean;
    features: Buffer;
  }>(sql`
    select s.story_id, a.id, (extract(epoch from coalesce(a.published_at, a.collected_at)) * 1000)::bigint as at, s.owner,
      t.article_id is not null as is_copy, f.story_features as features
    from articles a
    join story_articles s on s.article_id = a.id
    join article_features f on f.article_id = a.id
    left join article_twins t on t.article_id = a.id
    where (coalesce(a.published_at, a.collected_at), a.id) > (${after.at.toISOString()}::timestamptz, ${after.id})
    order by coalesce(a.published_at, a.collected_at), a.id limit ${chunk}`);
  return rows.map((row) => ({
    storyId: Number(row.story_id),
    id: Number(row.id),
    at: Number(row.at),
    owner: row.owner,
    features: unpackFeatures(row.features),
    isCopy: row.is_copy,
  }));
}
