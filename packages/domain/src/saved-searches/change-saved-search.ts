import type { Db } from "@cti/db/client";
import { savedSearches } from "@cti/db/schema/saved-searches";
import { currentTenant } from "@cti/db/schema/tenants";
import { and, eq, ne, sql } from "drizzle-orm";

import { readSearch } from "../articles/read-search.ts";
import { DomainError } from "../errors.ts";
import { type SavedSearchLine, showSavedSearch } from "./saved-search-line.ts";

export type SavedSearchValues = Pick<
  SavedSearchLine,
  "name" | "query" | "target" | "sort" | "visibility" | "view"
>;

export type SearchOwner = { userId: number; actor: string; isAdmin: boolean; now: Date };

/** Keeps a search. Throws `invalid` for a query that cannot be read, `conflict` for a name that is taken. */
export async function createSavedSearch(
  tx: Db,
  values: SavedSearchValues,
  { userId, actor, now }: SearchOwner,
): Promise<SavedSearchLine> {
  readSearch(values.query, now);
  await takeNameTurn(tx);
  await needFreeName(tx, values, { ownerId: userId, except: null });
  const [row] = await tx
    .insert(savedSearches)
    .values({ ...values, ownerId: userId, actor, createdAt: now, updatedAt: now })
    .returning({ id: savedSearches.id });
  if (!row) throw new Error("The search was not stored.");
  return showSavedSearch(tx, row.id, userId);
}

/**
 * Changes one's own search, or as an admin one of the team. `revision` is the one that was read; null takes any. Throws
 * `not_found`, `forbidden`, `changed`, `invalid`, `conflict`.
 */
export async function changeSavedSearch(
  tx: Db,
  id: number,
  change: { [K in keyof SavedSearchValues]?: SavedSearchValues[K] | undefined },
  { revision, ...by }: SearchOwner & { revision: number | null },
): Promise<SavedSearchLine> {
  const { ownerId, ...before } = await needRight(tx, id, by);
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const values: SavedSearchValues = { ...before, ...given };
  if (values.visibility === "private" && ownerId !== by.userId)
    throw new DomainError("forbidden", "Only its owner can make a search private");
  if (change.query !== undefined) readSearch(change.query, by.now);
  await takeNameTurn(tx);
  await needFreeName(tx, values, { ownerId, except: id });
  const [row] = await tx
    .update(savedSearches)
    .set({ ...given, actor: by.actor, updatedAt: by.now, revision: sql`${savedSearches.revision} + 1` })
    .where(ofRevision(id, revision))
    .returning({ id: savedSearches.id });
  if (!row) throw changed(id);
  return showSavedSearch(tx, id, by.userId);
}

/** Removes one's own search, or as an admin one of the team. Throws as `changeSavedSearch`. Returns what it was. */
export async function removeSavedSearch(
  tx: Db,
  id: number,
  { revision, ...by }: SearchOwner & { revision: number | null },
): Promise<SavedSearchLine> {
  const { ownerId: _, ...before } = await needRight(tx, id, by);
  const removed = await tx
    .delete(savedSearches)
    .where(ofRevision(id, revision))
    .returning({ id: savedSearches.id });
  if (removed.length === 0) throw changed(id);
  return before;
}

type ByWhom = Pick<SearchOwner, "userId" | "isAdmin">;

async function needRight(
  tx: Db,
  id: number,
  { userId, isAdmin }: ByWhom,
): Promise<SavedSearchLine & { ownerId: number | null }> {
  const line = await showSavedSearch(tx, id, userId);
  const [row] = await tx
    .select({ ownerId: savedSearches.ownerId })
    .from(savedSearches)
    .where(ofRevision(id, null));
  const ownerId = row?.ownerId ?? null;
  if (ownerId !== userId && !isAdmin)
    throw new DomainError(
      "forbidden",
      `This search is ${line.owner ?? "of the team"}'s; they or an admin can change it`,
    );
  return { ...line, ownerId };
}

/** Of two that take a name at once, the second is to see the first: then it is told in words, not as a broken rule. */
async function takeNameTurn(tx: Db): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(7382032, coalesce(current_tenant(), 0)::int)`);
}

async function needFreeName(
  tx: Db,
  { name, visibility }: SavedSearchValues,
  { ownerId, except }: { ownerId: number | null; except: number | null },
): Promise<void> {
  const [taken] = await tx
    .select({ id: savedSearches.id })
    .from(savedSearches)
    .where(
      and(
        eq(savedSearches.tenantId, currentTenant),
        sql`lower(${savedSearches.name}) = lower(${name})`,
        eq(savedSearches.visibility, visibility),
        visibility === "team" || ownerId === null ? undefined : eq(savedSearches.ownerId, ownerId),
        except === null ? undefined : ne(savedSearches.id, except),
      ),
    )
    .limit(1);
  if (taken) throw new DomainError("conflict", `There is a saved search "${name}" already`);
}

function ofRevision(id: number, revision: number | null): ReturnType<typeof and> {
  return and(
    eq(savedSearches.id, id),
    eq(savedSearches.tenantId, currentTenant),
    revision === null ? undefined : eq(savedSearches.revision, revision),
  );
}

function changed(id: number): DomainError {
  return new DomainError("changed", `Saved search ${id} was changed since it was read`);
}
