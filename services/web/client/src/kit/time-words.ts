/** `2026-11-20 11:40Z`: 24 hours, UTC, as it is copied into reports. */
export function utc(value: string | Date): string {
  const text = (typeof value === "string" ? new Date(value) : value).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 16)}Z`;
}

/** `2026-11-20 11:40:07Z`: the same where seconds matter. */
export function utcSeconds(value: string): string {
  const text = new Date(value).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 19)}Z`;
}

/** `2 min`, `40 s`: a time that is only known roughly. */
export function roughly(ms: number): string {
  if (ms < 60_000) return `${Math.max(10, Math.round(ms / 10_000) * 10)} s`;
  const minutes = Math.round(ms / 60_000);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

const steps: [seconds: number, unit: string][] = [
  [60, "s"],
  [60, "min"],
  [24, "h"],
  [30.4, "d"],
  [12, "mo"],
  [Infinity, "y"],
];

/**
 * `4 min ago`, `in 3 h`. A time up to a minute ahead is one by the clock of a server that goes before that of the
 * browser, unless it is `planned`.
 */
export function relative(value: string | Date, now: number, { planned = false } = {}): string {
  const seconds = (now - new Date(value).getTime()) / 1000;
  let left = Math.abs(seconds);
  if (planned && seconds < -5 && left < 45) return "in a moment";
  if (left < 45 || (!planned && seconds < 0 && left < 60)) return "just now";
  for (const [size, unit] of steps) {
    if (left < size) {
      const text = `${Math.round(left)} ${unit}`;
      return seconds < 0 ? `in ${text}` : `${text} ago`;
    }
    left /= size;
  }
  return utc(value);
}

/** `3 min 20 s`, `1.2 s`, `48 ms`. */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return "–";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.round((ms % 60_000) / 1000)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
