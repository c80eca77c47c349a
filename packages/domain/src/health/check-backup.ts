import { runs } from "@cti/db/schema/runs";
import { schedules } from "@cti/db/schema/schedules";
import { and, desc, eq, ne, sql } from "drizzle-orm";

import { longestGap } from "./check-schedules.ts";
import { type ComponentHealth, durationText, type HealthDeps } from "./component-health.ts";

/** In units of the schedule's interval: so long without a new backup is degraded. */
const limit = 2;

/** Whether there is a backup that is young enough for the schedule; without one nothing is expected. */
export async function checkBackup({ db, now }: HealthDeps): Promise<ComponentHealth> {
  const [schedule] = await db.select().from(schedules).where(eq(schedules.job, "backup"));
  const made = and(
    eq(runs.kind, "backup"),
    sql`${runs.params}->>'action' = 'create'`,
    ne(runs.status, "running"),
  );
  const [last] = await db.select().from(runs).where(made).orderBy(desc(runs.id)).limit(1);
  const [good] = await db
    .select()
    .from(runs)
    .where(and(made, eq(runs.status, "completed")))
    .orderBy(desc(runs.id))
    .limit(1);
  const isExpected = schedule?.enabled ?? false;
  const details = {
    last_backup_at: good?.startedAt ?? null,
    name: good?.metrics["name"] ?? null,
    bytes: good?.metrics["bytes"] ?? null,
    encrypted: good?.metrics["encrypted"] ?? null,
    last_status: last?.status ?? null,
  };
  const since = good?.startedAt ?? schedule?.updatedAt ?? now();
  const ageMs = Math.max(0, now().getTime() - since.getTime());
  const told = good ? `The last backup is ${durationText(ageMs)} old` : "No backup has been made yet";
  if (last?.status === "failed")
    return {
      status: "degraded",
      message: `${told}, and the last try failed (${last.errors[0]?.message.slice(0, 200) ?? "unknown"}): \`backup create\` tries again.`,
      details,
    };
  if (isExpected && schedule && ageMs > limit * longestGap(schedule, now()))
    return {
      status: "degraded",
      message: `${told}, which is too long ago: \`schedules show ${schedule.name}\` says why.`,
      details,
    };
  const off = isExpected ? "" : "; none is made by itself (scheduler.cron.daily_backup)";
  return { status: "ok", message: `${told}${off}.`, details };
}
