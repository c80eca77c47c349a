import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { pageOf, readCursor, writeCursor } from "../paging/cursor.ts";

export type VersionLine = {
  version: number;
  title: string;
  word_count: number;
  /** When its publisher replaced it; null for what stands there now. */
  replaced_at: Date | null;
};

export type VersionDetail = VersionLine & { article_id: number; text: string; html: string };

/** What an article said and says, the newest first. Throws `not_found`, and BadCursor. */
export async function listVersions(
  db: Db,
  id: number,
  { limit, cursor }: { limit: number; cursor: string | null },
): Promise<{ items: VersionLine[]; next_cursor: string | null }> {
  const after = readCursor(cursor, "version", "number");
  const rows = await db.execute<Row>(sql`
    select version, title, word_count, replaced_at::text as replaced_at from (${all(id, { withText: false })}) v
    where ${after ? sql`version < ${after.key}::float8` : sql`true`}
    order by version desc limit ${limit + 1}`);
  if (rows.length === 0 && after === null) throw noArticle(id);
  return pageOf(rows.map(toLine), limit, ({ version }) => writeCursor("version", version, version));
}

/** One version with its text. Throws `not_found`. */
export async function showVersion(db: Db, id: number, version: number): Promise<VersionDetail> {
  const [row] = await db.execute<Row & { text: string; html: string }>(sql`
    select version, title, word_count, replaced_at::text as replaced_at, text, html
    from (${all(id, { withText: true })}) v where version = ${version}::float8`);
  if (!row) throw new DomainError("not_found", `There is no version ${version} of article ${id}`);
  return { article_id: id, ...toLine(row), text: row.text, html: row.html };
}

type Row = { version: number; title: string; word_count: number; replaced_at: string | null };

function all(id: number, { withText }: { withText: boolean }): ReturnType<typeof sql> {
  const texts = withText ? sql`, text, html` : sql``;
  return sql`select version, title, word_count, null::timestamptz as replaced_at ${texts} from articles where id = ${id}
    union all select version, title, word_count, replaced_at ${texts} from article_versions where article_id = ${id}`;
}

function toLine({ version, title, word_count, replaced_at }: Row): VersionLine {
  return { version, title, word_count, replaced_at: replaced_at === null ? null : new Date(replaced_at) };
}

function noArticle(id: number): DomainError {
  return new DomainError("not_found", `There is no article ${id}; \`articles list\` shows them`);
}
