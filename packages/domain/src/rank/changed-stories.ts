import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

export type ChangedStories = {
  /** Told in the transaction in which these stories were ranked for one more tenant; articles among them are passed over. */
  ranked(tx: Db, subjects: readonly { subject: string; id: number; dueAt: string | null }[]): Promise<void>;
};

/**
 * A story that was changed is due for all tenants, and no longer when the last of them has ranked it. One that was
 * changed again meanwhile stays due.
 */
export function createChangedStories(tenants: number): ChangedStories {
  const seen = new Map<number, { dueAt: string; times: number }>();
  return {
    ranked: async (tx, subjects) => {
      const done: { id: number; due_at: string }[] = [];
      for (const { subject, id, dueAt } of subjects) {
        if (subject !== "story" || dueAt === null) continue;
        const known = seen.get(id);
        const times = known?.dueAt === dueAt ? known.times + 1 : 1;
        if (times < tenants) seen.set(id, { dueAt, times });
        else done.push({ id, due_at: dueAt });
      }
      if (done.length === 0) return;
      await tx.execute(sql`
        update stories s set rank_due_at = null
        from json_to_recordset(${JSON.stringify(done)}::json) as x(id bigint, due_at timestamptz)
        where s.id = x.id and s.rank_due_at = x.due_at`);
    },
  };
}
