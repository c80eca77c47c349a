import type { Db } from "@cti/db/client";
import { nameTypes } from "@cti/pipeline/entities/entity-types";
import type { NamedEntity } from "@cti/pipeline/entities/understanding";
import { foldName } from "@cti/pipeline/query/fold";
import { type SQL, sql } from "drizzle-orm";

import { holdEntries, markForAllTenants } from "./mark-benign.ts";

/** Numbers of entities by `type:key`; remembered between calls, since entities are never removed. */
export type EntityIds = Map<string, number>;

/** How an entity is called in `EntityIds`. */
export function entityIdKey({ type, key }: Pick<NamedEntity, "type" | "key">): string {
  return `${type}:${key}`;
}

/**
 * Gives every entity a row, notes it in `known`, and returns the numbers of those wanted. Not a part of the caller's
 * transaction, so that two sources that meet the same new names do not wait for each other's articles.
 */
export async function ensureEntities(
  db: Db,
  known: EntityIds,
  wanted: NamedEntity[],
): Promise<ReadonlyMap<string, number>> {
  // Another map than `known`, which others empty when it is full.
  const ids = new Map<string, number>();
  const missing = new Map<string, NamedEntity>();
  for (const entity of wanted) {
    const key = entityIdKey(entity);
    const id = known.get(key);
    if (id === undefined) missing.set(key, entity);
    else ids.set(key, id);
  }
  if (missing.size === 0) return ids;
  if (known.size > maxKnown) known.clear();
  const found = await db.transaction((tx) => numberEntities(tx, missing));
  await ensureAliases(
    db,
    [...found].flatMap(([key, id]) => {
      const entity = missing.get(key);
      return entity && isName(entity) ? { id, entity } : [];
    }),
  );
  for (const [key, id] of found) {
    known.set(key, id);
    ids.set(key, id);
  }
  return ids;
}

/**
 * Most are new, and the insert says their numbers; only the others are asked for. What is new is compared with what
 * tenants know as harmless, in the same transaction: nobody sees it without its marks.
 */
async function numberEntities(
  tx: Db,
  missing: ReadonlyMap<string, NamedEntity>,
): Promise<Map<string, number>> {
  // One order for all, so that two processes never hold what the other waits for.
  const rows = [...missing].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entity]) => entity);
  await holdEntries(tx, "marking");
  const written = await tx.execute<Numbered & { value: string; is_new: boolean }>(sql`
    insert into entities (type, key, value, label, external_id)
    select type, key, value, label, external_id from ${recordsOf(rows)}
    on conflict (type, key) do update
    set label = coalesce(excluded.label, entities.label), external_id = coalesce(excluded.external_id, entities.external_id)
    where excluded.label <> coalesce(entities.label, '') or excluded.external_id <> coalesce(entities.external_id, '')
    returning id, type, key, value, xmax = 0 as is_new`);
  await markForAllTenants(
    tx,
    written.flatMap(({ id, type, value, is_new }) => (is_new ? { id: Number(id), type, value } : [])),
  );
  const ids = new Map(written.map((row) => [entityIdKey(row), Number(row.id)]));
  const others = rows.filter((entity) => !ids.has(entityIdKey(entity)));
  if (others.length === 0) return ids;
  const found = await tx.execute<Numbered>(
    sql`select e.id, e.type, e.key from ${recordsOf(others)} join entities e using (type, key)`,
  );
  for (const row of found) ids.set(entityIdKey(row), Number(row.id));
  return ids;
}

type Numbered = { id: string; type: string; key: string };

function recordsOf(entities: NamedEntity[]): SQL {
  const rows = entities.map(({ type, value, key, label, externalId }) => ({
    type,
    key,
    // Seldom another text than the key.
    ...(value !== key && { value }),
    ...(label !== null && { label }),
    ...(externalId !== null && { external_id: externalId }),
  }));
  return sql`(select type, key, coalesce(value, key) as value, label, external_id
    from json_to_recordset(${JSON.stringify(rows)}::json) as x(type text, key text, value text, label text, external_id text)) x`;
}

const maxKnown = 500_000;

async function ensureAliases(db: Db, entities: { id: number; entity: NamedEntity }[]): Promise<void> {
  const rows = entities.flatMap(({ id, entity: { value, label, externalId, aliases } }) => {
    const own = [value, label, externalId].flatMap((name) => (name ? { name, source: "name" } : []));
    const others = aliases === null ? [] : (JSON.parse(aliases) as typeof own);
    return [...own, ...others].map(({ name, source }) => ({
      id,
      folded: foldName(name),
      alias: name,
      source,
    }));
  });
  if (rows.length === 0) return;
  await db.execute(sql`
    insert into entity_aliases (entity_id, folded, alias, source)
    select distinct on (id, folded) id, folded, alias, source
    from json_to_recordset(${JSON.stringify(rows)}::json) as x(id bigint, folded text, alias text, source text)
    where folded <> '' and length(folded) <= 300 order by id, folded
    on conflict do nothing`);
}

const names: ReadonlySet<string> = new Set(nameTypes);

function isName({ type }: NamedEntity): boolean {
  return names.has(type);
}
