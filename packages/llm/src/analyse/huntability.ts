import type { Claim } from "../analysis.ts";

/**
 * The score of an article, 1 to 10: the mean of its parts' scores, weighted by how huntable they are. A part counts
 * when one of its reasons is supported; null when none does.
 */
export function huntabilityOf(parts: { score: number; worth: number; claims: Claim[] }[]): number | null {
  let sum = 0;
  let weights = 0;
  for (const { score, worth, claims } of parts) {
    if (!claims.some(({ section, status }) => section === "huntability" && status === "supported")) continue;
    sum += score * (worth + 1);
    weights += worth + 1;
  }
  return weights === 0 ? null : Math.round(sum / weights);
}
