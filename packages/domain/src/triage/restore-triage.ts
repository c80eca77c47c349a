import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

import type { TriageUndo } from "./bulk-triage.ts";
import { takeTriageTurn } from "./triage-lock.ts";

/** Puts rows back as they were before a bulk action; what somebody changed since is left alone and named in `skipped`. */
export async function restoreTriage(
  tx: Db,
  undo: TriageUndo,
): Promise<{ restored: number[]; skipped: number[] }> {
  await takeTriageTurn(tx);
  const left = new Set([
    ...without(undo.rows, await restoreRows(tx, undo)),
    ...without(undo.added, await dropAdded(tx, undo)),
    ...without(undo.removed, await giveBackRemoved(tx, undo)),
  ]);
  const all = new Set([...undo.rows, ...undo.added, ...undo.removed].map(({ id }) => id));
  return { restored: [...all].filter((id) => !left.has(id)), skipped: [...left] };
}

type Piece = { id: number; tag?: string };

function keyOf({ id, tag = "" }: Piece): string {
  return `${id} ${tag}`;
}

/** The ids of pieces that were not restored. */
function without(pieces: Piece[], restored: Piece[]): number[] {
  const done = new Set(restored.map(keyOf));
  return pieces.filter((piece) => !done.has(keyOf(piece))).map(({ id }) => id);
}

/** A row is as the action left it while it bears its time. */
async function restoreRows(tx: Db, { subject, rows }: TriageUndo): Promise<Piece[]> {
  const done = await tx.execute<{ id: string }>(sql`
    with given as (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as g(id bigint, had boolean, state text, starred boolean,
        assignee text, snoozed_until timestamptz, actor text, changed_at timestamptz, written_at timestamptz)
    ), deleted as (
      delete from triage t using given g where not g.had and t.tenant_id = current_tenant() and t.subject = ${subject}
        and t.subject_id = g.id and t.changed_at = g.written_at returning t.subject_id as id
    ), updated as (
      update triage t set state = g.state, starred = g.starred, assignee = g.assignee, snoozed_until = g.snoozed_until,
        actor = g.actor, changed_at = g.changed_at
      from given g where g.had and t.tenant_id = current_tenant() and t.subject = ${subject} and t.subject_id = g.id
        and t.changed_at = g.written_at returning t.subject_id as id
    )
    select id from deleted union all select id from updated`);
  return done.map(({ id }) => ({ id: Number(id) }));
}

async function dropAdded(tx: Db, { subject, at, added }: TriageUndo): Promise<Piece[]> {
  const done = await tx.execute<{ id: string; tag: string }>(sql`
    delete from subject_tags t using json_to_recordset(${JSON.stringify(added)}::json) as g(id bigint, tag text)
    where t.tenant_id = current_tenant() and t.subject = ${subject} and t.subject_id = g.id and t.tag = g.tag
      and t.created_at = ${at}::timestamptz
    returning t.subject_id as id, t.tag`);
  return done.map(({ id, tag }) => ({ id: Number(id), tag }));
}

async function giveBackRemoved(tx: Db, { subject, removed }: TriageUndo): Promise<Piece[]> {
  const done = await tx.execute<{ id: string; tag: string }>(sql`
    insert into subject_tags (subject, subject_id, tag, actor, created_at)
    select ${subject}, g.id, g.tag, g.actor, g.created_at
    from json_to_recordset(${JSON.stringify(removed)}::json) as g(id bigint, tag text, actor text, created_at timestamptz)
    on conflict do nothing returning subject_id as id, tag`);
  return done.map(({ id, tag }) => ({ id: Number(id), tag }));
}
