import { type SQL, sql } from "drizzle-orm";

/**
 * Articles and stories whose rank is missing, outdated by a change, or too old: a rank is renewed when a twelfth of the
 * subject's age has passed, at most hourly and for two months.
 */
export function dueSubjects(now: Date, all: boolean): SQL {
  const at = sql`${now.toISOString()}::timestamptz`;
  if (all)
    return sql`
      select 'article' as subject, article_id as id from article_features where clustered_at is not null
      union all select 'story', id from stories where merged_into is null and article_count > 0`;
  return sql`
    select 'article' as subject, f.article_id as id from article_features f
    left join scores s on s.subject = 'article' and s.subject_id = f.article_id
    where f.clustered_at is not null and (s.subject_id is null or s.ranked_at < f.extracted_at)
    union all
    select 'story', id from stories where rank_due_at is not null and merged_into is null and article_count > 0
    union all
    select s.subject, s.subject_id from scores s
    left join stories t on s.subject = 'story' and t.id = s.subject_id
    left join article_features f on s.subject = 'article' and f.article_id = s.subject_id
    where s.at > ${at} - interval '60 days' and s.ranked_at < ${at} - greatest(interval '1 hour', (${at} - s.at) / 12)
      and (s.subject = 'article' or (t.merged_into is null and t.rank_due_at is null and t.article_count > 0))
      and (s.subject = 'story' or s.ranked_at >= f.extracted_at)`;
}
