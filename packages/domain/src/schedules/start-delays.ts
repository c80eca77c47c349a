import { type ScheduleTimes, startDelay } from "@cti/pipeline/schedule/next-run";

type Planned = ScheduleTimes & { name: string; nextRunAt: Date | null };

/** When each planned start really comes: the delay by chance is drawn once, so that planned times stay on their grid. */
export type StartDelays = { startOf(schedule: Planned): Date };

export function openStartDelays(random: () => number): StartDelays {
  const drawn = new Map<string, { planned: number; delayMs: number }>();
  return {
    startOf: (schedule) => {
      const planned = schedule.nextRunAt ?? new Date(0);
      let draw = drawn.get(schedule.name);
      if (draw?.planned !== planned.getTime()) {
        draw = { planned: planned.getTime(), delayMs: startDelay(schedule, planned, random) };
        drawn.set(schedule.name, draw);
      }
      return new Date(draw.planned + draw.delayMs);
    },
  };
}
