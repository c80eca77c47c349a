import { type SQL, sql } from "drizzle-orm";

import { outdatedVersion } from "./rank-again.ts";

/**
 * Articles and stories whose rank for this tenant is missing, outdated by a change, or too old: a rank is renewed when
 * a twelfth of the subject's age has passed, at most hourly and for two months.
 */
export function dueSubjects(now: Date, all: boolean): SQL {
  if (all)
    return sql`
      select 'article' as subject, article_id as id from article_features where clustered_at is not null
      union all select 'story', id from stories where merged_into is null and article_count > 0`;
  const at = sql`${now.toISOString()}::timestamptz`;
  const isOutdated = sql`(s.version = ${outdatedVersion} or s.at > ${at} - interval '60 days'
    and s.ranked_at < ${at} - greatest(interval '1 hour', (${at} - s.at) / 12))`;
  return sql`
    select 'article' as subject, f.article_id as id from article_features f
    left join scores s on s.tenant_id = current_tenant() and s.subject = 'article' and s.subject_id = f.article_id
    where f.clustered_at is not null and (s.subject_id is null or s.ranked_at < f.extracted_at or ${isOutdated})
    union all
    select 'story', t.id from stories t
    left join scores s on s.tenant_id = current_tenant() and s.subject = 'story' and s.subject_id = t.id
    where t.merged_into is null and t.article_count > 0
      and (t.rank_due_at is not null or ${isOutdated} or s.subject_id is null and ${hasMember})`;
}

/** A story of twins alone never gets a rank, and must not be due for ever. */
const hasMember = sql`exists (
  select from story_articles m join article_features f on f.article_id = m.article_id
  where m.story_id = t.id and not exists (select from article_twins w where w.article_id = m.article_id))`;
