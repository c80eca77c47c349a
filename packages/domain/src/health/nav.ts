import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

/** What is the same for all tenants. */
export type SharedNav = { failing: number; running: number };

/** Sources that are followed and were not read at their last check, and runs that are going on. */
export async function readSharedNav(db: Db): Promise<SharedNav> {
  const [row] = await db.execute<SharedNav>(sql`
    select
      (select count(*)::int from sources where enabled and removed_at is null and consecutive_failures > 0) as failing,
      (select count(*)::int from runs where status = 'running') as running`);
  return row ?? { failing: 0, running: 0 };
}

/** Beyond so many nobody wants to know the number. */
const mostNew = 1_000;

/** Stories that are new to the tenant, with an article since then; a snooze that is over is new again. */
export async function countNewStories(
  tx: Db,
  since: Date | null,
  now: Date,
): Promise<{ new: number; more: boolean }> {
  const recently = since === null ? sql`` : sql`and st.last_at >= ${since.toISOString()}::timestamptz`;
  const [row] = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from (
      select from stories st where st.merged_into is null ${recently} and not exists (
        select from triage t where t.tenant_id = current_tenant() and t.subject = 'story' and t.subject_id = st.id
          and t.state <> 'new' and not (t.state = 'snoozed' and t.snoozed_until is not null
            and t.snoozed_until <= ${now.toISOString()}::timestamptz))
      limit ${mostNew + 1}
    ) found`);
  const count = row?.count ?? 0;
  return { new: Math.min(count, mostNew), more: count > mostNew };
}
