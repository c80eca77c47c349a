import type { Db } from "@cti/db/client";
import { type Source, sources } from "@cti/db/schema/sources";
import { and, eq, isNull, sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";

/** Enables a source that is disabled, which makes it due at once, and the other way round. Two at once do it twice. */
export async function toggleSource(db: Db, id: number, now: Date): Promise<Source> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const [row] = await db
    .update(sources)
    .set({
      enabled: sql`not ${sources.enabled}`,
      nextCheckAt: sql`case when ${sources.enabled} then ${sources.nextCheckAt} else ${at} end`,
      consecutiveFailures: sql`case when ${sources.enabled} then ${sources.consecutiveFailures} else 0 end`,
      lastError: sql`case when ${sources.enabled} then ${sources.lastError} end`,
      lastErrorMessage: sql`case when ${sources.enabled} then ${sources.lastErrorMessage} end`,
      revision: sql`${sources.revision} + 1`,
      updatedAt: now,
    })
    .where(and(eq(sources.id, id), isNull(sources.removedAt)))
    .returning();
  if (!row) throw new DomainError("not_found", `There is no source ${id}`);
  return row;
}
