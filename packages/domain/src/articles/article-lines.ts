import type { Db } from "@cti/db/client";
import { readRows } from "@cti/db/read-rows";
import type { TriageState } from "@cti/db/schema/triage";
import type { Query } from "@cti/pipeline/query/query";

import { stateNowText } from "../triage/state-now.ts";
import { loadExcerpts } from "./excerpt.ts";

export type ArticleLine = {
  id: number;
  source: string;
  title: string;
  url: string | null;
  authors: string[];
  published_at: Date | null;
  published_flag: string | null;
  collected_at: Date;
  language: string | null;
  word_count: number;
  version: number;
  text_source: string;
  scrape_error: string | null;
  rejected_reason: string | null;
  quality: number | null;
  hunt: number | null;
  score: number | null;
  story: number | null;
  /** The article whose text this one repeats. */
  twin_of: number | null;
  state: TriageState;
  starred: boolean;
  /** The passage that a search found, matches between « and ». */
  excerpt?: string;
};

/** The lines of these articles in the order of the ids, with `search` each with its passage. Those that are gone are left out. */
export async function loadArticleLines(db: Db, ids: number[], search: Query | null): Promise<ArticleLine[]> {
  if (ids.length === 0) return [];
  const rows = await readRows(db, statement, [`{${ids.join(",")}}`]);
  const byId = new Map(rows.map((row) => toLine(row as Row)).map((line) => [line.id, line]));
  const excerpts = search && (await loadExcerpts(db, ids, search));
  return ids.flatMap((id) => {
    const line = byId.get(id);
    if (line === undefined) return [];
    const excerpt = excerpts?.get(id);
    return excerpt === undefined ? line : { ...line, excerpt };
  });
}

/** What the columns of the statement give, in their order. */
type Row = [
  ...[id: number, source: string, title: string, url: string | null, authors: string[]],
  ...[publishedAt: string | null, publishedFlag: string | null, collectedAt: string],
  ...[language: string | null, words: number, version: number, textSource: string],
  ...[scrapeError: string | null, rejectedReason: string | null],
  ...[quality: number | null, hunt: number | null, score: number | null],
  ...[story: number | null, twinOf: number | null, state: TriageState, starred: boolean],
];

/**
 * Prepared, so that planning the joins costs nothing; each of them reads its rows for the whole page at once, where a
 * look-up for each article would take twice as long.
 */
const statement = `
  select articles.id::float8, s.slug, articles.title, articles.url, articles.authors,
    articles.published_at, articles.published_flag, articles.collected_at,
    articles.language, articles.word_count, articles.version, articles.text_source,
    articles.scrape_error, articles.rejected_reason,
    f.quality, f.hunt_score, c.total,
    m.story_id::float8, w.primary_id::float8,
    coalesce(${stateNowText}, 'new'),
    coalesce(t.starred, false)
  from articles
  join sources s on s.id = articles.source_id
  left join article_features f on f.article_id = articles.id and f.article_id = any($1::bigint[])
  left join scores c on c.subject_id = articles.id and c.subject_id = any($1::bigint[])
    and c.tenant_id = current_tenant() and c.subject = 'article'
  left join story_articles m on m.article_id = articles.id and m.article_id = any($1::bigint[])
  left join article_twins w on w.article_id = articles.id and w.article_id = any($1::bigint[])
  left join triage t on t.subject_id = articles.id and t.subject_id = any($1::bigint[])
    and t.tenant_id = current_tenant() and t.subject = 'article'
  where articles.id = any($1::bigint[])`;

function toLine(row: Row): ArticleLine {
  const [id, source, title, url, authors, publishedAt, publishedFlag, collectedAt, ...afterTimes] = row;
  const [language, words, version, textSource, scrapeError, rejectedReason, ...computed] = afterTimes;
  const [quality, hunt, score, story, twinOf, state, starred] = computed;
  return {
    id,
    source,
    title,
    url,
    authors,
    published_at: publishedAt === null ? null : new Date(publishedAt),
    published_flag: publishedFlag,
    collected_at: new Date(collectedAt),
    language,
    word_count: words,
    version,
    text_source: textSource,
    scrape_error: scrapeError,
    rejected_reason: rejectedReason,
    quality,
    hunt,
    score,
    story,
    twin_of: twinOf,
    state,
    starred,
  };
}
