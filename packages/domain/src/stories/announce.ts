import type { Db } from "@cti/db/client";

import { emitEvent } from "../events/emit-event.ts";

export type Merged = { into: number; from: number };

/** So many ids go into one event; a screen that is told of more reads the list again. */
const maxIds = 200;

/** Tells open screens of new stories; all of a run in one event. */
export async function announceCreated(db: Db, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const data = { ids: ids.slice(0, maxIds), count: ids.length };
  await emitEvent(db, { event: "story.created", topic: "stories", data });
}

/** Tells open screens which stories went into which. Belongs at the very end of a transaction (`emitEvent`). */
export async function announceMerged(db: Db, merges: readonly Merged[]): Promise<void> {
  if (merges.length === 0) return;
  const data = {
    merges: merges.slice(0, maxIds).map(({ into, from }) => ({ into, from })),
    count: merges.length,
  };
  await emitEvent(db, { event: "story.merged", topic: "stories", data });
}
