import type { Db } from "@cti/db/client";
import { benignEntries } from "@cti/db/schema/entities";
import { currentTenant, tenants } from "@cti/db/schema/tenants";
import type { BenignEntry } from "@cti/pipeline/benign/benign-entry";
import { benignHits } from "@cti/pipeline/benign/benign-hits";
import { compileBenign } from "@cti/pipeline/benign/compile-benign";
import { type IndicatorType, indicatorTypes } from "@cti/pipeline/entities/entity-types";
import { asc, eq, sql } from "drizzle-orm";

/** An entity as entries are compared with it. */
export type Markable = { id: number; type: string; value: string };

export type StoredEntry = Pick<BenignEntry, "id" | "type" | "match" | "value" | "sourceId">;

/**
 * Notes which of these entities the entries of the tenant cover; current_mentions tells them as benign from then on.
 * Returns how many marks are new.
 */
export async function markBenign(
  db: Db,
  entries: readonly StoredEntry[],
  entities: readonly Markable[],
): Promise<number> {
  const judged = coveredByAny(entries, entities);
  const marks = entries.flatMap((entry) => {
    const index = compileBenign([], [{ ...entry, note: "" }]);
    return judged
      .filter(({ type, value }) => benignHits(index, type as IndicatorType, value, entry.sourceId).length > 0)
      .map(({ id }) => ({
        entity_id: id,
        entry_id: entry.id,
        source_id: entry.sourceId,
        reason: `your list: ${entry.value}`.slice(0, 300),
      }));
  });
  if (marks.length === 0) return 0;
  const rows = await db.execute(sql`
    insert into benign_marks (tenant_id, entity_id, entry_id, source_id, reason)
    select current_tenant(), entity_id, entry_id, source_id, reason
    from json_to_recordset(${JSON.stringify(marks)}::json)
      as x(entity_id bigint, entry_id bigint, source_id bigint, reason text)
    on conflict do nothing returning entity_id`);
  return rows.length;
}

/** All entries in one index, so that what none covers, which is most, is compared once. */
function coveredByAny(entries: readonly StoredEntry[], entities: readonly Markable[]): Markable[] {
  if (entries.length === 0) return [];
  const everywhere = entries.map((entry) => ({ ...entry, note: "", sourceId: null }));
  const index = compileBenign([], everywhere);
  return entities.filter(
    ({ type, value }) =>
      indicators.has(type) && benignHits(index, type as IndicatorType, value, null).length > 0,
  );
}

const indicators: ReadonlySet<string> = new Set(indicatorTypes);

/**
 * Compares entities that nobody has seen before with the entries of every tenant. Names the tenants to row-level
 * security one after the other, and gives the transaction its own tenant back.
 */
export async function markForAllTenants(tx: Db, entities: readonly Markable[]): Promise<void> {
  if (!entities.some(({ type }) => indicators.has(type))) return;
  const all = await tx
    .select({ id: tenants.id, own: sql<string>`coalesce(current_setting('cti.tenant', true), '')` })
    .from(tenants)
    .orderBy(asc(tenants.id));
  for (const { id } of all) {
    await nameTenant(tx, String(id));
    await markBenign(tx, await entriesOfTenant(tx), entities);
  }
  await nameTenant(tx, all[0]?.own ?? "");
}

/** Entries are compared with new entities while none is being added: each misses no entity of the other's. */
export async function holdEntries(tx: Db, how: "adding" | "marking"): Promise<void> {
  await tx.execute(
    how === "adding"
      ? sql`select pg_advisory_xact_lock(${entriesLock})`
      : sql`select pg_advisory_xact_lock_shared(${entriesLock})`,
  );
}

const entriesLock = 7_382_030;

async function nameTenant(tx: Db, tenant: string): Promise<void> {
  await tx.execute(sql`select set_config('cti.tenant', ${tenant}, true)`);
}

export async function entriesOfTenant(tx: Db): Promise<StoredEntry[]> {
  const rows = await tx
    .select({
      id: benignEntries.id,
      type: benignEntries.type,
      match: benignEntries.match,
      value: benignEntries.value,
      sourceId: benignEntries.sourceId,
    })
    .from(benignEntries)
    .where(eq(benignEntries.tenantId, currentTenant));
  return rows.map((row) => ({ ...row, type: row.type as StoredEntry["type"] }));
}
