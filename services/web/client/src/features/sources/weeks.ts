export type Day = { date: string; value: number };
export type Week = { from: string; label: string; days: Day[]; total: number };

const dayMs = 86_400_000;

/** Days of UTC that end today, put into weeks that begin on Monday. */
export function weeksOf(values: readonly number[], now: number): Week[] {
  const today = Math.floor(now / dayMs) * dayMs;
  const weeks: Week[] = [];
  for (const [index, value] of values.entries()) {
    const at = new Date(today - (values.length - 1 - index) * dayMs);
    if (weeks.length === 0 || at.getUTCDay() === 1)
      weeks.push({ from: dateOf(at), label: "", days: [], total: 0 });
    const week = weeks.at(-1);
    week?.days.push({ date: dateOf(at), value });
    if (week) week.total += value;
  }
  for (const [ago, week] of weeks.toReversed().entries()) week.label = labelOf(week, ago);
  return weeks;
}

function labelOf({ from }: Week, ago: number): string {
  if (ago === 0) return "this week";
  return ago === 1 ? "last week" : `from ${short.format(new Date(from))}`;
}

const short = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

function dateOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
