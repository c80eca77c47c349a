import type { AnalysisKind } from "../analysis.ts";
import type { TextPart } from "./parts.ts";

/**
 * Which parts are read, as their numbers: for a translation the lead of each article, for a summary the leads and then
 * the most telling parts, for all others the most huntable ones; at most `maxParts`, at least one.
 */
export function selectParts(
  kind: AnalysisKind,
  parts: (TextPart & { worth: number })[],
  maxParts: number,
): Set<number> {
  const ranked = parts.map(({ start, worth }, number) => ({ number, isLead: start === 0, worth }));
  const wanted = kind === "translation" ? ranked.filter(({ isLead }) => isLead) : ranked;
  const leadsFirst = kind === "summary";
  const best = wanted.toSorted(
    (left, right) =>
      (leadsFirst ? Number(right.isLead) - Number(left.isLead) || leadOrder(left, right) : 0) ||
      (kind === "translation" ? 0 : right.worth - left.worth) ||
      left.number - right.number,
  );
  return new Set(best.slice(0, Math.max(1, maxParts)).map(({ number }) => number));
}

type Ranked = { number: number; isLead: boolean };

/** Among leads, the articles' own order: the first tells the story. */
function leadOrder(left: Ranked, right: Ranked): number {
  return left.isLead && right.isLead ? left.number - right.number : 0;
}
