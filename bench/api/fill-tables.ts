/** What follows from articles, stories and entities: made by the server itself, from a hash of the row's number. */
import type { Sql } from "postgres";

/**
 * Fills what analysts and the machinery leave behind, for tenants 1 and 2. `seed` decides; `until` is the moment of
 * the newest article. The same numbers make the same rows.
 */
export async function fillTables(
  sql: Sql,
  { seed, until, days }: { seed: number; until: Date; days: number },
): Promise<void> {
  await sql`create schema if not exists bench`;
  await sql.unsafe(`create or replace function bench.chance(number bigint, salt int) returns float8
    language sql immutable parallel safe as
    $$ select (hashint8extended(number, ${seed}::bigint * 1000 + salt) & 2147483647) / 2147483648.0 $$`);
  const now = until.toISOString();
  for (const statement of statements) await sql.unsafe(statement(`'${now}'::timestamptz`, days));
}

const ranked = (subject: string, from: string): string => `
  insert into scores (tenant_id, subject, subject_id, total, at, product, middle, parts, version, ranked_at)
  select 1, '${subject}', s.id, 100 * p / (p + 1), s.at, p, 1,
    jsonb_build_array(
      jsonb_build_object('name', 'relevance', 'value', p, 'points', 20, 'reason', 'nothing of the watchlists'),
      jsonb_build_object('name', 'corroboration', 'value', 1.2, 'points', 10, 'reason', 'three sites tell it'),
      jsonb_build_object('name', 'source', 'value', 1, 'points', 5, 'reason', 'tier 2'),
      jsonb_build_object('name', 'novelty', 'value', 1.1, 'points', 8, 'reason', 'two new indicators'),
      jsonb_build_object('name', 'quality', 'value', 0.9, 'points', -2, 'reason', 'quality 60 of 100'),
      jsonb_build_object('name', 'age', 'value', 0.5, 'points', -10, 'reason', 'it is some days old')),
    'bench', s.at + interval '1 hour'
  from (select id, at, (0.1 + 3 * bench.chance(id, 1)) * exp(-extract(epoch from NOW - at) / 2592000) as p from (${from}) x) s`;

const perTenth = (share: number, salt: number): string => `bench.chance(id, ${salt}) < ${share}`;

type Statement = (now: string, days: number) => string;

const statements: Statement[] = [
  (now) =>
    ranked(
      "article",
      "select id, coalesce(published_at, collected_at) as at from articles where rejected_reason is null",
    ).replace("NOW", now),
  (now) => ranked("story", "select id, last_at as at from stories").replace("NOW", now),
  () => `insert into tenants (id, slug, name) values (2, 'second', 'Second') on conflict do nothing`,
  ...[1, 2].map(
    (tenant) => () =>
      `
      insert into triage (tenant_id, subject, subject_id, state, starred, assignee, actor, changed_at)
      select ${tenant}, subject, id, (array['read', 'kept', 'dismissed', 'snoozed'])[1 + floor(4 * bench.chance(id, ${tenant + 2}))::int],
        bench.chance(id, ${tenant + 4}) < 0.1, null, 'analyst', at + interval '2 hours'
      from (select 'article' as subject, id, collected_at as at from articles
        union all select 'story', id, last_at from stories) s
      where ${perTenth(0.05, tenant + 6)}`,
  ),
  ...[1, 2].map(
    (tenant) => () =>
      `
      insert into verdicts (tenant_id, entity_id, article_id, verdict, note, actor, decided_at)
      select ${tenant}, entity_id, case when bench.chance(article_id, 10) < 0.3 then null else article_id end,
        case when bench.chance(article_id, 11) < 0.5 then 'accepted' else 'rejected' end, null, 'analyst', seen_at
      from mentions
      where (article_id * 31 + entity_id) % 1000 = ${tenant} and status in ('indicator', 'mentioned')
      on conflict do nothing`,
  ),
  () => `
    insert into benign_entries (tenant_id, type, match, value, note, actor)
    select 1 + n % 2, 'domain', 'exact', e.value, null, 'analyst'
    from generate_series(1, 60) n join lateral (
      select value from entities where type = 'domain' and id > n * 211 order by id limit 1) e on true`,
  () => `
    insert into benign_marks (tenant_id, entity_id, entry_id, source_id, reason)
    select b.tenant_id, e.id, b.id, b.source_id, 'your list: ' || b.value
    from benign_entries b join entities e on e.type = 'domain' and e.value = b.value on conflict do nothing`,
  () => `
    insert into watchlists (tenant_id, kind, value, weight)
    select 1, 'term', 'watched ' || n, 1 from generate_series(1, 30) n`,
  () => `
    insert into notes (tenant_id, subject, subject_id, text, actor, created_at, updated_at)
    select 1, 'article', id, 'What was found out about article ' || id || ' so far.', 'analyst', collected_at, collected_at
    from articles where ${perTenth(0.01, 12)}`,
  () => `
    insert into subject_tags (tenant_id, subject, subject_id, tag, actor)
    select 1, 'article', id, 'tag-' || floor(40 * bench.chance(id, 13)), 'analyst' from articles where ${perTenth(0.03, 14)}`,
  () => `
    insert into article_twins (article_id, primary_id, kind, similarity, contained, containing, first_because)
    select a.id, a.id - 1 - floor(20 * bench.chance(a.id, 15))::bigint, 'near', 0.9, 0.95, 0.93, 'it was published first'
    from articles a where a.id > 100 and bench.chance(a.id, 16) < 0.07`,
  () => `
    insert into article_copies (article_id, source_id, entry_key, url, url_key, title, published_at, reason, similarity)
    select id, 1 + source_id % (select count(*) from sources), 'copy-' || id, url || '?copy', url_key || '?copy', title,
      published_at, 'same_text', 1 from articles where ${perTenth(0.1, 17)}`,
  () => `
    insert into article_versions (article_id, version, title, text, html, word_count, replaced_at)
    select id, 1, title, left(text, 2000), left(html, 2000), word_count / 2, collected_at + interval '1 day'
    from articles where ${perTenth(0.03, 18)}`,
  () => `
    update articles set version = 2, changed_at = collected_at + interval '1 day' where ${perTenth(0.03, 18)}`,
  () => `
    insert into story_relations (article_id, story_id, kind, similarity)
    select a.id, s.id, 'roundup', 0.4 from (select id, collected_at from articles where ${perTenth(0.02, 19)}) a
    cross join lateral (select id from stories where id between a.id / 3 and a.id / 3 + 4) s`,
  () => `
    insert into vulnerabilities (cve, name, vendor, product, kev_added_on, cvss, epss, epss_percentile, updated_at)
    select value, 'A flaw', 'A vendor', 'A product', case when bench.chance(id, 20) < 0.05 then current_date end,
      10 * bench.chance(id, 21), bench.chance(id, 22) ^ 4, bench.chance(id, 22), now()
    from entities where type = 'cve' on conflict do nothing`,
  (now, days) => `
    insert into runs (kind, trigger, actor, status, started_at, finished_at, counts)
    select 'collect', 'schedule', 'scheduler', case when bench.chance(n, 23) < 0.05 then 'completed_with_errors' else 'completed' end,
      ${now} - n * interval '1 hour', ${now} - n * interval '1 hour' + interval '40 seconds',
      '{"found": 400, "new": 4, "updated": 1, "unchanged": 390, "duplicate": 3, "rejected": 1, "failed": 1}'
    from generate_series(1, ${days} * 24) n order by n desc`,
  (now) => `
    insert into source_checks (source_id, run_id, started_at, duration_ms, outcome, reason, message, wire_bytes, counts)
    select s.id, null, ${now} - n * interval '3 hours' - s.id * interval '10 seconds', 400, outcome,
      case outcome when 'failed' then 'timeout' end, case outcome when 'failed' then 'no answer within 30 s' end, 20000,
      '{"found": 20, "new": 1, "updated": 0, "unchanged": 19, "duplicate": 0, "rejected": 0, "failed": 0}'
    from sources s, generate_series(1, 720) n
    cross join lateral (select case when bench.chance(n * 1000 + s.id, 24) < 0.03 then 'failed'
      when bench.chance(n * 1000 + s.id, 25) < 0.6 then 'not_modified' else 'ok' end as outcome) o
    order by n desc`,
  (now) => `
    insert into job_records (job_id, queue, name, outcome, attempt, worker, payload, added_at, started_at, finished_at)
    select 'fetch:' || n, 'fetch', 'collect-source', case when bench.chance(n, 26) < 0.03 then 'failed' else 'completed' end,
      1, 'worker-1', jsonb_build_object('source_id', 1 + n % 200), at - interval '5 seconds', at, at + interval '2 seconds'
    from (select n, ${now} - n * interval '1 minute' as at from generate_series(1, 40000) n) j order by n desc`,
  () => `
    insert into saved_searches (tenant_id, name, query, visibility, actor)
    select 1, 'Search ' || n, 'malware AND tier:1', 'team', 'analyst' from generate_series(1, 25) n`,
];
