import type { Db } from "@cti/db/client";
import { type Source, sources } from "@cti/db/schema/sources";
import { and, eq, isNull, or, sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";

/** The source with this id or slug. A near miss is named in the error. */
export async function findSource(db: Db, name: string): Promise<Source> {
  const byId = /^\d{1,15}$/.test(name) ? eq(sources.id, Number(name)) : undefined;
  const [source] = await db
    .select()
    .from(sources)
    .where(and(isNull(sources.removedAt), or(byId, eq(sources.slug, name), eq(sources.url, name))));
  if (source) return source;
  const [near] = await db
    .select({ slug: sources.slug })
    .from(sources)
    .where(and(isNull(sources.removedAt), sql`${sources.slug} like ${`%${name.replace(/[%_\\]/g, "")}%`}`))
    .limit(1);
  const hint = near ? `; did you mean ${near.slug}?` : "; `sources list` shows them all";
  throw new DomainError("not_found", `There is no source ${name}${hint}`);
}
