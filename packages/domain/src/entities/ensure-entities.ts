import type { Db } from "@cti/db/client";
import { nameTypes } from "@cti/pipeline/entities/entity-types";
import type { NamedEntity } from "@cti/pipeline/entities/understanding";
import { foldName } from "@cti/pipeline/query/fold";
import { sql } from "drizzle-orm";

/** Which entities have a row, by `type:key`; remembered between calls, since entities are never removed. */
export type EntityIds = Set<string>;

function keyOf({ type, key }: NamedEntity): string {
  return `${type}:${key}`;
}

/**
 * Gives every entity a row and notes it in `ids`. Not a part of the caller's transaction, so that two sources
 * that meet the same new names do not wait for each other's articles.
 */
export async function ensureEntities(db: Db, ids: EntityIds, wanted: NamedEntity[]): Promise<void> {
  const missing = new Map<string, NamedEntity>();
  for (const entity of wanted) if (!ids.has(keyOf(entity))) missing.set(keyOf(entity), entity);
  if (missing.size === 0) return;
  if (ids.size > maxKnown) ids.clear();
  const rows = JSON.stringify(
    [...missing.values()].map(({ type, value, key, label, externalId }) => ({
      type,
      value,
      key,
      label,
      external_id: externalId,
    })),
  );
  const input = sql`json_to_recordset(${rows}::json) as x(type text, key text, value text, label text, external_id text)`;
  // One order for all, so that two processes never hold what the other waits for.
  await db.execute(sql`
    insert into entities (type, key, value, label, external_id)
    select distinct on (type, key) type, key, value, label, external_id from ${input} order by type, key
    on conflict (type, key) do update
    set label = coalesce(excluded.label, entities.label), external_id = coalesce(excluded.external_id, entities.external_id)
    where excluded.label <> coalesce(entities.label, '') or excluded.external_id <> coalesce(entities.external_id, '')`);
  const found = await db.execute<{ id: string; type: string; key: string }>(
    sql`select e.id, e.type, e.key from ${input} join entities e using (type, key)`,
  );
  const numbered = found.map(({ id, type, key }) => ({ id: Number(id), key: `${type}:${key}` }));
  await ensureAliases(
    db,
    numbered.flatMap(({ id, key }) => {
      const entity = missing.get(key);
      return entity && isName(entity) ? { id, entity } : [];
    }),
  );
  for (const { key } of numbered) ids.add(key);
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
