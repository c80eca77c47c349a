type Counts = Record<string, number>;

/** What went in and what became of it; `missing` is what no part accounts for, and 0 where all is well. */
export type Balance = { found: number; parts: { name: string; value: number }[]; missing: number };

/** What becomes of an item that a collect finds. */
const ends = ["new", "updated", "unchanged", "duplicate", "rejected", "failed"];

/** The sum of a run: in = out, part by part. null for runs that count nothing. */
export function balanceOf(kind: string, counts: Counts): Balance | null {
  const { found, failed = 0 } = counts;
  if (found === undefined) return null;
  const parts =
    kind === "collect"
      ? ends.map((name) => ({ name, value: counts[name] ?? 0 }))
      : [
          { name: "done", value: found - failed },
          { name: "failed", value: failed },
        ];
  const sum = parts.reduce((total, { value }) => total + value, 0);
  return { found, parts, missing: found - sum };
}

/** The same of the sources that a collect looked at; null before it has ended. */
export function sourceBalance(metrics: Record<string, unknown>): Balance | null {
  const told = metrics["sources"];
  if (typeof told !== "object" || told === null) return null;
  const numbers = told as Record<string, unknown>;
  const value = (name: string): number => Number(numbers[name] ?? 0);
  const parts = [
    { name: "read", value: value("ok") },
    { name: "not changed", value: value("notModified") },
    { name: "not due", value: value("skipped") },
    { name: "failed", value: value("failed") },
  ];
  const found = value("total");
  return { found, parts, missing: found - parts.reduce((sum, part) => sum + part.value, 0) };
}
