import type { scheduleRoutes } from "@cti/contract/routes/schedules";
import { BadCursor, pageOf, readCursor, writeCursor } from "@cti/domain/paging/cursor";
import { changeSchedule, resetSchedule, type ScheduleChange } from "@cti/domain/schedules/change-schedule";
import { requestRun } from "@cti/domain/schedules/request-run";
import { getScheduleLine, listScheduleLines, type ScheduleLine } from "@cti/domain/schedules/schedule-line";
import type { z } from "zod";

import type { Handlers } from "../handler.ts";
import { viewOf } from "./viewer.ts";

const sort = "schedule";

export const scheduleHandlers: Handlers<typeof scheduleRoutes> = {
  listSchedules: (call) =>
    call.inTenant(async (tx) => {
      const { limit, cursor = null } = call.query;
      const after = readCursor(cursor, sort);
      if (after !== null && typeof after.id !== "number") throw new BadCursor();
      const { schedules, scheduler } = await listScheduleLines(tx, call.now, viewOf(call));
      const rest = schedules.filter(({ id }) => after === null || id > Number(after.id));
      return {
        ...pageOf(rest.slice(0, limit + 1), limit, ({ id }) => writeCursor(sort, null, id)),
        scheduler,
      };
    }),
  getSchedule: (call) => call.inTenant((tx) => getScheduleLine(tx, call.params.name, call.now, viewOf(call))),
  changeSchedule: (call) =>
    call.inTenant(async (tx) => {
      const { params, body, now, ifMatch } = call;
      const view = viewOf(call);
      const before = await getScheduleLine(tx, params.name, now, view);
      await changeSchedule(tx, params.name, toChange(body), now, { expected: ifMatch });
      const after = await getScheduleLine(tx, params.name, now, view);
      await call.audit(tx, "schedule.change", params.name, changedOf(before, after));
      return after;
    }),
  resetSchedule: (call) =>
    call.inTenant(async (tx) => {
      const { params, now } = call;
      const view = viewOf(call);
      const before = await getScheduleLine(tx, params.name, now, view);
      await resetSchedule(tx, params.name, now);
      const after = await getScheduleLine(tx, params.name, now, view);
      await call.audit(tx, "schedule.reset", params.name, changedOf(before, after));
      return after;
    }),
  runSchedule: (call) =>
    call.inTenant(async (tx) => {
      const { params, now, actor } = call;
      const { name } = await getScheduleLine(tx, params.name, now, viewOf(call));
      const { requestedAt } = await requestRun(tx, name, { by: actor, now });
      await call.audit(tx, "schedule.run", name, {});
      const { scheduler } = await listScheduleLines(tx, now, viewOf(call));
      return { name, requested_at: requestedAt, scheduler };
    }),
};

function toChange(body: z.output<(typeof scheduleRoutes)["changeSchedule"]["body"]>): ScheduleChange {
  const { enabled, interval_seconds, cron, time_zone, jitter_seconds, overlap } = body;
  return {
    enabled,
    cron,
    overlap,
    timeZone: time_zone,
    every: interval_seconds === undefined ? undefined : `${interval_seconds}s`,
    jitter: jitter_seconds === undefined ? undefined : `${jitter_seconds}s`,
  };
}

const decided = [
  "enabled",
  "interval_seconds",
  "cron",
  "time_zone",
  "jitter_seconds",
  "overlap",
] as const satisfies (keyof ScheduleLine)[];

function changedOf(
  before: ScheduleLine,
  after: ScheduleLine,
): { before: Record<string, unknown>; after: Record<string, unknown> } {
  const changed = decided.filter((name) => before[name] !== after[name]);
  const pick = (line: ScheduleLine): Record<string, unknown> =>
    Object.fromEntries(changed.map((name) => [name, line[name]]));
  return { before: pick(before), after: pick(after) };
}
