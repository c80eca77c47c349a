import type { Db } from "@cti/db/client";
import { mentionColumns } from "@cti/pipeline/entities/pack-mentions";
import type { Understanding } from "@cti/pipeline/entities/understanding";
import { type SQL, sql } from "drizzle-orm";

import { changeTotals, type Counted, noteChanges, type TotalChanges } from "./change-totals.ts";
import { entityIdKey } from "./ensure-entities.ts";
import { restoreClaimMentions } from "./restore-claim-mentions.ts";

/** What was understood of a stored article; `seenAt` is when the article appeared. */
export type Understood = { articleId: number; seenAt: Date; isNew: boolean; understanding: Understanding };

/**
 * Stores what was understood of articles, instead of what was before; analysts' verdicts stand elsewhere and stay, and
 * what they accepted of a model's claims is a mention again where the rules did not find it.
 * `ids` are the numbers of its entities (`ensureEntities`).
 */
export async function saveUnderstandings(
  db: Db,
  now: Date,
  understood: Understood[],
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  if (understood.length === 0) return;
  const again = understood.flatMap(({ articleId, isNew }) => (isNew ? [] : articleId));
  const changes: TotalChanges = new Map();
  if (again.length > 0) await forgetMentions(db, again, changes);
  // The rows are texts already, which are only put together here.
  const features = `[${understood.map(featuresOf).join(",")}]`;
  await db.execute(sql`
    insert into article_features (article_id, extractor_version, extracted_at, quality, quality_parts, hunt_score,
      hunt_parts, signature, bands, story_features)
    select a.id, a.version, ${now.toISOString()}::timestamptz, f.quality, f.quality_parts, f.hunt_score, f.hunt_parts,
      decode(f.signature, 'base64'), f.bands, decode(f.story_features, 'base64')
    from json_to_recordset(${features}::json) as a(id bigint, version text, features json)
    cross join lateral json_to_record(a.features) as f(quality smallint, quality_parts json, hunt_score smallint,
      hunt_parts json, signature text, bands integer[], story_features text)
    on conflict (article_id) do update set extractor_version = excluded.extractor_version,
      extracted_at = excluded.extracted_at, quality = excluded.quality, quality_parts = excluded.quality_parts,
      hunt_score = excluded.hunt_score, hunt_parts = excluded.hunt_parts, signature = excluded.signature,
      bands = excluded.bands, story_features = excluded.story_features`);
  await insertMentions(db, understood, { ids, changes });
  if (again.length > 0) await restoreClaimMentions(db, again, changes);
  await changeTotals(db, changes);
}

/** As arrays by column, which PostgreSQL reads several times as fast as JSON. */
async function insertMentions(
  db: Db,
  understood: Understood[],
  { ids, changes }: { ids: ReadonlyMap<string, number>; changes: TotalChanges },
): Promise<void> {
  const told = understood.filter(({ understanding }) => understanding.entities.length > 0);
  const eachMention = (elementOf: (one: Understood, at: number) => string | number): SQL =>
    arrayOf(told.map((one) => one.understanding.entities.map((_, at) => elementOf(one, at)).join()));
  const articleIds = eachMention(({ articleId }) => articleId);
  const entityIds = eachMention(({ understanding }, at) => {
    const entity = understanding.entities[at];
    return (entity && ids.get(entityIdKey(entity))) ?? "NULL";
  });
  const seen = eachMention(({ seenAt }) => `"${seenAt.toISOString()}"`);
  const [status, role, confidence, benign, reasons, matched, count, inTitle, places, details] =
    mentionColumns.map((column) => arrayOf(told.map(({ understanding }) => understanding.mentions[column])));
  const added = await db.execute<Counted>(sql`
    with added as (
      insert into mentions (article_id, entity_id, status, role, confidence, benign, reasons, matched, count, in_title,
        places, details, seen_at)
      select article, entity, status, role, confidence, benign, reasons::text[], matched, count, in_title, places::json,
        details::json, seen
      from unnest(${articleIds}::bigint[], ${entityIds}::bigint[], ${status}::text[], ${role}::text[],
        ${confidence}::real[], ${benign}::text[], ${reasons}::text[], ${matched}::text[], ${count}::integer[],
        ${inTitle}::boolean[], ${places}::text[], ${details}::text[], ${seen}::timestamptz[])
        as m(article, entity, status, role, confidence, benign, reasons, matched, count, in_title, places, details, seen)
      where entity is not null returning entity_id, status)
    select entity_id, status, count(*)::int as articles from added group by entity_id, status`);
  noteChanges(changes, added, 1);
}

/** A PostgreSQL array of elements that are written as such already. */
function arrayOf(elements: string[]): SQL {
  return sql`${`{${elements.join()}}`}`;
}

function featuresOf({ articleId, understanding: { extractorVersion, features } }: Understood): string {
  return `{"id":${articleId},"version":${JSON.stringify(extractorVersion)},"features":${features}}`;
}

/** Two sweeps may extract the same articles at once: the second one waits, and replaces what the first has stored. */
async function forgetMentions(db: Db, articleIds: number[], changes: TotalChanges): Promise<void> {
  const ids = sql`(select value::bigint from json_array_elements_text(${JSON.stringify(articleIds)}::json))`;
  await db.execute(sql`select id from articles where id in ${ids} order by id for update`);
  const removed = await db.execute<Counted>(sql`
    with removed as (delete from mentions where article_id in ${ids} returning entity_id, status)
    select entity_id, status, count(*)::int as articles from removed group by entity_id, status`);
  noteChanges(changes, removed, -1);
}
