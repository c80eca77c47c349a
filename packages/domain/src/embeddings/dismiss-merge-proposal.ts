import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";

/**
 * Notes that two stories are not one event: they are not proposed again, nor is what they are merged into. Throws
 * `not_found` where they were not proposed; a second time changes nothing.
 */
export async function dismissMergeProposal(
  db: Db,
  { storyId, otherId }: { storyId: number; otherId: number },
  { actor, now }: { actor: string; now: Date },
): Promise<void> {
  const [a, b] = [Math.min(storyId, otherId), Math.max(storyId, otherId)];
  const { count } = await db.execute(sql`
    update merge_proposals set dismissed_at = coalesce(dismissed_at, ${now.toISOString()}::timestamptz),
      dismissed_by = coalesce(dismissed_by, ${actor})
    where story_a = ${a} and story_b = ${b}`);
  if (count === 0)
    throw new DomainError("not_found", `It is not proposed that stories ${storyId} and ${otherId} be merged`);
}

/** Takes a dismissal back: the pair is proposed as before. Throws `not_found` where it was not dismissed. */
export async function restoreMergeProposal(
  db: Db,
  { storyId, otherId }: { storyId: number; otherId: number },
): Promise<void> {
  const [a, b] = [Math.min(storyId, otherId), Math.max(storyId, otherId)];
  const { count } = await db.execute(sql`
    update merge_proposals set dismissed_at = null, dismissed_by = null
    where story_a = ${a} and story_b = ${b} and dismissed_at is not null`);
  if (count === 0)
    throw new DomainError("not_found", `That stories ${storyId} and ${otherId} be merged was not dismissed`);
}
