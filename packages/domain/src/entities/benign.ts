import type { Db } from "@cti/db/client";
import { benignEntries } from "@cti/db/schema/entities";
import { sources } from "@cti/db/schema/sources";
import { currentTenant } from "@cti/db/schema/tenants";
import { readBenignEntry } from "@cti/pipeline/benign/benign-entry";
import { indicatorTypes } from "@cti/pipeline/entities/entity-types";
import { and, asc, eq, gt, sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { holdEntries, type Markable, markBenign, type StoredEntry } from "./mark-benign.ts";

export type BenignLine = {
  id: number;
  type: string | null;
  match: string;
  value: string;
  source: string | null;
  note: string | null;
  actor: string;
  created_at: Date;
};

/** The tenant's entries in the order of their making, `limit` of them after that id. */
export async function listBenign(
  db: Db,
  { afterId, limit }: { afterId: number; limit: number } = { afterId: 0, limit: 1_000_000 },
): Promise<BenignLine[]> {
  return db
    .select({
      id: benignEntries.id,
      type: benignEntries.type,
      match: benignEntries.match,
      value: benignEntries.value,
      source: sources.slug,
      note: benignEntries.note,
      actor: benignEntries.actor,
      created_at: benignEntries.createdAt,
    })
    .from(benignEntries)
    .leftJoin(sources, eq(sources.id, benignEntries.sourceId))
    .where(and(eq(benignEntries.tenantId, currentTenant), gt(benignEntries.id, afterId)))
    .orderBy(asc(benignEntries.id))
    .limit(limit);
}

export type NewBenign = {
  type: string | null;
  match: string;
  value: string;
  sourceId: number | null;
  note: string | null;
  actor: string;
};

/** How many entities an entry covers, and in how many articles they stand. */
export type Covered = { entities: number; articles: number };

/**
 * Declares a value, a domain or a range harmless for the tenant, everywhere or in one source. Takes effect at once, in
 * what is stored and in what comes. Throws `invalid` for an entry that would cover what is not its own, and
 * `conflict` for one that is there.
 */
export async function addBenign(
  db: Db,
  { actor, ...given }: NewBenign,
  now: Date,
): Promise<BenignLine & Covered> {
  const { id: _, ...entry } = checked(given);
  return db.transaction(async (tx) => {
    await holdEntries(tx, "adding");
    await refuseSecond(tx, entry);
    const [row] = await tx
      .insert(benignEntries)
      .values({ ...entry, note: entry.note || null, actor, createdAt: now })
      .returning({ id: benignEntries.id });
    const id = row?.id ?? 0;
    await markAll(tx, { ...entry, id });
    const [line] = await listBenign(tx, { afterId: id - 1, limit: 1 });
    if (!line) throw new Error("The entry was not stored.");
    return { ...line, ...(await countCovered(tx, id)) };
  });
}

/** Takes an entry back, at once and everywhere. Throws `not_found`. */
export async function removeBenign(db: Db, id: number): Promise<BenignLine & Covered> {
  return db.transaction(async (tx) => {
    const covered = await countCovered(tx, id);
    const [line] = await listBenign(tx, { afterId: id - 1, limit: 1 });
    if (line?.id !== id)
      throw new DomainError("not_found", `There is no benign entry ${id}; \`benign list\` shows them`);
    await tx
      .delete(benignEntries)
      .where(and(eq(benignEntries.id, id), eq(benignEntries.tenantId, currentTenant)));
    return { ...line, ...covered };
  });
}

type Checked = ReturnType<typeof readBenignEntry>;

function checked(given: unknown): Checked {
  try {
    return readBenignEntry(given);
  } catch (error) {
    throw new DomainError("invalid", error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}

async function refuseSecond(tx: Db, { type, match, value, sourceId }: Omit<Checked, "id">): Promise<void> {
  const [same] = await tx
    .select({ id: benignEntries.id })
    .from(benignEntries)
    .where(
      and(
        eq(benignEntries.tenantId, currentTenant),
        eq(benignEntries.match, match),
        eq(benignEntries.value, value),
        sql`${benignEntries.type} is not distinct from ${type}`,
        sql`${benignEntries.sourceId} is not distinct from ${sourceId}`,
      ),
    )
    .limit(1);
  if (same) throw new DomainError("conflict", `Entry ${same.id} says the same; \`benign list\` shows it`);
}

/** Compares an entry with every entity that it could cover, a page at a time. */
/** Compares an entry with every entity there is, in the transaction that holds the entries. */
export async function markAll(tx: Db, entry: StoredEntry): Promise<void> {
  const types = entry.type ? [entry.type] : indicatorTypes;
  for (let after = 0; ;) {
    const page = await tx.execute<{ id: string; type: string; value: string }>(sql`
      select id, type, value from entities
      where id > ${after} and type in (select json_array_elements_text(${JSON.stringify(types)}::json))
      order by id limit 20000`);
    await markBenign(
      tx,
      [entry],
      page.map(({ id, ...row }): Markable => ({ ...row, id: Number(id) })),
    );
    const last = page.at(-1);
    if (!last) return;
    after = Number(last.id);
  }
}

async function countCovered(tx: Db, entryId: number): Promise<Covered> {
  const [row] = await tx.execute<Covered>(sql`
    select count(distinct b.entity_id)::int as entities, count(distinct a.id)::int as articles
    from benign_marks b
    left join mentions m on m.entity_id = b.entity_id
    left join articles a on a.id = m.article_id and a.rejected_reason is null
      and (b.source_id is null or a.source_id = b.source_id)
    where b.tenant_id = current_tenant() and b.entry_id = ${entryId}`);
  return row ?? { entities: 0, articles: 0 };
}
