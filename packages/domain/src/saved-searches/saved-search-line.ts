import type { Db } from "@cti/db/client";
import { savedSearches } from "@cti/db/schema/saved-searches";
import { currentTenant } from "@cti/db/schema/tenants";
import { users } from "@cti/db/schema/users";
import { and, eq, or, type SQL, sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";

export type SavedSearchLine = {
  id: number;
  name: string;
  query: string;
  target: "articles" | "stories";
  sort: string | null;
  visibility: "private" | "team";
  view: Record<string, unknown>;
  /** Username; null when the account is gone. */
  owner: string | null;
  revision: number;
  created_at: Date;
  updated_at: Date;
};

export const savedSearchColumns = {
  id: savedSearches.id,
  name: savedSearches.name,
  query: savedSearches.query,
  target: savedSearches.target,
  sort: savedSearches.sort,
  visibility: savedSearches.visibility,
  view: savedSearches.view,
  owner: sql<string | null>`(select u.username from ${users} u where u.id = "saved_searches"."owner_id")`,
  revision: savedSearches.revision,
  created_at: savedSearches.createdAt,
  updated_at: savedSearches.updatedAt,
};

/** What a user sees: the team's searches and their own. */
export function visibleTo(userId: number): SQL | undefined {
  return and(
    eq(savedSearches.tenantId, currentTenant),
    or(eq(savedSearches.visibility, "team"), eq(savedSearches.ownerId, userId)),
  );
}

/** One search. Throws `not_found`, also for the private one of somebody else. */
export async function showSavedSearch(db: Db, id: number, userId: number): Promise<SavedSearchLine> {
  const [row] = await db
    .select(savedSearchColumns)
    .from(savedSearches)
    .where(and(eq(savedSearches.id, id), visibleTo(userId)));
  if (!row) throw new DomainError("not_found", `There is no saved search ${id}`);
  return row;
}
