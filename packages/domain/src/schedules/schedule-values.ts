import type { Schedule, ScheduleSeed } from "@cti/db/schema/schedules";

/** Of a row, what the configuration and people decide. */
export function valuesOf(row: Schedule): ScheduleSeed {
  const { intervalSeconds, cron, timeZone, jitterSeconds, overlap, enabled } = row;
  return { intervalSeconds, cron, timeZone, jitterSeconds, overlap, enabled };
}

/** Fields that differ from the seed. Interval, line and time zone mean something only together, so they go together. */
export function changedFields(values: ScheduleSeed, seed: ScheduleSeed): (keyof ScheduleSeed)[] {
  const others = (["jitterSeconds", "overlap", "enabled"] as const).filter(
    (field) => values[field] !== seed[field],
  );
  return sameTimes(values, seed) ? others : [...timeFields, ...others];
}

const timeFields = ["intervalSeconds", "cron", "timeZone"] as const;

export function sameTimes(one: ScheduleSeed, other: ScheduleSeed): boolean {
  return timeFields.every((field) => one[field] === other[field]);
}
