import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { EntityType } from "../packages/pipeline/src/entities/entity-types.ts";
import {
  countsOf,
  type Extractor,
  FIXTURES,
  type Found,
  HEAD,
  INDICATORS,
  isSame,
  isSamePlace,
  print,
  row,
  sum,
  type Tally,
  TYPES,
} from "./extract-judge.ts";

type Wanted = { type: EntityType; value: string; matched?: string; status?: "proposed" };
type Unwanted = { type: EntityType; value?: string };
export type Case = { text: string; want: Wanted[]; not?: Unwanted[]; partial?: boolean; why: string };

export function readCases(): Case[] {
  return readFileSync(join(FIXTURES, "cases.jsonl"), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Case);
}

export function reportCases(
  name: string,
  extract: Extractor,
  cases: readonly Case[],
  withProblems: boolean,
): void {
  const tally: Tally = new Map();
  const problems: string[] = [];
  let passed = 0;
  for (const one of cases) {
    const before = problems.length;
    judgeCase(
      extract({ title: "", text: one.text, html: null, ownHosts: [], sourceId: null }),
      one,
      tally,
      problems,
    );
    if (problems.length === before) passed++;
  }
  console.log(`\n${name}: ${passed} of ${cases.length} wholly right\n${HEAD}`);
  for (const type of TYPES) {
    const counts = tally.get(type);
    if (counts !== undefined) console.log(row(type, counts));
  }
  console.log(
    row(
      "INDICATORS",
      sum(tally, (type) => INDICATORS.has(type)),
    ),
  );
  console.log(
    row(
      "NAMES",
      sum(tally, (type) => !INDICATORS.has(type)),
    ),
  );
  if (withProblems) print(problems);
}

function judgeCase(mentions: readonly Found[], one: Case, tally: Tally, problems: string[]): void {
  const left = new Set(mentions);
  const context = `${one.why}: ${one.text.replaceAll("\n", "⏎").slice(0, 160)}`;
  const hits: Found[] = [];
  for (const wanted of one.want) {
    const counts = countsOf(tally, wanted.type);
    counts.labels++;
    const hit = [...left].find((found) => isWanted(wanted, found));
    if (hit === undefined) problems.push(`MISS  ${wanted.type.padEnd(12)} ${wanted.value}  (${context})`);
    else {
      left.delete(hit);
      hits.push(hit);
      counts.hits++;
      counts.found++;
    }
  }
  for (const found of left) {
    const isPart = hits.some(
      (hit) => hit.type !== found.type && hit.start <= found.start && found.end <= hit.end,
    );
    const isSurplus = one.partial !== true && INDICATORS.has(found.type) && !isPart;
    if (!isSurplus && !isUnwanted(found, one)) continue;
    countsOf(tally, found.type).found++;
    problems.push(`FALSE ${found.type.padEnd(12)} ${found.value}  (${context})`);
  }
}

function isWanted(wanted: Wanted, found: Found): boolean {
  if (wanted.status === "proposed")
    return (
      found.type === "technique" && found.status === "proposed" && isSameTechnique(wanted.value, found.value)
    );
  if (!isSame(wanted, found)) return false;
  if (wanted.matched === undefined || wanted.matched === found.matched) return true;
  const place = { ...found, matched: wanted.matched, end: found.start + wanted.matched.length };
  return isSamePlace(place, found);
}

/** A technique and its sub-technique say the same at this level. */
function isSameTechnique(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
}

function isUnwanted(found: Found, { not = [] }: Case): boolean {
  return not.some(
    ({ type, value }) => type === found.type && (value === undefined || isSame({ type, value }, found)),
  );
}
