import { countIndicators, type Evidence } from "./evidence.ts";
import { count, type Part, saturate, total } from "./part.ts";
import type { FoundClass } from "./score-hunt.ts";
import { lines, type Structure } from "./structure.ts";

export type QualityInput = {
  title: string;
  text: string;
  wordCount: number;
  hasAuthor: boolean;
  hasDate: boolean;
  textSource: string;
  classes: FoundClass[];
  evidence: Evidence;
  structure: Structure;
};

/** How good a text is to read and to cite, 0 to 100, whatever it is about: parts and reasons. */
export function scoreQuality(input: QualityInput): { score: number; parts: Part[] } {
  return total([
    sourcePart(input),
    {
      name: "length",
      points: saturate(input.wordCount, { most: 30, half: 300 }),
      reason: count(input.wordCount, "word"),
    },
    structurePart(input.structure),
    evidencePart(input.evidence),
    { name: "author", points: input.hasAuthor ? 5 : 0, reason: "the author is known" },
    { name: "date", points: input.hasDate ? 5 : 0, reason: "the date is known" },
    linksPart(input),
    quotesPart(input.structure),
    repetitionPart(input.text),
    sellingPart(input),
  ]);
}

const fewWords = 60;

function sourcePart({ textSource, wordCount }: QualityInput): Part {
  if (textSource === "none" || wordCount === 0) return { name: "text", points: 0, reason: "" };
  if (wordCount < fewWords) return { name: "text", points: 5, reason: "hardly any text is there" };
  if (textSource === "feed") {
    const isFull = wordCount >= 250;
    const reason = isFull ? "the feed gives a whole text" : "only the feed's summary is there";
    return { name: "text", points: isFull ? 15 : 5, reason };
  }
  return { name: "text", points: 20, reason: "the full text is there" };
}

function structurePart({ headings, tables, codes, items }: Structure): Part {
  const amount = headings + 3 * tables + 2 * codes + items / 3;
  const shown = [
    headings > 0 ? count(headings, "heading") : "",
    tables > 0 ? count(tables, "table") : "",
    codes > 0 ? `${codes} × code` : "",
    items > 0 ? count(items, "list item") : "",
  ].filter((words) => words !== "");
  return { name: "structure", points: saturate(amount, { most: 15, half: 5 }), reason: shown.join(", ") };
}

function evidencePart(evidence: Evidence): Part {
  const indicators = countIndicators(evidence) + evidence.traces.size;
  const techniques = evidence.techniques.size;
  const flaws = evidence.flaws.size;
  const names = evidence.names.size;
  return {
    name: "evidence",
    points: saturate(indicators + 1.5 * techniques + 1.5 * flaws + names, { most: 25, half: 6 }),
    reason: `${count(indicators, "indicator")}, ${count(techniques, "technique")}, ${count(flaws, "flaw")}, ${count(names, "name")}`,
  };
}

/** One link for less than this many words is a list of links, not a text. */
const wordsPerLink = 25;

function linksPart({ structure: { links }, wordCount }: QualityInput): Part {
  const excess = links < 5 ? 0 : Math.max(0, 1 - wordCount / (links * wordsPerLink));
  const reason = `mostly links: ${links} in ${count(wordCount, "word")}`;
  return { name: "links", points: -12 * excess, reason };
}

function quotesPart({ quotedShare }: Structure): Part {
  const points = -10 * Math.max(0, quotedShare - 0.3);
  return { name: "quotes", points, reason: `${Math.round(quotedShare * 100)} % is quoted from others` };
}

/** Lines shorter than this repeat by nature: table cells, names of months. */
const longLine = 30;

function repetitionPart(text: string): Part {
  const seen = new Set<string>();
  let long = 0;
  for (const line of lines(text)) {
    if (line.length < longLine) continue;
    long += 1;
    seen.add(line);
  }
  const share = long === 0 ? 0 : 1 - seen.size / long;
  return {
    name: "repetition",
    points: share > 0.1 ? -20 * share : 0,
    reason: `${Math.round(share * 100)} % of the lines are there twice`,
  };
}

function sellingPart({ classes, wordCount }: QualityInput): Part {
  const found = classes.find(({ of }) => of.kind === "marketing");
  const perThousand = found ? (found.weight * 1_000) / Math.max(300, wordCount) : 0;
  const examples = found?.terms.slice(0, 3).map(({ text }) => text) ?? [];
  return {
    name: "marketing",
    points: perThousand < 1 ? 0 : -saturate(perThousand, { most: 15, half: 6 }),
    reason: `sells: ${examples.join(", ")}`,
  };
}
