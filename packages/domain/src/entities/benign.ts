import type { Db } from "@cti/db/client";
import { articleFeatures } from "@cti/db/schema/article-features";
import { benignEntries } from "@cti/db/schema/entities";
import { sources } from "@cti/db/schema/sources";
import { readBenignEntry } from "@cti/pipeline/benign/benign-entry";
import { benignHits } from "@cti/pipeline/benign/benign-hits";
import { compileBenign } from "@cti/pipeline/benign/compile-benign";
import type { IndicatorType } from "@cti/pipeline/entities/entity-types";
import { asc, eq, inArray, sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";

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

export async function listBenign(db: Db): Promise<BenignLine[]> {
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
    .orderBy(asc(benignEntries.id));
}

export type NewBenign = {
  type: string | null;
  match: string;
  value: string;
  sourceId: number | null;
  note: string | null;
  actor: string;
};

/** Declares a value, a domain or a range harmless; articles that mention it are extracted again by the next sweep. */
export async function addBenign(
  db: Db,
  { actor, ...given }: NewBenign,
  now: Date,
): Promise<{ id: number; articles: number }> {
  const entry = checked(given);
  return db.transaction(async (tx) => {
    const { id: _, ...values } = entry;
    const [row] = await tx
      .insert(benignEntries)
      .values({ ...values, note: entry.note || null, actor, createdAt: now })
      .returning({ id: benignEntries.id });
    return { id: row?.id ?? 0, articles: await extractAgain(tx, entry) };
  });
}

export async function removeBenign(db: Db, id: number): Promise<{ value: string; articles: number }> {
  return db.transaction(async (tx) => {
    const [row] = await tx.delete(benignEntries).where(eq(benignEntries.id, id)).returning();
    if (!row)
      throw new DomainError("not_found", `There is no benign entry ${id}; \`benign list\` shows them`);
    return { value: row.value, articles: await extractAgain(tx, checked(row)) };
  });
}

type Entry = ReturnType<typeof readBenignEntry>;

function checked(given: unknown): Entry {
  try {
    return readBenignEntry(given);
  } catch (error) {
    throw new DomainError("invalid", error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}

/** Marks the articles that mention what an entry covers as due for extraction. */
async function extractAgain(tx: Db, entry: Entry): Promise<number> {
  const index = compileBenign([], [{ ...entry, id: 1 }]);
  const affected: number[] = [];
  for (let after = 0; ;) {
    const page = await tx.execute<{ id: string; type: string; value: string }>(sql`
      select id, type, value from entities where id > ${after} ${entry.type ? sql`and type = ${entry.type}` : sql``}
      order by id limit 20000`);
    for (const { id, type, value } of page)
      if (benignHits(index, type as IndicatorType, value, entry.sourceId).length > 0)
        affected.push(Number(id));
    const last = page.at(-1);
    if (!last) break;
    after = Number(last.id);
  }
  if (affected.length === 0) return 0;
  const rows = await tx
    .update(articleFeatures)
    .set({ extractorVersion: "" })
    .where(
      inArray(
        articleFeatures.articleId,
        sql`(select m.article_id from mentions m join articles a on a.id = m.article_id
          where m.entity_id in (select value::bigint from json_array_elements_text(${JSON.stringify(affected)}::json))
          ${entry.sourceId === null ? sql`` : sql`and a.source_id = ${entry.sourceId}`})`,
      ),
    )
    .returning({ id: articleFeatures.articleId });
  return rows.length;
}
