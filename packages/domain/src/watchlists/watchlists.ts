import type { Db } from "@cti/db/client";
import { currentTenant } from "@cti/db/schema/tenants";
import { type WatchKind, watchlists } from "@cti/db/schema/watchlists";
import { and, asc, eq, gt, sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { BadCursor, pageOf, readCursor, writeCursor } from "../paging/cursor.ts";
import { rankStoriesAgain } from "../rank/rank-again.ts";

/** Something that this tenant watches. */
export type Watch = Omit<typeof watchlists.$inferSelect, "tenantId">;

/** The JSON of it. */
export type WatchLine = Omit<Watch, "createdAt"> & { created_at: Date };

export function toWatchLine({ createdAt, ...watch }: Watch): WatchLine {
  return { ...watch, created_at: createdAt };
}

/** So many are looked for in every article that is ranked. */
const most = 1_000;

/** In the order in which they were added. Throws BadCursor. */
export async function listWatches(
  db: Db,
  { limit, cursor = null }: { limit: number; cursor?: string | null },
): Promise<{ items: Watch[]; next_cursor: string | null }> {
  const after = readCursor(cursor, "watchlists");
  if (after && typeof after.id !== "number") throw new BadCursor();
  const rows = await db
    .select(columns)
    .from(watchlists)
    .where(
      and(eq(watchlists.tenantId, currentTenant), after ? gt(watchlists.id, Number(after.id)) : undefined),
    )
    .orderBy(asc(watchlists.id))
    .limit(limit + 1);
  return pageOf(rows, limit, ({ id }) => writeCursor("watchlists", null, id));
}

/**
 * Watches a term, an entity, a sector …; one that is watched already gets the new weight and note. Stories are ranked
 * again by the next ranking. Throws `invalid`, also for more than 1,000 watches.
 */
export async function addWatch(
  db: Db,
  { kind, value, weight, note }: { kind: WatchKind; value: string; weight: number; note: string | null },
  now: Date,
): Promise<{ watch: Watch; isNew: boolean }> {
  const trimmed = value.trim();
  if (trimmed === "" || trimmed.length > 200)
    throw new DomainError("invalid", "Name what to watch, such as `watch add product FortiOS`");
  return db.transaction(async (tx) => {
    const [row] = await tx
      .insert(watchlists)
      .values({ kind, value: trimmed, weight, note, createdAt: now })
      .onConflictDoUpdate({
        target: [watchlists.tenantId, watchlists.kind, watchlists.value],
        set: { weight, note },
      })
      .returning({ ...columns, isNew: sql<boolean>`xmax = 0` });
    if (!row) throw new Error("The watch was not stored.");
    const { isNew, ...watch } = row;
    if (isNew) await refuseTooMany(tx);
    await rankStoriesAgain(tx);
    return { watch, isNew };
  });
}

export async function removeWatch(db: Db, id: number): Promise<Watch> {
  return db.transaction(async (tx) => {
    const [watch] = await tx
      .delete(watchlists)
      .where(and(eq(watchlists.tenantId, currentTenant), eq(watchlists.id, id)))
      .returning(columns);
    if (!watch) throw new DomainError("not_found", `There is no watch ${id}; \`watch list\` shows them`);
    await rankStoriesAgain(tx);
    return watch;
  });
}

const columns = {
  id: watchlists.id,
  kind: watchlists.kind,
  value: watchlists.value,
  weight: watchlists.weight,
  note: watchlists.note,
  createdAt: watchlists.createdAt,
};

async function refuseTooMany(tx: Db): Promise<void> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(watchlists)
    .where(eq(watchlists.tenantId, currentTenant));
  if ((row?.count ?? 0) > most)
    throw new DomainError("invalid", `More than ${most} watches would make ranking slow; remove some first`);
}
