export type Scale = { at: (time: string) => number; ticks: { at: number; name: string }[] };

const hour = 3_600_000;
const day = 24 * hour;
const steps = [
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
  30 * day,
  91 * day,
  365 * day,
];
const mostTicks = 6;

/** Places in per cent for times between the first and the last, with a little room at both ends. */
export function timeScale(times: readonly string[]): Scale {
  const values = times.map((time) => Date.parse(time));
  const first = Math.min(...values);
  const last = Math.max(...values);
  const span = Math.max(last - first, 2 * hour);
  const from = (first + last) / 2 - span * 0.54;
  const to = (first + last) / 2 + span * 0.54;
  const place = (value: number): number => ((value - from) / (to - from)) * 100;
  const step =
    steps.find((each) => (to - from) / each <= mostTicks) ?? Math.ceil((to - from) / mostTicks / day) * day;
  const ticks: Scale["ticks"] = [];
  for (let value = Math.ceil(from / step) * step; value < to; value += step)
    ticks.push({ at: place(value), name: nameOf(value, step) });
  return { at: (time) => place(Date.parse(time)), ticks };
}

function nameOf(value: number, step: number): string {
  const text = new Date(value).toISOString();
  return step < day
    ? `${text.slice(5, 10)} ${text.slice(11, 16)}Z`
    : text.slice(step >= 91 * day ? 0 : 5, 10);
}
