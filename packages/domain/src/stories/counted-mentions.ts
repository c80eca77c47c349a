import { indicatorTypes } from "@cti/pipeline/entities/entity-types";
import { type SQL, sql } from "drizzle-orm";

import { listOf } from "../articles/sql-list.ts";

/** For a FROM, beside rows `m` with article_id and source_id: what their articles say, as rows `n` of mentions. */
export const countedMentions: SQL = sql`
  mentions n on n.article_id = m.article_id
  left join verdicts here on here.tenant_id = current_tenant() and here.entity_id = n.entity_id
    and here.article_id = n.article_id
  left join verdicts everywhere on everywhere.tenant_id = current_tenant()
    and everywhere.entity_id = n.entity_id and everywhere.article_id is null`;

/**
 * For its WHERE: those that count for the tenant, as indicators and names do in `current_mentions`. Written out, since
 * the view looks verdicts up for each row, and a story has many.
 */
export const isCounted: SQL = sql`
  case coalesce(here.verdict, everywhere.verdict) when 'accepted' then true when 'rejected' then false
    else n.status = 'named' or (n.status = 'indicator' and not exists (
      select from benign_marks b where b.tenant_id = current_tenant() and b.entity_id = n.entity_id
        and (b.source_id is null or b.source_id = m.source_id))) end`;

/** Whether an entity `e` is an indicator. */
export const isIndicator: SQL = sql`e.type in ${listOf(indicatorTypes)}`;
