import type { Db } from "@cti/db/client";
import type { AnalysisSubject } from "@cti/db/schema/analyses";
import type { Document } from "@cti/llm/analysis";
import { sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { findStory } from "../stories/lock-stories.ts";

/** The texts that an analysis is made of. */
export type SubjectTexts = {
  /** Of a story that was merged: where it went. */
  subjectId: number;
  documents: Document[];
  /** Of a story that is too large for one analysis: what is not among them. */
  omitted: { articles: number; chars: number };
};

/** No event has so many reports; what exceeds this is counted, not hidden. */
const mostDocuments = 100;
const mostChars = 2_000_000;

/**
 * What is to be read about an article or a story: of a story the article that bears its title first, then the others in
 * the order of their appearance, without twins. Throws DomainError: not_found, conflict where there is no text.
 */
export async function readDocuments(db: Db, subject: AnalysisSubject, id: number): Promise<SubjectTexts> {
  return subject === "article" ? readArticle(db, id) : readStory(db, id);
}

async function readArticle(db: Db, id: number): Promise<SubjectTexts> {
  const [row] = await db.execute<Row & { rejected: string | null }>(
    sql`select ${columns}, a.rejected_reason as rejected
      from articles a join sources s on s.id = a.source_id where a.id = ${id}`,
  );
  if (!row) throw new DomainError("not_found", `There is no article ${id}`);
  if (row.rejected !== null)
    throw new DomainError("conflict", `Article ${id} was rejected (${row.rejected}): restore it first`);
  if (row.text.trim() === "") throw new DomainError("conflict", "This article has no text yet");
  return { subjectId: id, documents: [toDocument(row)], omitted: { articles: 0, chars: 0 } };
}

async function readStory(db: Db, id: number): Promise<SubjectTexts> {
  const story = await findStory(db, id);
  // Which article says most is for each tenant to rank; an analysis is everybody's, so its order is not of ranks.
  const lengths = await db.execute<{ id: string; chars: number }>(sql`
    select a.id, length(a.text)::int as chars
    from story_articles m join articles a on a.id = m.article_id
    where m.story_id = ${story.id} and a.rejected_reason is null and a.text ~ '[^[:space:]]'
      and not exists (
        select from article_twins t join story_articles p on p.article_id = t.primary_id
        where t.article_id = a.id and p.story_id = m.story_id)
    order by (a.id = ${story.titleArticleId}::bigint) desc nulls last,
      coalesce(a.published_at, a.collected_at), a.id`);
  const { taken, omitted } = fitting(lengths);
  if (taken.length === 0) throw new DomainError("conflict", "The articles of this story have no text yet");
  const rows = await db.execute<Row>(
    sql`select ${columns} from articles a join sources s on s.id = a.source_id
      where a.id = any(${`{${taken.join(",")}}`}::bigint[])`,
  );
  const byId = new Map(rows.map((row) => [Number(row.id), toDocument(row)]));
  return { subjectId: story.id, documents: taken.flatMap((taking) => byId.get(taking) ?? []), omitted };
}

function fitting(lengths: readonly { id: string; chars: number }[]): {
  taken: number[];
  omitted: SubjectTexts["omitted"];
} {
  const taken: number[] = [];
  const omitted = { articles: 0, chars: 0 };
  let left = mostChars;
  for (const { id, chars } of lengths) {
    if (taken.length < mostDocuments && (chars <= left || taken.length === 0)) {
      taken.push(Number(id));
      left -= chars;
      continue;
    }
    omitted.articles += 1;
    omitted.chars += chars;
  }
  return { taken, omitted };
}

type Row = {
  id: string;
  title: string;
  text: string;
  source: string;
  published_at: string | null;
  language: string | null;
};

const columns = sql`a.id, a.title, a.text, s.name as source, a.published_at, a.language`;

function toDocument({ id, title, text, source, published_at, language }: Row): Document {
  const publishedAt = published_at === null ? null : new Date(published_at);
  return { articleId: Number(id), title, text, source, publishedAt, language };
}
