import type { Db } from "@cti/db/client";
import { refang } from "@cti/pipeline/indicators/refang";
import { foldName } from "@cti/pipeline/query/fold";
import { sql } from "drizzle-orm";

import { everything } from "./entity-filter.ts";
import { type EntityLine, entityLines } from "./entity-line.ts";

/** Entities that articles know under a value; none where no article names it, several of one name at most five. */
export type LookedUp = { value: string; entities: EntityLine[] };

const mostOfOneName = 5;
/** Of an entity with many mentions, so many of the newest say how it stands. */
const sample = 50;

/** What is known of each of these values, names, aliases or ATT&CK ids, defanged or not, in their order. */
export async function lookUp(db: Db, values: readonly string[]): Promise<LookedUp[]> {
  const byValue = await findByValue(db, values);
  const unknown = values.filter((value) => !byValue.has(value));
  const byName = await findByName(db, unknown);
  const found = new Map([...byValue, ...byName]);
  const ids = [...new Set([...found.values()].flat())];
  const lines = await entityLines(db, everything, { ids, sample });
  const lineOf = new Map(lines.map((line) => [line.id, line]));
  return values.map((value) => ({
    value,
    entities: (found.get(value) ?? []).flatMap((id) => lineOf.get(id) ?? []).slice(0, mostOfOneName),
  }));
}

/** Numbers of entities, by what was asked for. */
type Found = Map<string, number[]>;

async function findByValue(db: Db, values: readonly string[]): Promise<Found> {
  const asked = values.flatMap((value) =>
    [...new Set([value, refang(value)])].map((form) => ({
      value,
      key: form.toLowerCase().slice(0, 200),
      external: form.toUpperCase(),
    })),
  );
  const rows = await db.execute<{ value: string; id: string }>(sql`
    with asked as (${rowsOf(asked)})
    select a.value, e.id from asked a join entities e on lower(left(e.value, 200)) = a.key
    union
    select a.value, e.id from asked a join entities e on e.external_id = a.external
    order by id`);
  return grouped(rows);
}

async function findByName(db: Db, values: readonly string[]): Promise<Found> {
  const asked = values
    .map((value) => ({ value, key: foldName(value), external: "" }))
    .filter(({ key }) => key !== "");
  const rows = await db.execute<{ value: string; id: string }>(sql`
    with asked as (${rowsOf(asked)})
    select distinct a.value, n.entity_id as id from asked a join entity_aliases n on n.folded = a.key
    order by id`);
  return grouped(rows);
}

function rowsOf(asked: { value: string; key: string; external: string }[]): ReturnType<typeof sql> {
  return sql`select r.value, r.key, r.external
    from json_to_recordset(${JSON.stringify(asked)}::json) as r(value text, key text, external text)`;
}

function grouped(rows: Iterable<{ value: string; id: string }>): Found {
  const found: Found = new Map();
  for (const { value, id } of rows) found.set(value, [...(found.get(value) ?? []), Number(id)]);
  return found;
}
