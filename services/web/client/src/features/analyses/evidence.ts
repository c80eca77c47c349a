import type { Passage } from "../articles/passage.ts";
import type { Claim } from "./queries.ts";

/** A quote that claims rest on, with its number and its place in an article. */
export type Evidence = Passage & { number: number; quote: string; article: number };

export type NumberedEvidence = {
  /** By number. */
  all: readonly Evidence[];
  /** What a claim rests on, by the claim's number. */
  of: (claim: Claim) => readonly Evidence[];
};

/** Numbers the evidence as readers meet it; what several claims rest on has one number. */
export function numberEvidence(claims: readonly Claim[]): NumberedEvidence {
  const all: Evidence[] = [];
  const byPlace = new Map<string, Evidence>();
  const byClaim = new Map<number, Evidence[]>();
  for (const { id, evidence } of claims) {
    const own = new Set<Evidence>();
    for (const { quote, spans } of evidence) {
      const place = placeOf(spans);
      if (!place) continue;
      const key = JSON.stringify(place);
      const known = byPlace.get(key) ?? { ...place, quote, number: all.length + 1 };
      if (!byPlace.has(key)) {
        byPlace.set(key, known);
        all.push(known);
      }
      own.add(known);
    }
    byClaim.set(id, [...own]);
  }
  return { all, of: ({ id }) => byClaim.get(id) ?? [] };
}

/** One article and one field: where the spans say otherwise, that of the first. */
function placeOf(spans: Claim["evidence"][number]["spans"]): (Passage & { article: number }) | null {
  const [first] = spans;
  if (!first) return null;
  const own = spans.filter(
    ({ article_id, field }) => article_id === first.article_id && field === first.field,
  );
  return {
    article: first.article_id,
    field: first.field,
    spans: own.map(({ start, end }) => ({ start, end })),
  };
}
