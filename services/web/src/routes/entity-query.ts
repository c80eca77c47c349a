import type { Db } from "@cti/db/client";
import type { EntityFilter } from "@cti/domain/entities/entity-filter";
import { findSource } from "@cti/domain/sources/find";
import { findStory } from "@cti/domain/stories/lock-stories";

/** What lists and exports of entities are asked for, as the contract has it. */
type EntityQuery = {
  type?: string[] | undefined;
  status?: string[] | undefined;
  since?: Date | undefined;
  source?: string | undefined;
  role?: string[] | undefined;
  min_confidence?: number | undefined;
  matching?: string | undefined;
  story?: number | undefined;
};

/** The domain's filter for a query. Throws `not_found` for a source or a story that is not there. */
export async function toEntityFilter(
  tx: Db,
  query: EntityQuery,
  usual: { types: readonly string[]; statuses: readonly string[] },
): Promise<EntityFilter> {
  return {
    types: query.type ?? usual.types,
    statuses: query.status ?? usual.statuses,
    since: query.since ?? null,
    source: query.source === undefined ? null : (await findSource(tx, query.source)).slug,
    roles: query.role ?? [],
    minConfidence: query.min_confidence ?? null,
    matching: query.matching ?? null,
    story: query.story === undefined ? null : (await findStory(tx, query.story)).id,
  };
}
