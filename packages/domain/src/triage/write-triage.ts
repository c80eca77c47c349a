import type { Db } from "@cti/db/client";
import { type SQL, sql } from "drizzle-orm";

import type { CheckedChange } from "./triage-change.ts";

/** A row of triage as it was, times as PostgreSQL writes them; `had` is false where there was none. */
export type TriageBefore = {
  id: number;
  had: boolean;
  state: string | null;
  starred: boolean | null;
  assignee: string | null;
  snoozed_until: string | null;
  actor: string | null;
  changed_at: string | null;
  /** The time that the change gave it: later than the one before, also for two changes of one millisecond. */
  written_at: string;
};

/**
 * Changes many subjects of a kind in one statement; those are left alone for which it would change nothing. Gives back
 * what the changed ones were. Ids must be of subjects that there are; the caller has the triage turn.
 */
export async function writeTriage(
  tx: Db,
  { subject, ids }: { subject: "article" | "story"; ids: readonly number[] },
  change: CheckedChange,
  { actor, now }: { actor: string; now: Date },
): Promise<TriageBefore[]> {
  const rows = await tx.execute<Omit<TriageBefore, "id"> & { id: string }>(sql`
    with old as (
      select wanted.id, t.subject_id is not null as had, t.state, t.starred, t.assignee, t.snoozed_until, t.actor, t.changed_at
      from unnest(${idsOf(ids)}) wanted(id)
      left join triage t on t.tenant_id = current_tenant() and t.subject = ${subject} and t.subject_id = wanted.id
    ), next as (
      select id, ${nextState(change)} as state, ${change.starred === null ? sql`coalesce(starred, false)` : sql`${change.starred}::boolean`} as starred,
        ${change.assignee === null ? sql`assignee` : sql`${change.assignee.name}::text`} as assignee,
        ${nextUntil(change)} as snoozed_until,
        greatest(${now.toISOString()}::timestamptz, changed_at + interval '1 microsecond') as written_at
      from old
    ), changed as (
      select next.* from next join old on old.id = next.id
      where (next.state, next.starred, next.assignee, next.snoozed_until)
        is distinct from (coalesce(old.state, 'new'), coalesce(old.starred, false), old.assignee, old.snoozed_until)
    ), written as (
      insert into triage (subject, subject_id, state, starred, assignee, snoozed_until, actor, changed_at)
      select ${subject}, id, state, starred, assignee, snoozed_until, ${actor}, written_at from changed
      on conflict (tenant_id, subject, subject_id) do update set state = excluded.state, starred = excluded.starred,
        assignee = excluded.assignee, snoozed_until = excluded.snoozed_until, actor = excluded.actor,
        changed_at = excluded.changed_at
    )
    select old.id, old.had, old.state, old.starred, old.assignee, old.snoozed_until::text as snoozed_until, old.actor,
      old.changed_at::text as changed_at, changed.written_at::text as written_at
    from changed join old on old.id = changed.id order by old.id`);
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}

function idsOf(ids: readonly number[]): SQL {
  return sql`${`{${ids.join(",")}}`}::text::bigint[]`;
}

function nextState({ state }: CheckedChange): SQL {
  return state === null ? sql`coalesce(state, 'new')` : sql`${state}::text`;
}

/** Only what is snoozed has a time; what is snoozed anew without one has none. */
function nextUntil({ state, snoozedUntil }: CheckedChange): SQL {
  if (state === null) return sql`snoozed_until`;
  return snoozedUntil === null ? sql`null::timestamptz` : sql`${snoozedUntil.toISOString()}::timestamptz`;
}
