import type { Mention } from "../entities/mention.ts";
import { familyOf } from "../knowledge/known-name.ts";
import { CUE } from "./cue-words.ts";
import type { Evidence, Verdict } from "./evidence.ts";
import { judge } from "./judge-claim.ts";
import { type Claim, findClaims, type NamedEntity } from "./gazetteer.ts";
import { NEED } from "./need-of.ts";
import { type Candidate, readEvents, seriesValue } from "./name-events.ts";
import type { placer } from "./place-of.ts";
import type { Scan } from "./read-token.ts";

/**
 * Decides which of the places found are names: first those that speak for themselves, then, with their help, those
 * that need a context. Mentions come in the order of the text.
 */
export function decideNames(scan: Scan, place: ReturnType<typeof placer>): Mention[] {
  const { candidates, sentences } = readEvents(scan);
  const evidence: Evidence = {
    text: scan.text,
    sentences,
    entities: scan.gazetteer.entities,
    unlocked: new Set(),
    certain: new Uint8Array(scan.sentence + 1),
    codes: new Uint8Array(scan.sentence + 1),
    isField: isField(scan.text.length, sentences.fieldCues),
    certainCount: 0,
  };
  let decidedEnd = -1;
  const decided = candidates.map((candidate) => {
    const first = candidate.start < decidedEnd ? null : decideFirst(scan, evidence, candidate);
    if (first !== null) decidedEnd = candidate.end;
    return first;
  });
  spreadSectors(evidence, candidates, decided);
  evidence.isField ||= isField(scan.text.length, sentences.fieldCues + 2 * evidence.certainCount);
  const mentions: Mention[] = [];
  let lastEnd = -1;
  const before: Neighbourhood = { threat: -1, sector: -1, brand: -1, other: -1 };
  for (const [index, candidate] of candidates.entries()) {
    const next = decided[index + 1];
    const after = next ? { kind: kindOf(evidence, next), start: candidates[index + 1]?.start ?? -1 } : null;
    const verdict = decided[index] ?? decideWithContext(evidence, candidate, { before, after });
    if (verdict === null || candidate.start < lastEnd) continue;
    lastEnd = candidate.end;
    before[kindOf(evidence, verdict)] = candidate.end;
    mentions.push(...mentionsOf(scan, candidate, verdict, place));
  }
  return mentions;
}

/** "energy, water and telecommunications sectors": what stands in a list with a sector is one, from the end on. */
function spreadSectors(evidence: Evidence, candidates: Candidate[], decided: (Decided | null)[]): void {
  let after = -1;
  for (let index = candidates.length - 1; index >= 0; index--) {
    const candidate = candidates[index];
    const known = decided[index];
    if (candidate === undefined) continue;
    const claim = candidate.claims.find((one) => isSector(evidence, one));
    if (known === null && claim !== undefined && after !== -1) {
      const verdict = judge(evidence, candidate, claim, { before: -1, after });
      if (verdict !== null) decided[index] = { ...verdict, claim, isThreat: false };
    }
    if (isSector(evidence, decided[index]?.claim)) after = candidate.start;
  }
}

/** What is listed together. */
type Kind = "threat" | "sector" | "brand" | "other";
/** Where the last of each kind ended. */
type Neighbourhood = Record<Kind, number>;

function kindOf(evidence: Evidence, { claim, isThreat }: Pick<Decided, "claim" | "isThreat">): Kind {
  if (isThreat || claim === null) return isThreat ? "threat" : "other";
  const type = evidence.entities[claim.entity]?.type;
  if (type === "vendor" || type === "product") return "brand";
  return type === "sector" ? "sector" : "other";
}

/** Long texts of any kind mention an attack or a virus once. */
const CHARS_PER_CUE = 1200;

function isField(length: number, cues: number): boolean {
  return cues >= 1 + Math.min(Math.floor(length / CHARS_PER_CUE), 5);
}

type Decided = Verdict & { claim: Claim | null; isThreat: boolean };

function decideFirst(scan: Scan, evidence: Evidence, candidate: Candidate): Decided | null {
  if (candidate.key < 0) return decideSeries(scan, evidence, candidate);
  for (const claim of preferred(evidence, candidate)) {
    const verdict = judge(evidence, candidate, claim, null);
    if (verdict === null) continue;
    const isThreat = isThreatClaim(evidence, claim);
    evidence.unlocked.add(claim.entity);
    const isCode =
      scan.gazetteer.entities[claim.entity]?.externalId === scan.text.slice(candidate.start, candidate.end);
    if (isCode) evidence.codes[candidate.sentence] = 1;
    if (isThreat) {
      evidence.certain[candidate.sentence] = 1;
      evidence.certainCount++;
    }
    return { ...verdict, claim, isThreat };
  }
  return null;
}

function decideWithContext(
  evidence: Evidence,
  candidate: Candidate,
  list: { before: Neighbourhood; after: { kind: Kind; start: number } | null },
): Decided | null {
  for (const claim of preferred(evidence, candidate)) {
    const isThreat = isThreatClaim(evidence, claim);
    const kind = kindOf(evidence, { claim, isThreat });
    const after = list.after?.kind === kind ? list.after.start : -1;
    const verdict = judge(evidence, candidate, claim, { before: list.before[kind], after });
    if (verdict !== null) return { ...verdict, claim, isThreat };
  }
  return null;
}

function decideSeries(scan: Scan, evidence: Evidence, candidate: Candidate): Decided | null {
  const series = seriesValue(candidate, scan.text.slice(candidate.start, candidate.end));
  if (series === null) return null;
  const isCodeText =
    ((evidence.sentences.cues[candidate.sentence] ?? 0) & CUE.code) !== 0 || evidence.isField;
  if (!series.isSure && !isCodeText) return null;
  if (!series.isCode) {
    evidence.certain[candidate.sentence] = 1;
    evidence.certainCount++;
  }
  return { confidence: 0.8, reasons: ["form of the id"], claim: null, isThreat: !series.isCode };
}

function isSector({ entities }: Evidence, claim: Claim | null | undefined): boolean {
  return claim !== null && claim !== undefined && entities[claim.entity]?.type === "sector";
}

function isThreatClaim({ entities }: Evidence, { entity }: Claim): boolean {
  const family = familyOf(entities[entity]?.type ?? "vendor");
  return family === "actor" || family === "malware";
}

/** Claims of equal rank are tried in the order of what the neighbours call the thing. */
function preferred({ entities }: Evidence, candidate: Candidate): readonly Claim[] {
  const hints = candidate.before | candidate.after;
  const isCalledMalware = (hints & (CUE.ransomware | CUE.malware)) !== 0;
  const isCalledActor = (hints & CUE.actor) !== 0;
  if (candidate.claims.length < 2) return candidate.claims;
  const tool = candidate.claims.find((claim) => entities[claim.entity]?.type === "tool");
  if (tool?.rank === 0 && isAbused(entities, candidate)) return [tool, ...candidate.claims];
  // What the starter knows a name for is what it means; others only speak of names that it does not know.
  const best =
    candidate.claims[0]?.rank === 0 ? candidate.claims.filter((claim) => claim.rank === 0) : candidate.claims;
  if (best.length < 2 || isCalledMalware === isCalledActor) return best;
  const called = isCalledMalware ? "malware" : "actor";
  const misfit = (claim: Claim): number =>
    familyOf(entities[claim.entity]?.type ?? "vendor") === called ? 0 : 1;
  return [...best].sort((one, other) => one.rank - other.rank || misfit(one) - misfit(other));
}

/** What is a product to its vendor is a tool to who abuses it; words for products speak for the first. */
function isAbused(entities: readonly NamedEntity[], { claims, before, after }: Candidate): boolean {
  const isSold = claims.some(({ entity }) => /^(?:product|vendor)$/.test(entities[entity]?.type ?? ""));
  return isSold && ((before | after) & CUE.product) === 0;
}

function mentionsOf(
  scan: Scan,
  candidate: Candidate,
  decided: Decided,
  place: ReturnType<typeof placer>,
): Mention[] {
  const { start, end } = widened(scan.text, candidate, decided.claim?.alias ?? "");
  const matched = scan.text.slice(start, end);
  const common = {
    start,
    end,
    matched,
    ...place(start),
    role: null,
    confidence: decided.confidence,
    reasons: decided.reasons,
    status: "named" as const,
    benign: null,
  };
  if (decided.claim === null) {
    const series = seriesValue(candidate, matched);
    return series === null ? [] : [{ type: series.type, value: series.value, ...common, details: null }];
  }
  const maker = makerOf(scan, candidate, decided, place);
  if (maker !== null) return [maker.mention, ...mentionsOf(scan, maker.rest, decided, place)];
  return claimsMeant(scan, candidate, decided.claim).flatMap((claim) => {
    const entity = scan.gazetteer.entities[claim.entity];
    if (entity === undefined) return [];
    const { type, value, label, externalId } = entity;
    const details = {
      ...(label === value ? {} : { label }),
      ...(externalId === null || externalId === value ? {} : { id: externalId }),
    };
    return [{ type, value, ...common, details: Object.keys(details).length > 0 ? details : null }];
  });
}

/** Signs that belong to a name, as in `.NET`, `U.S.` and `Lapsus$`, are part of what matched. */
function widened(text: string, { start, end }: Candidate, alias: string): { start: number; end: number } {
  const before = /^[^\p{L}\p{N}]*/u.exec(alias)?.[0] ?? "";
  const after = /[^\p{L}\p{N}]*$/u.exec(alias)?.[0] ?? "";
  return {
    start: text.endsWith(before, start) ? start - before.length : start,
    end: text.startsWith(after, end) ? end + after.length : end,
  };
}

/** `Ivanti Connect Secure` names the vendor and the product, each in its place. */
function makerOf(
  scan: Scan,
  candidate: Candidate,
  decided: Decided,
  place: ReturnType<typeof placer>,
): { mention: Mention; rest: Candidate } | null {
  const { gazetteer, text } = scan;
  if (decided.claim === null || gazetteer.entities[decided.claim.entity]?.type !== "product") return null;
  const matched = text.slice(candidate.start, candidate.end);
  for (const gap of matched.matchAll(/ /g)) {
    const end = candidate.start + gap.index;
    const vendor = findClaims(gazetteer, text.slice(candidate.start, end)).find(
      (claim) => gazetteer.entities[claim.entity]?.type === "vendor",
    );
    if (vendor === undefined) continue;
    const [mention] = mentionsOf(scan, { ...candidate, end }, { ...decided, claim: vendor }, place);
    const rest = { ...candidate, start: end + 1 };
    const own = findClaims(gazetteer, text.slice(rest.start, rest.end)).find(
      (claim) => claim.entity === decided.claim?.entity,
    );
    if (mention === undefined || own === undefined || own.need > NEED.capitals) return null;
    return { mention, rest };
  }
  return null;
}

/** A name of several flaws means all of them. */
function claimsMeant({ gazetteer }: Scan, { claims }: Candidate, chosen: Claim): Claim[] {
  if (gazetteer.entities[chosen.entity]?.type !== "cve") return [chosen];
  return claims.filter((claim) => gazetteer.entities[claim.entity]?.type === "cve");
}
