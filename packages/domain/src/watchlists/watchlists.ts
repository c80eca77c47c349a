import type { Db } from "@cti/db/client";
import { stories } from "@cti/db/schema/stories";
import { type WatchKind, watchlists } from "@cti/db/schema/watchlists";
import { asc, eq, isNull } from "drizzle-orm";

import { DomainError } from "../errors.ts";

export type Watch = typeof watchlists.$inferSelect;

export async function listWatches(db: Db): Promise<Watch[]> {
  return db.select().from(watchlists).orderBy(asc(watchlists.kind), asc(watchlists.value));
}

/** Watches a term, an entity, a sector …; one that is watched already gets the new weight and note. */
export async function addWatch(
  db: Db,
  { kind, value, weight, note }: { kind: WatchKind; value: string; weight: number; note: string | null },
  now: Date,
): Promise<Watch> {
  if (value.trim() === "")
    throw new DomainError("invalid", "Name what to watch, such as `watch add product FortiOS`");
  const [watch] = await db
    .insert(watchlists)
    .values({ kind, value: value.trim(), weight, note, createdAt: now })
    .onConflictDoUpdate({ target: [watchlists.kind, watchlists.value], set: { weight, note } })
    .returning();
  if (!watch) throw new Error("The watch was not stored.");
  await rankAgain(db, now);
  return watch;
}

export async function removeWatch(db: Db, id: number, now: Date): Promise<Watch> {
  const [watch] = await db.delete(watchlists).where(eq(watchlists.id, id)).returning();
  if (!watch) throw new DomainError("not_found", `There is no watch ${id}; \`watch list\` shows them`);
  await rankAgain(db, now);
  return watch;
}

async function rankAgain(db: Db, now: Date): Promise<void> {
  await db.update(stories).set({ rankDueAt: now }).where(isNull(stories.mergedInto));
}
