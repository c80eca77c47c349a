import type { Db } from "@cti/db/client";
import { type SQL, sql } from "drizzle-orm";

import { BadCursor, pageOf, readCursor, writeCursor } from "../paging/cursor.ts";
import type { ArticleConditions } from "./article-conditions.ts";
import { findArticleIds, type SortedId } from "./article-ids.ts";
import { idArray } from "./sql-list.ts";

/** More than people look through; ranking reads the words of each. */
const mostRanked = 1_000;

/**
 * A page of the newest thousand articles that a search finds (or of `limit`, if that is more), those first that have
 * most of `marks`. Later pages leave out what was stored after the first one. Throws BadCursor.
 */
export async function pageMatches(
  db: Db,
  { plain, search }: ArticleConditions,
  { marks, limit, cursor }: { marks: SQL; limit: number; cursor: string | null },
): Promise<{ items: SortedId[]; next_cursor: string | null }> {
  const after = readMatch(cursor);
  const newestId = after?.newestId ?? (await findNewestId(db));
  const newest = await findArticleIds(
    db,
    { plain: sql`${plain} and articles.id <= ${newestId}`, search },
    { sort: "newest", after: null, limit: Math.max(mostRanked, limit) },
  );
  const ranked = await rank(db, { ids: newest.map(({ id }) => id), marks, after, limit: limit + 1 });
  return pageOf(ranked, limit, ({ id, key }) => writeCursor("match", `${key} ${newestId}`, id));
}

type Match = { rank: number; newestId: number; id: number };

function readMatch(cursor: string | null): Match | null {
  const read = readCursor(cursor, "match", "text");
  if (read === null) return null;
  const [, rank, newestId] = /^(\d(?:\.\d{1,12})?(?:e-\d{1,2})?) (\d{1,15})$/.exec(read.key) ?? [];
  if (rank === undefined || newestId === undefined || typeof read.id !== "number") throw new BadCursor();
  return { rank: Number(rank), newestId: Number(newestId), id: read.id };
}

async function findNewestId(db: Db): Promise<number> {
  const [row] = await db.execute<{ id: string | null }>(sql`select max(id) as id from articles`);
  return Number(row?.id ?? 0);
}

async function rank(
  db: Db,
  { ids, marks, after, limit }: { ids: number[]; marks: SQL; after: Match | null; limit: number },
): Promise<SortedId[]> {
  if (ids.length === 0) return [];
  const behind = after
    ? sql`ranked.rank < ${after.rank}::real or (ranked.rank = ${after.rank}::real and ranked.id < ${after.id})`
    : sql`true`;
  const rows = await db.execute<{ id: string; rank: number }>(sql`
    select ranked.id, ranked.rank from (
      select articles.id, ts_rank(articles.search, ${marks}) as rank from articles
      where articles.id = ${idArray(ids)}
    ) ranked where ${behind} order by ranked.rank desc, ranked.id desc limit ${limit}`);
  return rows.map(({ id, rank: key }) => ({ id: Number(id), key }));
}
