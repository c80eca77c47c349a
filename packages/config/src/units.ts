import { Cron } from "croner";
import { z } from "zod";

const millisecondsIn = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const bytesIn = { B: 1, kB: 1_000, MB: 1_000_000, GB: 1_000_000_000 } as const;

/** A length of time as `500ms`, `30s`, `5m`, `2h` or `7d`; milliseconds in the program. */
export const duration = (): z.ZodType<number> =>
  z.unknown().transform((value, context) => {
    const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/.exec(String(value));
    const ms = match
      ? Number(match[1]) * millisecondsIn[match[2] as keyof typeof millisecondsIn]
      : Number.NaN;
    // Timers hold no more than 2^31 - 1 ms.
    if (ms <= 24 * millisecondsIn.d) return ms;
    context.addIssue({ code: "custom", message: "a duration such as 500ms, 30s, 5m, 2h or 7d, at most 24d" });
    return z.NEVER;
  });

/** A size as `512B`, `64kB`, `20MB` or `1GB` (powers of 1,000); bytes in the program. */
export const size = (): z.ZodType<number> =>
  z.unknown().transform((value, context) => {
    const match = /^(\d+(?:\.\d+)?)\s*(B|kB|MB|GB)$/.exec(String(value));
    if (match) return Math.round(Number(match[1]) * bytesIn[match[2] as keyof typeof bytesIn]);
    context.addIssue({ code: "custom", message: "a size such as 512B, 64kB, 20MB or 1GB" });
    return z.NEVER;
  });

/** A list written as a YAML list, or separated by commas in the environment. */
export const list = (): z.ZodType<string[]> =>
  z.unknown().transform((value, context) => {
    if (value === null || value === undefined || value === "") return [];
    if (typeof value === "string") return splitOnCommas(value);
    if (Array.isArray(value) && value.every((entry) => typeof entry === "string")) return value;
    context.addIssue({ code: "custom", message: "a list of texts" });
    return z.NEVER;
  });

export const integer = (min: number, max: number): z.ZodType<number> =>
  z.unknown().transform((value, context) => {
    const number = typeof value === "number" ? value : Number(String(value).trim() || Number.NaN);
    if (Number.isInteger(number) && number >= min && number <= max) return number;
    context.addIssue({ code: "custom", message: `a whole number from ${min} to ${max}` });
    return z.NEVER;
  });

export const number = (min: number, max: number): z.ZodType<number> =>
  z.unknown().transform((value, context) => {
    const read = typeof value === "number" ? value : Number(String(value).trim() || Number.NaN);
    if (read >= min && read <= max) return read;
    context.addIssue({ code: "custom", message: `a number from ${min} to ${max}` });
    return z.NEVER;
  });

export const flag = (): z.ZodType<boolean> =>
  z.unknown().transform((value, context) => {
    if (value === true || value === "true" || value === "1" || value === "yes") return true;
    if (value === false || value === "false" || value === "0" || value === "no") return false;
    context.addIssue({ code: "custom", message: "true or false" });
    return z.NEVER;
  });

export const choice = <const T extends readonly string[]>(...allowed: T): z.ZodType<T[number]> =>
  z.unknown().transform((value, context) => {
    const found = allowed.find((entry) => entry === String(value).toLowerCase());
    if (found !== undefined) return found;
    context.addIssue({ code: "custom", message: `one of ${allowed.join(", ")}` });
    return z.NEVER;
  });

export const text = (): z.ZodType<string> =>
  z.unknown().transform((value, context) => {
    if (typeof value === "string" || typeof value === "number") return String(value);
    context.addIssue({ code: "custom", message: "a text" });
    return z.NEVER;
  });

/** An address of a PostgreSQL server, or nothing. */
export const databaseAddress = (): z.ZodType<string | null> =>
  z.unknown().transform((value, context) => {
    if (value === null || value === undefined || value === "") return null;
    const url = typeof value === "string" ? URL.parse(value) : null;
    const isPostgres = url?.protocol === "postgres:" || url?.protocol === "postgresql:";
    if (url && isPostgres && (url.hostname || url.searchParams.has("host"))) return url.href;
    context.addIssue({
      code: "custom",
      message: "an address such as postgres://user:password@host:5432/database",
    });
    return z.NEVER;
  });

/** An address of a Redis server, or nothing. */
export const redisAddress = (): z.ZodType<string | null> =>
  z.unknown().transform((value, context) => {
    if (value === null || value === undefined || value === "") return null;
    const url = typeof value === "string" ? URL.parse(value) : null;
    if (url?.hostname && /^rediss?:$/.test(url.protocol)) return url.href;
    context.addIssue({ code: "custom", message: "an address such as redis://:password@host:6379/0" });
    return z.NEVER;
  });

/** A cron line of five fields, or nothing. */
export const cronLine = (): z.ZodType<string | null> =>
  z.unknown().transform((value, context) => {
    if (value === null || value === undefined || value === "") return null;
    if (typeof value === "string" && isCronLine(value)) return value.trim();
    context.addIssue({ code: "custom", message: "a cron line of five fields such as 0 6 * * *, or nothing" });
    return z.NEVER;
  });

/** A name of the IANA time zone database. */
export const timeZone = (): z.ZodType<string> =>
  z.unknown().transform((value, context) => {
    if (typeof value === "string" && isTimeZone(value)) return value;
    context.addIssue({ code: "custom", message: "a time zone such as UTC or Europe/Berlin" });
    return z.NEVER;
  });

function isCronLine(line: string): boolean {
  try {
    return new Cron(line, { mode: "5-part", paused: true }).nextRun() !== null;
  } catch {
    return false;
  }
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}

export const optionalText = (): z.ZodType<string | null> =>
  z.unknown().transform((value, context) => {
    if (value === null || value === undefined || value === "") return null;
    if (typeof value === "string" || typeof value === "number") return String(value);
    context.addIssue({ code: "custom", message: "a text, or nothing" });
    return z.NEVER;
  });

function splitOnCommas(value: string): string[] {
  return value
    .split(",")
    .map((entry) => entry.trim())
    .filter(Boolean);
}
