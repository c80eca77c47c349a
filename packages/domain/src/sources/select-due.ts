import type { Db } from "@cti/db/client";
import { type Source, sources } from "@cti/db/schema/sources";
import { type SQL, and, asc, eq, isNull, sql } from "drizzle-orm";

import { findSource } from "./find.ts";

export type DueFilter = {
  /** Ids or slugs; those named are taken even when disabled or not due. */
  named: string[];
  tag: string | null;
  tier: number | null;
  /** All, due or not. */
  force: boolean;
};

/** Sources to collect now, the longest due first, and how many others match but are not due yet. */
export async function selectDue(
  db: Db,
  filter: DueFilter,
  now: Date,
): Promise<{ due: Source[]; notDue: number; nextAt: Date | null }> {
  if (filter.named.length > 0) {
    const found = await Promise.all(filter.named.map((name) => findSource(db, name)));
    // The same source by id and by slug is one source.
    const due = [...new Map(found.map((source) => [source.id, source])).values()];
    return { due, notDue: 0, nextAt: null };
  }
  const conditions: (SQL | undefined)[] = [
    eq(sources.enabled, true),
    isNull(sources.removedAt),
    filter.tag === null ? undefined : sql`${filter.tag} = any(${sources.tags})`,
    filter.tier === null ? undefined : eq(sources.tier, filter.tier),
  ];
  const matching = await db
    .select()
    .from(sources)
    .where(and(...conditions))
    .orderBy(asc(sources.nextCheckAt), asc(sources.id));
  const due = filter.force ? matching : matching.filter(({ nextCheckAt }) => nextCheckAt <= now);
  const later = matching.find(({ nextCheckAt }) => nextCheckAt > now);
  return { due, notDue: matching.length - due.length, nextAt: later?.nextCheckAt ?? null };
}
