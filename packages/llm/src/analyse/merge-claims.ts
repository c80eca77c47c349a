import { type Claim, type Evidence, sections } from "../analysis.ts";
import { type Gist, gistOf, isNearEqual } from "./near-equal.ts";

/**
 * Claims of several parts as one list: the same thing once, with all its evidence; supported ones first, each half in
 * the order of the sections; numbered from 1. What is said twice, once supported and once not, is supported.
 */
export function mergeClaims(claims: Claim[]): Claim[] {
  const groups: { gist: Gist; key: string; claims: Claim[] }[] = [];
  for (const claim of claims) {
    const key = keyOf(claim);
    const gist = gistOf(claim.text);
    const same = groups.find((group) =>
      claim.subject ? group.key === key : group.key === key && isNearEqual(group.gist, gist),
    );
    if (same) same.claims.push(claim);
    else groups.push({ gist, key, claims: [claim] });
  }
  const merged = groups.flatMap((group) => joined(group.claims) ?? []);
  return merged.toSorted(bySection).map((claim, at) => ({ ...claim, id: at + 1 }));
}

/** More claims than anybody reads; of each section the first ones stay. */
const mostClaims = 60;

function keyOf({ section, subject }: Claim): string {
  return subject ? `${section} ${subject.type}:${subject.value.toLowerCase()}` : section;
}

function joined(claims: Claim[]): Claim | null {
  const supported = claims.filter(({ status }) => status === "supported");
  const [first] = supported.length > 0 ? supported : claims;
  if (!first || supported.length < 2) return first ?? null;
  const quotes = [...new Set(supported.flatMap((claim) => claim.quotes))];
  return { ...first, quotes, evidence: withoutDoubles(supported.flatMap(({ evidence }) => evidence)) };
}

function withoutDoubles(evidence: Evidence[]): Evidence[] {
  const byPlace = new Map<string, Evidence>();
  for (const each of evidence) {
    const place = each.spans.map(
      ({ articleId, field, start, end }) => `${articleId} ${field} ${start} ${end}`,
    );
    const key = place.join();
    if (!byPlace.has(key)) byPlace.set(key, each);
  }
  return [...byPlace.values()];
}

const sectionOrder = new Map(Object.keys(sections).map((section, at) => [section, at]));

function bySection(left: Claim, right: Claim): number {
  return (
    Number(left.status === "unsupported") - Number(right.status === "unsupported") ||
    (sectionOrder.get(left.section) ?? 0) - (sectionOrder.get(right.section) ?? 0)
  );
}

/**
 * Of too many claims the first of every section, before further ones of any; supported ones before all others; numbered
 * from 1.
 */
export function fairest(claims: Claim[]): Claim[] {
  if (claims.length <= mostClaims) return claims;
  const seen = new Map<string, number>();
  const ranked = claims.map((claim, at) => {
    const group = `${claim.status} ${claim.section}`;
    const rank = seen.get(group) ?? 0;
    seen.set(group, rank + 1);
    return { claim, at, rank, isSupported: claim.status === "supported" };
  });
  return ranked
    .toSorted((left, right) => Number(right.isSupported) - Number(left.isSupported) || left.rank - right.rank)
    .slice(0, mostClaims)
    .toSorted((left, right) => left.at - right.at)
    .map(({ claim }, at) => ({ ...claim, id: at + 1 }));
}
