import { countIndicators, describeIndicators, type Evidence } from "./evidence.ts";
import { type HuntClass, huntClasses } from "./hunt-classes.ts";
import type { HuntTerm } from "./hunt-lexicon.ts";
import { count, list, type Part, saturate, total } from "./part.ts";
import type { Structure } from "./structure.ts";

export type FoundTerm = HuntTerm & { times: number };

/** What was found of one class: its terms and the sum of their weights, where repetition adds a little. */
export type FoundClass = { name: string; of: HuntClass; terms: FoundTerm[]; weight: number };

export type HuntInput = {
  title: string;
  language: string | null;
  classes: FoundClass[];
  evidence: Evidence;
  structure: Structure;
};

/**
 * How much of a text a hunter can use, 0 to 100: points for each class of terms and for evidence, each with diminishing
 * returns; less for technical words without an attack around them, and for marketing.
 */
export function scoreHunt(input: HuntInput): { score: number; parts: Part[] } {
  const parts = [...input.classes.flatMap((found) => classPart(found)), ...evidenceParts(input)];
  const language = languagePart(input, parts);
  if (language) parts.push(language);
  const context = contextPart(input, parts);
  if (context) parts.push(context);
  const marketing = marketingPart(input, parts);
  if (marketing) parts.push(marketing);
  return total(parts);
}

/** Adds up the terms that were found, by class. */
export function groupTerms(terms: HuntTerm[], found: Map<number, number>): FoundClass[] {
  const groups = new Map<string, FoundClass>();
  for (const [number, times] of found) {
    const term = terms[number];
    const of = term && huntClasses[term.className];
    if (!term || !of) continue;
    const group = groups.get(term.className) ?? { name: term.className, of, terms: [], weight: 0 };
    group.terms.push({ ...term, times });
    group.weight += term.weight * (1 + Math.min(0.5, Math.log2(times) / 8));
    groups.set(term.className, group);
  }
  return [...groups.values()];
}

/** A class is worth half its points when terms of this weight are found. */
const halfWeight = 2.5;
const halfProse = 6;

function classPart({ name, of, terms, weight }: FoundClass): Part[] {
  if (of.kind === "marketing") return [];
  const half = of.kind === "prose" ? halfProse : halfWeight;
  return [
    { name, points: saturate(weight, { most: of.most, half }), reason: `${of.label}: ${describe(terms)}` },
  ];
}

function describe(terms: FoundTerm[]): string {
  const best = [...terms].sort((left, right) => right.weight * right.times - left.weight * left.times);
  const tags = [...new Set(best.map(({ tag }) => tag))].filter((tag) => tag !== "any");
  const where = tags.length > 0 ? ` (${tags.slice(0, 3).join(", ")})` : "";
  return `${count(terms.length, "term")}${where}: ${list(best.map(({ text }) => text))}`;
}

function evidenceParts({ evidence, structure }: HuntInput): Part[] {
  const indicators = countIndicators(evidence);
  const { traces, mentionedTraces, techniques, proposed, flaws, names, rules } = evidence;
  const shown = techniques.size + proposed.size / 2;
  const ids = [...techniques, ...proposed];
  const allTraces = [...traces, ...mentionedTraces];
  return [
    {
      name: "indicators",
      points: saturate((indicators + 3 * evidence.telling.size) / 4, { most: 20, half: 4 }),
      reason: `${count(indicators, "indicator")}: ${describeIndicators(evidence)}`,
    },
    {
      name: "traces",
      points: saturate(traces.size + mentionedTraces.size / 4, { most: 10, half: 3 }),
      reason: `${count(allTraces.length, "trace")} on hosts: ${list(allTraces.slice(0, 4).map(shorten), 3)}`,
    },
    {
      name: "techniques",
      points: saturate(shown, { most: 12, half: 3 }),
      reason: `${count(ids.length, "ATT&CK technique")}: ${list(ids)}`,
    },
    {
      name: "rules",
      points: saturate(rules.size, { most: 5, half: 1 }),
      reason: `${count(rules.size, "rule")}: ${list([...rules], 3)}`,
    },
    {
      name: "flaws",
      points: saturate(flaws.size, { most: 3, half: 2 }),
      reason: `${count(flaws.size, "flaw")}: ${list([...flaws], 3)}`,
    },
    {
      name: "names",
      points: saturate(names.size, { most: 6, half: 2 }),
      reason: `${count(names.size, "name")} of actors, malware and tools: ${list([...names], 3)}`,
    },
    {
      name: "code",
      points: isTechnical(evidence) ? saturate(structure.codes, { most: 4, half: 3 }) : 0,
      reason: `${count(structure.codes, "piece")} of code`,
    },
  ];
}

/** Code alone is any programmer's page. */
function isTechnical(evidence: Evidence): boolean {
  return evidence.telling.size + evidence.techniques.size + evidence.names.size + evidence.rules.size > 0;
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** Words of tradecraft are listed for some languages only, so what others lack is filled up from what they have. */
function languagePart({ language, classes }: HuntInput, parts: Part[]): Part | null {
  if (language === null || language === "en") return null;
  const prose = parts.find(({ name }) => name === "prose")?.points ?? 0;
  const isProse = new Set(classes.filter(({ of }) => of.kind !== "system").map(({ name }) => name));
  const neutral = sum(parts.filter(({ name }) => !isProse.has(name)));
  const points = Math.min(10, neutral * 0.3) - prose * 0.4;
  if (points < 0.1) return null;
  return {
    name: "language",
    points,
    reason: `the text is in another language than most terms (${language}), so commands and evidence count for more`,
  };
}

/** From this weight of attack around them, technical words count in full. */
const fullContext = 9;
const leastContext = 0.15;

function contextPart({ classes, evidence }: HuntInput, parts: Part[]): Part | null {
  const attack = sum(
    classes.map(({ of, weight }) => ({
      points: of.kind === "attack" ? weight : of.kind === "prose" ? weight / 2 : 0,
    })),
  );
  const shown =
    2 * evidence.telling.size +
    2 * evidence.techniques.size +
    evidence.proposed.size / 2 +
    2 * evidence.names.size +
    evidence.flaws.size +
    3 * evidence.rules.size;
  const share = Math.min(1, Math.max(leastContext, (attack + Math.min(shown, fullContext)) / fullContext));
  const points = -(1 - share) * sum(parts);
  if (points > -0.1) return null;
  return { name: "context", points, reason: "little of an attack is told around the technical words" };
}

const listTitle =
  /^\W*(?:the )?(?:top )?\d{1,3} (?:\S+ ){0,3}?(?:ways|tips|reasons|things|trends|tools|tricks|steps|mistakes|myths|questions|predictions|best|best practices|lessons|facts|examples|ideas)\b/iu;

function marketingPart({ title, classes }: HuntInput, parts: Part[]): Part | null {
  const found = classes.find(({ of }) => of.kind === "marketing");
  const isList = listTitle.test(title.slice(0, 200));
  const weight = (found?.weight ?? 0) + (isList ? 3 : 0);
  if (weight === 0) return null;
  const most = huntClasses["marketing"]?.most ?? 0;
  // One invitation under a good report is no reason to sort it below a bad one.
  const otherwise = Math.max(0.2, 1 - sum(parts) / 70);
  const terms = [...(isList ? ["a list as title"] : []), ...(found?.terms.map(({ text }) => text) ?? [])];
  return {
    name: "marketing",
    points: -saturate(weight, { most, half: 5 }) * otherwise,
    reason: `sells: ${list(terms)}`,
  };
}

function sum(parts: { points: number }[]): number {
  return parts.reduce((points, part) => points + part.points, 0);
}
