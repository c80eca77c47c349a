export type RunAt = { started_at: string; status: string };

/** Runs that began in one hour of UTC; `at` is its begin in seconds. */
export type Hour = { at: number; well: number; withErrors: number; failed: number };

const hour = 3_600;

/** The 24 hours up to now, the oldest first, the last one not yet over. */
export function runsPerHour(runs: readonly RunAt[], now: number): Hour[] {
  const last = Math.floor(now / 1_000 / hour) * hour;
  const hours = Array.from({ length: 24 }, (_, index) => ({
    at: last - (23 - index) * hour,
    well: 0,
    withErrors: 0,
    failed: 0,
  }));
  for (const { started_at, status } of runs) {
    const begun = Math.floor(Date.parse(started_at) / 1_000 / hour) * hour;
    const row = hours[(begun - last) / hour + 23];
    if (!row) continue;
    if (status === "failed") row.failed += 1;
    else if (status === "completed_with_errors") row.withErrors += 1;
    else row.well += 1;
  }
  return hours;
}

/** Each series on top of those before it: what a stack of bars is drawn from. */
export function stacked(series: readonly (readonly number[])[]): number[][] {
  const tops: number[][] = [];
  for (const values of series) {
    const below = tops.at(-1);
    tops.push(values.map((value, index) => value + (below?.[index] ?? 0)));
  }
  return tops;
}
