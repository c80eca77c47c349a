import type { Db } from "@cti/db/client";
import { rankOf } from "@cti/pipeline/rank/rank-of";
import type { Watch } from "@cti/pipeline/rank/rank-input";
import { type RankSettings, rankVersion } from "@cti/pipeline/rank/weights";
import { sql } from "drizzle-orm";

import { dueSubjects } from "./due-subjects.ts";
import { loadWatches } from "./load-watches.ts";
import { loadRankInputs, type Subject } from "./load-rank-inputs.ts";

export type RankOutcome = { articles: number; stories: number };

const batchSize = 400;

/** Ranks what is due: by what it says, who says it, how new it is, and what the user watches. */
export async function rankDue(
  deps: { db: Db; now: () => Date },
  { settings, limit, all }: { settings: RankSettings; limit: number; all: boolean },
  { signal, onProgress }: { signal: AbortSignal; onProgress: (outcome: RankOutcome) => void },
): Promise<RankOutcome> {
  const outcome: RankOutcome = { articles: 0, stories: 0 };
  const watches = await loadWatches(deps.db);
  // A story comes with the article whose title it bears, so that what both say is loaded once.
  const due = await deps.db.execute<{ subject: Subject["subject"]; id: string }>(sql`
    select due.subject, due.id from (${dueSubjects(deps.now(), all)}) due
    left join stories s on due.subject = 'story' and s.id = due.id
    order by coalesce(s.title_article_id, due.id), due.subject, due.id limit ${limit}`);
  const waiting = due.map(({ subject, id }): Subject => ({ subject, id: Number(id) }));
  const rankOn = async (): Promise<void> => {
    while (waiting.length > 0 && !signal.aborted) {
      const batch = waiting.splice(0, batchSize);
      await rankBatch(deps, batch, { settings, watches }).catch((error: unknown) => {
        waiting.length = 0;
        throw error;
      });
      for (const { subject } of batch) outcome[subject === "article" ? "articles" : "stories"] += 1;
      onProgress(outcome);
    }
  };
  // Two at a time: one is reckoned while the database has the other in hand. Both end before an error goes on.
  const ended = await Promise.allSettled([rankOn(), rankOn()]);
  const failed = ended.find((one) => one.status === "rejected");
  if (failed) throw failed.reason;
  return outcome;
}

async function rankBatch(
  { db, now }: { db: Db; now: () => Date },
  subjects: Subject[],
  { settings, watches }: { settings: RankSettings; watches: Watch[] },
): Promise<void> {
  const at = now();
  const needsText = watches.some(({ kind }) => kind === "term");
  await db.transaction(async (tx) => {
    const inputs = await loadRankInputs(tx, subjects, { needsText });
    const rows = inputs.map(({ subject, id, input }) => {
      const { total, product, middle, parts } = rankOf(input, settings, { now: at, watches });
      return { subject, subject_id: id, total, at: input.at, product, middle, parts };
    });
    await tx.execute(sql`
      insert into scores (subject, subject_id, total, at, product, middle, parts, version, ranked_at)
      select subject, subject_id, total, at, product, middle, parts, ${rankVersion}, ${at.toISOString()}::timestamptz
      from json_to_recordset(${JSON.stringify(rows)}::json) as x(subject text, subject_id bigint, total real,
        at timestamptz, product real, middle real, parts jsonb)
      on conflict (subject, subject_id) do update set total = excluded.total, at = excluded.at,
        product = excluded.product, middle = excluded.middle, parts = excluded.parts, version = excluded.version,
        ranked_at = excluded.ranked_at`);
    const stories = JSON.stringify(subjects.filter(({ subject }) => subject === "story").map(({ id }) => id));
    await tx.execute(sql`update stories set rank_due_at = null
      where id in (select value::bigint from json_array_elements_text(${stories}::json)) and rank_due_at is not null`);
  });
}
