import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/** The address with which every connection has the plans of statements above so many milliseconds logged by PostgreSQL. */
export function loggingPlans(databaseUrl: string, aboveMs: number): string {
  const url = new URL(databaseUrl);
  const settings = {
    session_preload_libraries: "auto_explain",
    "auto_explain.log_min_duration": String(aboveMs),
    "auto_explain.log_analyze": "on",
    "auto_explain.log_buffers": "on",
    "auto_explain.log_timing": "off",
  };
  for (const [name, value] of Object.entries(settings)) url.searchParams.set(name, value);
  return url.href;
}

/** The log of the embedded server: where it stands, and the slowest plans since. */
export function followLog(dataDir: string): { slowest: (count: number) => string[] } {
  const file = path.join(dataDir, "postgres.log");
  const from = existsSync(file) ? statSync(file).size : 0;
  return {
    slowest(count) {
      const text = existsSync(file) ? readFileSync(file).subarray(from).toString("utf8") : "";
      const entries = text.split(/\n(?=\d{4}-\d\d-\d\d [^\n]*LOG: {2}duration: )/);
      const plans = new Map<string, { duration: number; entry: string }>();
      for (const entry of entries) {
        const duration = Number(/duration: ([\d.]+) ms {2}plan:/.exec(entry)?.[1]);
        if (Number.isNaN(duration)) continue;
        const statement = entry
          .split("\n")
          .slice(1)
          .join("\n")
          .replaceAll(/[\d.]+|'[^']*'/g, "?")
          .slice(0, 300);
        if ((plans.get(statement)?.duration ?? 0) < duration) plans.set(statement, { duration, entry });
      }
      return [...plans.values()]
        .sort((one, other) => other.duration - one.duration)
        .slice(0, count)
        .map(({ entry }) => entry);
    },
  };
}
