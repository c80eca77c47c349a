import type { Counts } from "@cti/db/schema/runs";

export const noCounts: Counts = {
  found: 0,
  new: 0,
  updated: 0,
  unchanged: 0,
  duplicate: 0,
  rejected: 0,
  failed: 0,
};

export function addCounts(one: Counts, other: Partial<Counts>): Counts {
  const sum = { ...one };
  for (const [name, count] of Object.entries(other)) sum[name as keyof Counts] += count;
  return sum;
}
