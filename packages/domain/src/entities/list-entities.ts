import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

import { readCursor, writeCursor } from "../paging/cursor.ts";
import { type EntityFilter, ofEntity } from "./entity-filter.ts";
import { type EntityLine, entityLines } from "./entity-line.ts";
import { walkByArticles, walkByNewest, walkByValue, type Window } from "./walk-entities.ts";

export type EntitySort = "mentioned_in" | "newest" | "value";

export type EntityPage = { sort: EntitySort; cursor: string | null; limit: number };

/** So many entities or, by age, articles are looked through for a page; then it is as short as it is. */
const patience = 20_000;

/** Mentions that are counted for a page; spread over its entities, see `entityLines`. */
const budget = 2_500;

/**
 * A page of the entities that articles mention, with counts that respect the tenant's verdicts and benign entries.
 * `mentioned_in` goes by the number of that name, not by what counts of it; `newest` by the last mention that counts.
 * Where few of many pass the filter, a page may be short before the end. Throws BadCursor.
 */
export async function listEntities(
  db: Db,
  filter: EntityFilter,
  { sort, cursor, limit }: EntityPage,
): Promise<{ items: EntityLine[]; next_cursor: string | null }> {
  const { walk, kind } = sorts[sort];
  const read = readCursor(cursor, sort, kind);
  let after = read && { key: read.key, id: Number(read.id) || 0 };
  const found: { id: number; key: string | number }[] = [];
  let isEnd = false;
  for (let looked = 0, round = 0; found.length <= limit && looked < patience && !isEnd; round++) {
    const window: Window = await walk(db, filter, { after, wanted: limit + 1 - found.length, round });
    found.push(...window.found);
    looked += window.looked;
    after = window.end;
    isEnd = after === null;
  }
  const shown = found.slice(0, limit);
  const last = found.length > limit ? shown.at(-1) : after;
  const sample = Math.max(50, Math.floor(budget / Math.max(10, shown.length)));
  return {
    items: await entityLines(db, filter, {
      ids: shown.map(({ id }) => id),
      // The newest mentions of all say nothing about those in one story, which are few.
      sample: filter.story === null ? sample : null,
    }),
    next_cursor: last ? writeCursor(sort, last.key, last.id) : null,
  };
}

type Walk = typeof walkByValue;

const sorts: Record<EntitySort, { walk: Walk; kind: "number" | "time" }> = {
  mentioned_in: { walk: walkByArticles, kind: "number" },
  newest: { walk: walkByNewest, kind: "time" },
  value: { walk: walkByValue, kind: "number" },
};

/**
 * The entities after a number, in the order of their numbers and with exact counts, so that any number of them can be
 * read in turn. `lastId` is where to go on; null at the end.
 */
export async function listEntitiesAfter(
  db: Db,
  filter: EntityFilter,
  { afterId, limit }: { afterId: number; limit: number },
): Promise<{ items: EntityLine[]; lastId: number | null }> {
  const rows = await db.execute<{ id: string }>(sql`
    select e.id from entities e where e.id > ${afterId} and ${ofEntity(filter)} order by e.id limit ${limit}`);
  const ids = rows.map(({ id }) => Number(id));
  const items = await entityLines(db, filter, { ids, sample: null });
  return { items, lastId: ids.length < limit ? null : (ids.at(-1) ?? null) };
}
