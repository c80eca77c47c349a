import type { Db } from "@cti/db/client";

import { DomainError } from "../errors.ts";
import { maskAddresses } from "../sources/mask-address.ts";
import { findSchedule } from "./find-schedule.ts";
import { type ListedSchedule, listSchedules } from "./list-schedules.ts";

/** A schedule as the API has it; `text` says when it runs, `changed` what differs from the configuration. */
export type ScheduleLine = {
  id: number;
  name: string;
  job: string;
  text: string;
  enabled: boolean;
  interval_seconds: number | null;
  cron: string | null;
  time_zone: string;
  jitter_seconds: number;
  overlap: string;
  next_run_at: Date | null;
  requested_at: Date | null;
  requested_by: string | null;
  last_run_at: Date | null;
  last_status: string | null;
  last_duration_ms: number | null;
  last_run_id: number | null;
  last_error: string | null;
  fired: number;
  skipped: number;
  changed: string[];
  revision: number;
  updated_at: Date;
};

export type ScheduleLines = {
  schedules: ScheduleLine[];
  scheduler: { id: string; last_beat_at: Date } | null;
};

/** All schedules, and the process that starts them; null when there is none. */
export async function listScheduleLines(
  db: Db,
  now: Date,
  { names }: { names: boolean },
): Promise<ScheduleLines> {
  const { schedules, scheduler } = await listSchedules(db, now);
  return {
    schedules: schedules.map((row) => toLine(row, names)),
    scheduler: scheduler && { id: scheduler.id, last_beat_at: scheduler.lastBeatAt },
  };
}

/** One of them by its exact name. Throws DomainError not_found, with the nearest name. */
export async function getScheduleLine(
  db: Db,
  name: string,
  now: Date,
  view: { names: boolean },
): Promise<ScheduleLine> {
  const { id } = await findSchedule(db, name);
  const { schedules } = await listScheduleLines(db, now, view);
  const line = schedules.find((row) => row.id === id);
  if (!line) throw new DomainError("not_found", `There is no schedule ${name}`);
  return line;
}

const fieldNames: Record<string, string> = {
  intervalSeconds: "interval_seconds",
  timeZone: "time_zone",
  jitterSeconds: "jitter_seconds",
};

/** People of other tenants operate it as well: their names, and logins in addresses, are for those who do so too. */
function toLine(row: ListedSchedule, names: boolean): ScheduleLine {
  return {
    id: row.id,
    name: row.name,
    job: row.job,
    text: row.text,
    enabled: row.enabled,
    interval_seconds: row.intervalSeconds,
    cron: row.cron,
    time_zone: row.timeZone,
    jitter_seconds: row.jitterSeconds,
    overlap: row.overlap,
    next_run_at: row.nextRunAt,
    requested_at: row.requestedAt,
    requested_by: names ? row.requestedBy : null,
    last_run_at: row.lastRunAt,
    last_status: row.lastStatus,
    last_duration_ms: row.lastDurationMs,
    last_run_id: row.lastRunId,
    last_error: names || row.lastError === null ? row.lastError : maskAddresses(row.lastError),
    fired: row.fired,
    skipped: row.skipped,
    changed: row.changed.map((field) => fieldNames[field] ?? field),
    revision: row.revision,
    updated_at: row.updatedAt,
  };
}
