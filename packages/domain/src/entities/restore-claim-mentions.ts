import type { Db } from "@cti/db/client";
import type { ClaimQuote } from "@cti/db/schema/claim-mentions";
import { packPlace } from "@cti/pipeline/entities/places";
import { sql } from "drizzle-orm";

import { idArray } from "../articles/sql-list.ts";
import { type Counted, noteChanges, type TotalChanges } from "./change-totals.ts";
import { type PlacedClaim, placeClaim } from "./place-claim.ts";

/** A model proposes, a person accepts: less than the rules are sure of anything, until a tenant's verdict says more. */
const confidence = 0.5;

/**
 * Writes the mentions that somebody accepted as claims of a model into these articles, where none of the same entity
 * stands, and notes them in `changes`. A claim whose quotes the text has no longer is left out; it comes back with them.
 */
export async function restoreClaimMentions(
  db: Db,
  articleIds: readonly number[],
  changes: TotalChanges,
): Promise<void> {
  const rows = await db.execute<Row>(sql`
    select c.article_id, c.entity_id, c.analysis_id, c.claim, c.matched, c.quotes, n.model, a.title, a.text,
      coalesce(a.published_at, a.collected_at) as seen_at
    from claim_mentions c
    join analyses n on n.id = c.analysis_id
    join articles a on a.id = c.article_id
    where c.article_id = ${idArray(articleIds)} and c.accepted
      and not exists (select from mentions m where m.article_id = c.article_id and m.entity_id = c.entity_id)
    order by c.article_id, c.entity_id, c.analysis_id, c.claim`);
  const mentions = new Map<string, ReturnType<typeof toMention>>();
  for (const row of rows) {
    const key = `${row.article_id} ${row.entity_id}`;
    if (mentions.has(key)) continue;
    const placed = placeClaim({ ...row, id: Number(row.article_id) }, row.quotes, [row.matched]);
    if (placed) mentions.set(key, toMention(row, placed));
  }
  if (mentions.size === 0) return;
  const added = await db.execute<Counted>(sql`
    with added as (
      insert into mentions (article_id, entity_id, status, confidence, reasons, matched, count, in_title, places, details,
        seen_at)
      select article_id, entity_id, 'proposed', ${confidence}::real, array[reason], matched, count, in_title, places,
        details, seen_at
      from json_to_recordset(${JSON.stringify([...mentions.values()])}::json) as x(article_id bigint, entity_id bigint,
        reason text, matched text, count integer, in_title boolean, places json, details json, seen_at timestamptz)
      on conflict do nothing returning entity_id, status)
    select entity_id, status, count(*)::int as articles from added group by entity_id, status`);
  noteChanges(changes, added, 1);
}

type Row = {
  article_id: string;
  entity_id: string;
  analysis_id: string;
  claim: number;
  matched: string;
  quotes: ClaimQuote[];
  model: string;
  title: string;
  text: string;
  seen_at: string;
};

// oxlint-disable-next-line typescript/explicit-function-return-type -- a row of `mentions` as the statement above reads it
function toMention(row: Row, { places, matched }: PlacedClaim) {
  const { article_id, entity_id, analysis_id, claim, model, seen_at } = row;
  return {
    article_id,
    entity_id,
    reason: `proposed by ${model} in analysis ${analysis_id}`,
    matched,
    count: places.length,
    in_title: places.some(({ field }) => field === "title"),
    places: places.map((place) => packPlace({ ...place, place: "prose", under: null, confidence })),
    // By this `settleClaimMentions` knows that the mention is the claim's.
    details: { analysis: Number(analysis_id), claim },
    seen_at,
  };
}
