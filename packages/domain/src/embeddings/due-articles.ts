import type { Db } from "@cti/db/client";
import { type SQL, sql } from "drizzle-orm";

/** An article to be embedded. `at` has microseconds, so it is a text. */
export type DueArticle = {
  id: number;
  at: string;
  title: string;
  /** More than is embedded of it. */
  text: string;
  inputHash: string;
  /** It has a vector, of another model or of what it said before. */
  had: boolean;
};

export type DueOptions = {
  /** As `embeddingModelOf` names it. */
  model: string;
  /** Those too that have a vector of today's words. */
  all: boolean;
  now: Date;
};

/** Raised when articles are embedded in another way, so that all are due again. */
const recipe = 1;
/** What no model could embed is tried again after so long: the fault may have been the model's. */
const retryHours = 24;
const readLength = 4_000;

/** How many articles wait for a vector; neither rejected ones, nor twins, which have that of their primary. */
export async function countDueArticles(db: Db, options: DueOptions): Promise<number> {
  const [row] = await db.execute<{ count: number }>(
    sql`select count(*)::int as count ${dueArticles(options)}`,
  );
  return row?.count ?? 0;
}

/** The next of them behind `after`, the newest first. */
export async function readDueArticles(
  db: Db,
  options: DueOptions & { after: Pick<DueArticle, "id" | "at"> | null; limit: number },
): Promise<DueArticle[]> {
  const { after, limit } = options;
  const rows = await db.execute<
    Omit<DueArticle, "id" | "inputHash"> & { id: string; input_hash: string }
  >(sql`
    select a.id, ${appeared}::text as at, a.title, left(a.text, ${readLength}) as text, ${inputHash} as input_hash,
      coalesce(e.dimension > 0, false) as had
    ${dueArticles(options)} and ${behind(after)} order by ${appeared} desc, a.id desc limit ${limit}`);
  return rows.map(({ id, input_hash, ...row }) => ({ ...row, id: Number(id), inputHash: input_hash }));
}

const appeared = sql`coalesce(a.published_at, a.collected_at)`;

/** Of what tells one state of an article's words from another, without reading them. */
const inputHash = sql`md5(${`${recipe} `}::text || a.title || ' ' || coalesce(a.content_hash, a.word_count::text))`;

function dueArticles({ model, all, now }: DueOptions): SQL {
  const retryBefore = new Date(now.getTime() - retryHours * 3_600_000).toISOString();
  const isDue = sql`(e.article_id is null or e.model <> ${model} or e.input_hash <> ${inputHash}
    or (e.dimension = 0 and e.embedded_at < ${retryBefore}::timestamptz))`;
  return sql`from articles a left join article_embeddings e on e.article_id = a.id
    where a.rejected_reason is null and not exists (select from article_twins t where t.article_id = a.id)
      and ${all ? sql`true` : isDue}`;
}

function behind(after: Pick<DueArticle, "id" | "at"> | null): SQL {
  if (after === null) return sql`true`;
  const at = sql`${after.at}::timestamptz`;
  // Not as a comparison of rows, which the index on the time cannot answer.
  return sql`${appeared} <= ${at} and (${appeared} < ${at} or a.id < ${after.id})`;
}
