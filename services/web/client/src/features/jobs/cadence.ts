import { plural } from "../../kit/number.ts";

type Times = { interval_seconds: number | null; cron: string | null; time_zone: string };

/** When a schedule runs, in words: `every 45 min`, `daily at 03:30 UTC`; a cron line that is not so simple as it is. */
export function cadence({ interval_seconds: seconds, cron, time_zone: zone }: Times): string {
  if (seconds !== null) return `every ${span(seconds)}`;
  if (cron === null) return "by hand only";
  const words = cronWords(cron);
  if (words === null) return `cron ${cron} (${zone})`;
  return words.startsWith("every") ? words : `${words} ${zone}`;
}

/** `1 h 30 min`, `day`, `2 days`: what stands behind "every". */
export function span(seconds: number): string {
  if (seconds % 86_400 === 0) return seconds === 86_400 ? "day" : plural(seconds / 86_400, "day");
  if (seconds % 3_600 === 0) return seconds === 3_600 ? "hour" : plural(seconds / 3_600, "hour");
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const left = seconds % 60;
  return [hours && `${hours} h`, minutes && `${minutes} min`, left && `${left} s`].filter(Boolean).join(" ");
}

const days = ["Sundays", "Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];

/** The lines that people write; null for others. */
function cronWords(cron: string): string | null {
  const [minute = "", hour = "", date = "", month = "", weekday = ""] = cron.trim().split(/\s+/);
  if (date !== "*" || month !== "*") return null;
  const step = /^\*\/(\d{1,2})$/.exec(minute)?.[1];
  if (step && hour === "*" && weekday === "*") return `every ${step} min`;
  if (!/^\d{1,2}$/.test(minute)) return null;
  if (hour === "*" && weekday === "*") return `every hour at minute ${minute}`;
  if (!/^\d{1,2}$/.test(hour)) return null;
  const at = `at ${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  if (weekday === "*") return `daily ${at}`;
  const day = /^[0-7]$/.test(weekday) ? days[Number(weekday)] : undefined;
  return day ? `on ${day} ${at}` : null;
}

const units: Record<string, number> = { s: 1, m: 60, min: 60, h: 3_600, d: 86_400 };

/** `30m`, `1 h 30 min` in seconds; null for what is none. */
export function readSpan(text: string): number | null {
  const parts = [
    ...text
      .trim()
      .toLowerCase()
      .matchAll(/(\d{1,9})\s*(s|min|m|h|d)(?![a-z])\s*/g),
  ];
  if (parts.length === 0 || parts.map(([whole]) => whole).join("") !== text.trim().toLowerCase()) return null;
  return parts.reduce((sum, [, number, unit = ""]) => sum + Number(number) * (units[unit] ?? 0), 0);
}

/** The same as it is edited: `1h 30min`. */
export function writeSpan(seconds: number): string {
  let left = seconds;
  const parts = [];
  for (const [unit, size] of [
    ["d", 86_400],
    ["h", 3_600],
    ["min", 60],
    ["s", 1],
  ] as const) {
    const number = Math.floor(left / size);
    if (number > 0) parts.push(`${number}${unit}`);
    left %= size;
  }
  return parts.join(" ") || "0s";
}
