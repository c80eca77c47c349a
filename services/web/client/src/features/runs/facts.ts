import { bytes, count } from "../../kit/number.ts";
import { duration } from "../../kit/time-words.ts";
import { typeTitle } from "../../kit/type-name.ts";

/** A named value of a run, ready to be shown and to be compared. */
export type Fact = { name: string; text: string; value: unknown; format?: (value: number) => string };

/** Members of a run's parameters or metrics as lines; what is not set is left out, objects are told by their members. */
export function factsOf(record: Record<string, unknown>, prefix = ""): Fact[] {
  return Object.entries(record).flatMap(([key, value]) => {
    if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return [];
    const name = prefix ? `${prefix}: ${wordOf(key)}` : typeTitle(wordOf(key));
    if (typeof value === "object" && !Array.isArray(value))
      return factsOf(value as Record<string, unknown>, name);
    return [{ name, text: textOf(key, value), value, format: (by: number) => numberOf(key, by) }];
  });
}

const words: Record<string, string> = { wireBytes: "received", rss_bytes: "memory", maxHosts: "most hosts" };

function wordOf(key: string): string {
  const known = words[key];
  if (known !== undefined) return known;
  const plain = key.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return plain.replace(/ ms$/, "").replaceAll("_", " ");
}

function textOf(key: string, value: unknown): string {
  if (typeof value === "number") return numberOf(key, value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map((item) => textOf(key, item)).join(", ");
  if (typeof value === "object" && value !== null)
    return Object.values(value)
      .filter((item) => item !== null)
      .map(String)
      .join(" ");
  return String(value);
}

function numberOf(key: string, value: number): string {
  if (/(Ms|_ms)$/.test(key)) return duration(value);
  if (/bytes$/i.test(key)) return bytes(value);
  // A limit of a million is how "all there is" is written.
  if (key === "limit" && value >= 1_000_000) return "none";
  return Number.isInteger(value) ? count(value) : String(value);
}
