import type { Db } from "@cti/db/client";
import { rankOf } from "@cti/pipeline/rank/rank-of";
import type { Watch } from "@cti/pipeline/rank/rank-input";
import { type RankSettings, rankVersion } from "@cti/pipeline/rank/weights";
import { sql } from "drizzle-orm";

import { asTenant } from "../tenants/as-tenant.ts";
import { openTenants } from "../tenants/for-each-tenant.ts";
import { type ChangedStories, createChangedStories } from "./changed-stories.ts";
import { dueSubjects } from "./due-subjects.ts";
import { loadWatches } from "./load-watches.ts";
import { loadRankInputs, type Subject } from "./load-rank-inputs.ts";

/** Ranks that were given; one for each tenant. */
export type RankOutcome = { articles: number; stories: number };

type Deps = { db: Db; now: () => Date };
type Events = { signal: AbortSignal; onProgress: (outcome: RankOutcome) => void };
/** `dueAt` of a story that was changed: when, as PostgreSQL writes it. */
type Due = Subject & { dueAt: string | null };
type Work = { tenantId: number; settings: RankSettings; watches: Watch[]; changed: ChangedStories };

const batchSize = 400;

/**
 * Ranks for each open tenant what is due: by what it says, who says it, how new it is, and what the tenant watches.
 * `limit` counts over all tenants.
 */
export async function rankDue(
  deps: Deps,
  { settings, limit, all }: { settings: RankSettings; limit: number; all: boolean },
  { signal, onProgress }: Events,
): Promise<RankOutcome> {
  const outcome: RankOutcome = { articles: 0, stories: 0 };
  const tenants = await openTenants(deps.db);
  const changed = createChangedStories(tenants.length);
  let left = limit;
  for (const { id: tenantId } of tenants) {
    if (left <= 0 || signal.aborted) break;
    const { watches, due } = await asTenant(deps.db, tenantId, async (tx) => ({
      watches: await loadWatches(tx),
      due: await findDue(tx, { now: deps.now(), all, limit: left }),
    }));
    left -= due.length;
    await rankAll(deps, due, { tenantId, settings, watches, changed }, { signal, outcome, onProgress });
  }
  return outcome;
}

/** A story comes with the article whose title it bears, so that what both say is loaded once. */
async function findDue(
  tx: Db,
  { now, all, limit }: { now: Date; all: boolean; limit: number },
): Promise<Due[]> {
  const due = await tx.execute<{ subject: Subject["subject"]; id: string; due_at: string | null }>(sql`
    select due.subject, due.id, s.rank_due_at::text as due_at from (${dueSubjects(now, all)}) due
    left join stories s on due.subject = 'story' and s.id = due.id
    order by coalesce(s.title_article_id, due.id), due.subject, due.id limit ${limit}`);
  return due.map(({ subject, id, due_at }) => ({ subject, id: Number(id), dueAt: due_at }));
}

async function rankAll(
  deps: Deps,
  waiting: Due[],
  work: Work,
  { signal, outcome, onProgress }: Events & { outcome: RankOutcome },
): Promise<void> {
  const rankOn = async (): Promise<void> => {
    while (waiting.length > 0 && !signal.aborted) {
      const batch = waiting.splice(0, batchSize);
      await rankBatch(deps, batch, work).catch((error: unknown) => {
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
}

async function rankBatch(
  { db, now }: Deps,
  subjects: Due[],
  { tenantId, settings, watches, changed }: Work,
): Promise<void> {
  const at = now();
  const needsText = watches.some(({ kind }) => kind === "term");
  await asTenant(db, tenantId, async (tx) => {
    const inputs = await loadRankInputs(tx, subjects, { needsText });
    const rows = inputs.map(({ subject, id, input }) => {
      const { total, product, middle, parts } = rankOf(input, settings, { now: at, watches });
      return { subject, subject_id: id, total, at: input.at, product, middle, parts };
    });
    await tx.execute(sql`
      insert into scores (tenant_id, subject, subject_id, total, at, product, middle, parts, version, ranked_at)
      select current_tenant(), subject, subject_id, total, at, product, middle, parts, ${rankVersion},
        ${at.toISOString()}::timestamptz
      from json_to_recordset(${JSON.stringify(rows)}::json) as x(subject text, subject_id bigint, total real,
        at timestamptz, product real, middle real, parts jsonb)
      on conflict (tenant_id, subject, subject_id) do update set total = excluded.total, at = excluded.at,
        product = excluded.product, middle = excluded.middle, parts = excluded.parts, version = excluded.version,
        ranked_at = excluded.ranked_at`);
    await changed.ranked(tx, subjects);
  });
}
