import type { Db } from "@cti/db/client";
import { entityAliases, entityTotals, verdicts } from "@cti/db/schema/entities";
import { currentTenant } from "@cti/db/schema/tenants";
import { and, asc, eq, isNull, sql } from "drizzle-orm";

import { listOf } from "./entity-filter.ts";
import type { Entity } from "./find-entity.ts";
import { findFlaw, type Flaw } from "./find-flaw.ts";
import { type Evidence, listEvidence } from "./list-evidence.ts";

export type EntityDetail = {
  id: number;
  type: string;
  value: string;
  label: string | null;
  external_id: string | null;
  created_at: Date;
  articles: number;
  sources: number;
  /** Too many mentions to count while somebody waits: `articles` is an estimate, `sources` the least. */
  estimated: boolean;
  first_seen: Date | null;
  last_seen: Date | null;
  /** What the tenant decided for all articles. */
  verdict: { verdict: "accepted" | "rejected"; note: string | null; actor: string; decided_at: Date } | null;
  /** What is known of a flaw; null of everything else. */
  flaw: Flaw | null;
  /** Its names as knowledge has them, with who calls it so. */
  names: { name: string; source: string }[];
  /** Every form in which the newest articles write it, with the number of articles. */
  aliases: { matched: string; articles: number }[];
  mentions: Evidence[];
  /** What the newest articles mention with it, by the number of articles in common. */
  together: { id: number; type: string; value: string; label: string | null; articles: number }[];
};

/** So many of the newest mentions say how it is written and what stands with it. */
const newest = 200;

/** Everything known of an entity; the newest `limit` mentions with their sentences. */
export async function showEntity(db: Db, entity: Entity, limit: number): Promise<EntityDetail> {
  const { id, type, value, label, externalId, createdAt } = entity;
  const recent = await findRecent(db, id);
  return {
    id,
    type,
    value,
    label,
    external_id: externalId,
    created_at: createdAt,
    ...(await totalsOf(db, id, recent)),
    verdict: await findVerdict(db, id),
    flaw: await findFlaw(db, type, value),
    names: await findNames(db, id),
    aliases: aliasesOf(recent),
    mentions: limit === 0 ? [] : (await listEvidence(db, id, { cursor: null, limit })).items,
    together: await findTogether(db, id, recent),
  };
}

type Recent = { article_id: string; source_id: string; matched: string; seen_at: string };

async function findRecent(db: Db, entityId: number): Promise<Recent[]> {
  const rows = await db.execute<Recent>(sql`
    select m.article_id, a.source_id, m.matched, m.seen_at
    from mentions m join articles a on a.id = m.article_id and a.rejected_reason is null
    where m.entity_id = ${entityId} order by m.seen_at desc limit ${newest}`);
  return [...rows];
}

type Totals = Pick<EntityDetail, "articles" | "sources" | "estimated" | "first_seen" | "last_seen">;

/** Of more mentions than were read, the stored number is told; in it are those of rejected articles, too. */
async function totalsOf(db: Db, entityId: number, recent: Recent[]): Promise<Totals> {
  const [last] = recent;
  const seen = {
    articles: recent.length,
    sources: new Set(recent.map(({ source_id }) => source_id)).size,
    estimated: false,
    first_seen: dateOf(recent.at(-1)?.seen_at),
    last_seen: dateOf(last?.seen_at),
  };
  if (recent.length < newest) return seen;
  const [row] = await db.execute<{ articles: number | null; first_seen: string | null }>(sql`
    select (select t.articles from ${entityTotals} t where t.entity_id = ${entityId}) as articles,
      (select m.seen_at from mentions m join articles a on a.id = m.article_id and a.rejected_reason is null
        where m.entity_id = ${entityId} order by m.seen_at limit 1) as first_seen`);
  return {
    ...seen,
    articles: row?.articles ?? seen.articles,
    estimated: true,
    first_seen: dateOf(row?.first_seen) ?? seen.first_seen,
  };
}

function dateOf(text: string | null | undefined): Date | null {
  return text ? new Date(text) : null;
}

function aliasesOf(recent: Recent[]): EntityDetail["aliases"] {
  return [...Map.groupBy(recent, ({ matched }) => matched)]
    .map(([matched, rows]) => ({ matched, articles: rows.length }))
    .toSorted((a, b) => b.articles - a.articles || (a.matched < b.matched ? -1 : 1))
    .slice(0, 50);
}

async function findVerdict(db: Db, entityId: number): Promise<EntityDetail["verdict"]> {
  const [row] = await db
    .select({
      verdict: verdicts.verdict,
      note: verdicts.note,
      actor: verdicts.actor,
      decided_at: verdicts.decidedAt,
    })
    .from(verdicts)
    .where(
      and(eq(verdicts.tenantId, currentTenant), eq(verdicts.entityId, entityId), isNull(verdicts.articleId)),
    );
  return row ?? null;
}

async function findNames(db: Db, entityId: number): Promise<EntityDetail["names"]> {
  return db
    .select({ name: entityAliases.alias, source: entityAliases.source })
    .from(entityAliases)
    .where(eq(entityAliases.entityId, entityId))
    .orderBy(asc(entityAliases.folded))
    .limit(200);
}

async function findTogether(db: Db, entityId: number, recent: Recent[]): Promise<EntityDetail["together"]> {
  if (recent.length === 0) return [];
  // Counted by number first: most of what stands there once is never looked up.
  const rows = await db.execute<{
    id: string;
    type: string;
    value: string;
    label: string | null;
    articles: number;
  }>(sql`
    select e.id, e.type, e.value, e.label, c.articles from (
      select m.entity_id, count(*)::int as articles from mentions m
      where m.article_id in ${listOf(recent.map(({ article_id }) => Number(article_id)))}
        and m.entity_id <> ${entityId} and m.status in ('indicator', 'named')
      group by m.entity_id order by articles desc, m.entity_id limit 20
    ) c join entities e on e.id = c.entity_id order by c.articles desc, e.id`);
  return rows.map(({ id, ...row }) => ({ ...row, id: Number(id) }));
}
