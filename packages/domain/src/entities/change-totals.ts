import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

/** What the extractor calls a mention. */
export const statuses = ["indicator", "mentioned", "benign", "named", "proposed"] as const;

type Status = (typeof statuses)[number];

/** By how much the number of articles that mention an entity changes, by the entity's number and the status. */
export type TotalChanges = Map<number, Map<Status, number>>;

/** Mentions that a statement added or removed, counted by entity and status. */
export type Counted = { entity_id: string; status: Status; articles: number };

/** Notes mentions that were added (1) or removed (-1). */
export function noteChanges(changes: TotalChanges, rows: Iterable<Counted>, sign: 1 | -1): void {
  for (const { entity_id, status, articles } of rows) {
    const id = Number(entity_id);
    const ofEntity = changes.get(id) ?? new Map<Status, number>();
    ofEntity.set(status, (ofEntity.get(status) ?? 0) + sign * articles);
    changes.set(id, ofEntity);
  }
}

/**
 * Keeps the stored numbers of articles as their mentions are. One statement near the end of a transaction, in the order
 * of the entities: two that store mentions of the same ones never hold what the other waits for.
 */
export async function changeTotals(db: Db, changes: TotalChanges): Promise<void> {
  const changed = [...changes].filter(([, by]) => [...by.values()].some((number) => number !== 0));
  if (changed.length === 0) return;
  const ids = `{${changed.map(([id]) => id).join()}}`;
  const [indicator, mentioned, benign, named, proposed] = statuses.map(
    (status) => `{${changed.map(([, by]) => by.get(status) ?? 0).join()}}`,
  );
  await db.execute(sql`
    insert into entity_totals as t (entity_id, type, articles, indicator, mentioned, benign, named, proposed)
    select e.id, e.type, c.indicator + c.mentioned + c.benign + c.named + c.proposed,
      c.indicator, c.mentioned, c.benign, c.named, c.proposed
    from unnest(${ids}::bigint[], ${indicator}::integer[], ${mentioned}::integer[], ${benign}::integer[],
      ${named}::integer[], ${proposed}::integer[]) c(id, indicator, mentioned, benign, named, proposed)
    join entities e on e.id = c.id
    order by e.id
    on conflict (entity_id) do update set articles = t.articles + excluded.articles,
      indicator = t.indicator + excluded.indicator, mentioned = t.mentioned + excluded.mentioned,
      benign = t.benign + excluded.benign, named = t.named + excluded.named, proposed = t.proposed + excluded.proposed`);
}
