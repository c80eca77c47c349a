type Counts = Record<string, number>;

/** What went in and what became of it; `missing` is what no part accounts for, and 0 where all is well. */
export type Balance = { found: number; parts: { name: string; value: number }[]; missing: number };

/** What becomes of an item that a collect finds. */
const ends = ["new", "updated", "unchanged", "duplicate", "rejected", "failed"];

/** What a stage measures of what it has done. */
const measures: Record<string, string[]> = {
  article_scraper: ["pages"],
  entity_extractor: ["extracted"],
  semantic_clusterer: ["articles"],
  article_ranker: ["stories", "articles"],
};

type Ended = { kind: string; status: string; counts: Counts; metrics: Record<string, unknown> };

/** The sum of a run: in = out, part by part. null for runs that count nothing. */
export function balanceOf({ kind, status, counts, metrics }: Ended): Balance | null {
  const { found, failed = 0 } = counts;
  if (found === undefined) return null;
  const parts =
    kind === "collect"
      ? ends.map((name) => ({ name, value: counts[name] ?? 0 }))
      : [...doneOf(kind, status, metrics, found - failed), { name: "failed", value: failed }];
  const sum = parts.reduce((total, { value }) => total + value, 0);
  return { found, parts, missing: found - sum };
}

/** A stage that was stopped has not come to all that was due; one that ended has. */
function doneOf(
  kind: string,
  status: string,
  metrics: Record<string, unknown>,
  most: number,
): Balance["parts"] {
  const names = measures[kind];
  if (!names || !["cancelled", "failed"].includes(status)) return [{ name: "done", value: most }];
  const measured = names.reduce((sum, name) => sum + Number(metrics[name] ?? 0), 0);
  const done = Math.min(most, measured);
  return [
    { name: "done", value: done },
    { name: "not reached", value: most - done },
  ];
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
