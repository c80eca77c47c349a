import type { Db } from "@cti/db/client";
import { type Schedule, schedules } from "@cti/db/schema/schedules";
import { workers } from "@cti/db/schema/workers";
import { describeSchedule } from "@cti/pipeline/schedule/describe-schedule";
import { and, asc, desc, gte, inArray, isNull } from "drizzle-orm";

import { changedFields, valuesOf } from "./schedule-values.ts";

/** `text` says when it runs, for people; `changed` names what differs from the configuration. */
export type ListedSchedule = Schedule & { text: string; changed: string[] };

export type ScheduleList = {
  schedules: ListedSchedule[];
  /** Process that starts them: host:pid and its last sign of life within 30 s; null when there is none. */
  scheduler: { id: string; lastBeatAt: Date } | null;
};

const aliveMs = 30_000;

export async function listSchedules(db: Db, now: Date): Promise<ScheduleList> {
  const rows = await db.select().from(schedules).orderBy(asc(schedules.id));
  const [scheduler] = await db
    .select({ id: workers.id, lastBeatAt: workers.lastBeatAt })
    .from(workers)
    .where(
      and(
        inArray(workers.kind, ["scheduler", "daemon"]),
        isNull(workers.stoppedAt),
        gte(workers.lastBeatAt, new Date(now.getTime() - aliveMs)),
      ),
    )
    .orderBy(desc(workers.lastBeatAt))
    .limit(1);
  const listed = rows.map((row) => ({
    ...row,
    text: describeSchedule(row),
    changed: row.seed === null ? [] : changedFields(valuesOf(row), row.seed),
  }));
  return { schedules: listed, scheduler: scheduler ?? null };
}
