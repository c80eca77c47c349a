import type { Db } from "@cti/db/client";
import { entities } from "@cti/db/schema/entities";
import { indicatorTypes } from "@cti/pipeline/entities/entity-types";
import { queryIndicator } from "@cti/pipeline/query/query-indicator";
import { and, eq, sql } from "drizzle-orm";

/** What a whole search stands for; `path` is its address in the API. */
export type DirectHit = { kind: string; value: string; path: string };

/** When all of the input is one indicator, flaw or technique, defanged or not, and articles speak of it; else null. */
export async function findDirect(db: Db, input: string): Promise<DirectHit | null> {
  const pasted = queryIndicator(input.trim());
  if (pasted === null) return null;
  const value = pasted.value.toLowerCase();
  const [entity] = await db
    .select({ id: entities.id, type: entities.type, value: entities.value })
    .from(entities)
    .where(
      and(
        eq(entities.type, pasted.type),
        sql`lower(left(${entities.value}, 200)) = ${value.slice(0, 200)}`,
        sql`lower(${entities.value}) = ${value}`,
      ),
    )
    .limit(1);
  if (!entity) return null;
  const noun = isIndicator(entity.type) ? "indicators" : "entities";
  return { kind: entity.type, value: entity.value, path: `/api/v1/${noun}/${entity.id}` };
}

function isIndicator(type: string): boolean {
  return indicatorTypes.some((each) => each === type);
}
