import { type SQL, sql } from "drizzle-orm";

/** A word of every day, such as "the", is left out of the index: it is found everywhere. */
export function wordCondition(word: string): SQL {
  if (unspaced.test(word)) return containsText(word);
  const query = sql`plainto_tsquery('pg_catalog.english', ${word})`;
  return sql`(numnode(${query}) = 0 or articles.search @@ ${query})`;
}

export function phraseCondition(text: string): SQL {
  if (unspaced.test(text)) return containsText(text);
  const query = sql`phraseto_tsquery('pg_catalog.english', ${text})`;
  return sql`(numnode(${query}) = 0 or articles.search @@ ${query})`;
}

/** The index holds stems, so that it can only propose; the text itself decides. */
export function prefixCondition(prefix: string): SQL {
  if (unspaced.test(prefix)) return containsText(prefix);
  const begins = `\\m${escapePattern(prefix)}`;
  return sql`(${prefixWords(prefix)} and (articles.title ~* ${begins} or articles.text ~* ${begins}))`;
}

/** What the index proposes for a prefix. */
export function prefixWords(prefix: string): SQL {
  if (unspaced.test(prefix)) return containsText(prefix);
  const start = sql`('''' || ${prefix.replaceAll("'", "")}::text || ''':*')`;
  return sql`(articles.search @@ (to_tsquery('pg_catalog.simple', ${start}) || to_tsquery('pg_catalog.english', ${start})))`;
}

/** Scripts that write no spaces, where the index knows no words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

function containsText(text: string): SQL {
  const pattern = escapePattern(text);
  return sql`(articles.text ~* ${pattern} or articles.title ~* ${pattern})`;
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$*+?()[\]{}|.]/g, "\\$&");
}
