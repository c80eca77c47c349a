/**
 * Measures the extraction of indicators and names on our labelled texts and cases, beside a regex extractor of ten
 * lines, then its speed, then hostile strings.
 * `node bench/extract.ts [--galaxy DIR] [--warninglists DIR] [--texts] [--misses]`: the folders hold MISP galaxy
 * clusters and warninglists, `--texts` prints each text's figures, `--misses` each miss and each false find.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { type BenignIndex, compileBenign } from "../packages/pipeline/src/benign/compile-benign.ts";
import { readWarninglist } from "../packages/pipeline/src/benign/read-warninglist.ts";
import type { EntityType } from "../packages/pipeline/src/entities/entity-types.ts";
import {
  extractEntities,
  type ExtractionSubject,
} from "../packages/pipeline/src/entities/extract-entities.ts";
import {
  createKnowledge,
  type Knowledge,
  starterKnowledge,
} from "../packages/pipeline/src/entities/knowledge.ts";
import type { KnownName } from "../packages/pipeline/src/knowledge/known-name.ts";
import { readGalaxy } from "../packages/pipeline/src/knowledge/read-galaxy.ts";
import { starterNames } from "../packages/pipeline/src/knowledge/starter-names.ts";
import { mergeNames } from "../packages/pipeline/src/names/merge-names.ts";
import { readFragment } from "../packages/pipeline/src/readable/read-fragment.ts";
import { readCases, reportCases } from "./extract-cases.ts";
import { hostileTexts } from "./extract-hostile.ts";
import {
  type Extractor,
  type Found,
  judgeTexts,
  readSamples,
  reportTexts,
  type Sample,
} from "./extract-judge.ts";

const ROUNDS = 5;

function main(): void {
  const args = process.argv.slice(2);
  if (args.includes("--help")) {
    console.log(
      "node bench/extract.ts [--galaxy DIR] [--warninglists DIR] [--texts] [--misses]\nJudges extraction on labelled texts and cases, and prints its speed beside ten lines of regex.",
    );
    return;
  }
  const after = (flag: string): string | null =>
    args.includes(flag) ? (args[args.indexOf(flag) + 1] ?? null) : null;
  const samples = readSamples();
  const cases = readCases();
  const labels = samples.reduce((sum, sample) => sum + sample.labels.length, 0);
  const words = samples.reduce((sum, { article }) => sum + article.text.split(/\s+/).length, 0);
  console.log(`${samples.length} texts, ${words} words, ${labels} labels; ${cases.length} cases`);

  const starter = extractorOf(starterKnowledge());
  const galaxy = after("--galaxy");
  const warninglists = after("--warninglists");
  const wide =
    galaxy === null && warninglists === null ? null : extractorOf(knowledgeOf(galaxy, warninglists));

  const withMisses = args.includes("--misses");
  reportTexts("texts, starter knowledge", judgeTexts(starter, samples, args.includes("--texts")), withMisses);
  reportCases("cases, starter knowledge", starter, cases, withMisses);
  if (wide !== null) {
    reportTexts("texts, given knowledge", judgeTexts(wide, samples, false), withMisses);
    reportCases("cases, given knowledge", wide, cases, false);
  }
  reportTexts("texts, ten lines of regex", judgeTexts(naive, samples, false), false);
  reportCases("cases, ten lines of regex", naive, cases, false);

  console.log("\nspeed, one thread, fastest of several rounds");
  reportSpeed("starter knowledge", starter, samples);
  if (wide !== null) reportSpeed("given knowledge", wide, samples);
  reportSpeed("ten lines of regex", naive, samples);
  reportHostile(wide ?? starter);
}

function extractorOf(knowledge: Knowledge): Extractor {
  return (article) => extractEntities(article, knowledge).mentions;
}

/** The starter's names merged with all clusters of one folder, the warninglists of another. */
function knowledgeOf(galaxy: string | null, warninglists: string | null): Knowledge {
  const names = galaxy === null ? null : mergeNames([starterNames(), ...namesOf(galaxy)]);
  const benign = warninglists === null ? null : benignOf(warninglists);
  if (names !== null)
    console.log(`${names.length} named things, ${names.flatMap(({ aliases }) => aliases).length} aliases`);
  return createKnowledge({ version: "bench", names: names && JSON.stringify(names), benign });
}

function namesOf(folder: string): KnownName[][] {
  const sets = jsonFilesOf(folder).map((cluster) => readGalaxy(cluster).names);
  const isAttack = (set: KnownName[]): boolean => set.some(({ externalId }) => externalId !== null);
  return [...sets.filter(isAttack), ...sets.filter((set) => !isAttack(set))];
}

function benignOf(folder: string): BenignIndex {
  return compileBenign(jsonFilesOf(folder).map(readWarninglist), []);
}

function jsonFilesOf(folder: string): unknown[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name): unknown => JSON.parse(readFileSync(join(folder, name), "utf8")));
}

function naive({ text }: ExtractionSubject): Found[] {
  return NAIVE.flatMap(([type, pattern]) =>
    [...text.matchAll(pattern)].map(({ 0: matched, index: start }) => {
      const value = matched.replace(/^hxxp/i, "http").replace(/\[([.:@])\]/g, "$1");
      return {
        type,
        value,
        start,
        end: start + matched.length,
        matched,
        role: null,
        status: "indicator" as const,
      };
    }),
  );
}

const NAIVE: readonly [EntityType, RegExp][] = [
  ["ipv4", /\b\d{1,3}(?:\[?\.\]?\d{1,3}){3}\b/g],
  ["url", /\bh(?:tt|xx)ps?(?:\[:\]|:)\/\/[^\s"'<>|]+/gi],
  ["domain", /\b(?:[a-z0-9-]+(?:\[\.\]|\.))+[a-z]{2,}\b/gi],
  ["email", /\b[\w.+-]+(?:\[@\]|@)(?:[\w-]+(?:\[\.\]|\.))+[a-z]{2,}\b/gi],
  ["md5", /\b[a-f\d]{32}\b/gi],
  ["sha1", /\b[a-f\d]{40}\b/gi],
  ["sha256", /\b[a-f\d]{64}\b/gi],
  ["cve", /\bCVE-\d{4}-\d{4,7}\b/gi],
  ["technique", /\bT\d{4}(?:\.\d{3})?\b/g],
  ["file_path", /\b[A-Z]:\\[^\s"|]+/g],
  ["actor", /\b(?:APT|FIN|TA|UNC)\d+\b/g],
];

function reportSpeed(name: string, extract: Extractor, samples: readonly Sample[]): void {
  const articles = samples.map(({ article }) => article);
  const text = articles.map((article) => article.text).join("\n\n");
  const big = {
    title: "",
    text: `${text}\n\n`.repeat(Math.ceil(2e6 / text.length)),
    html: null,
    ownHosts: [],
    sourceId: null,
  };
  const apart = fastest(() => {
    for (let at = 0; at < 10; at++) for (const article of articles) extract(article);
  });
  const bytes = 10 * articles.reduce((total, article) => total + Buffer.byteLength(article.text), 0);
  const whole = fastest(() => extract(big));
  const reports = sampleReports();
  const usual = fastest(() => {
    for (let at = 0; at < 10; at++) for (const report of reports.subjects) extract(report);
  });
  const rate = (size: number, ms: number): string => (size / 1000 / ms).toFixed(1).padStart(6);
  console.log(
    `${name.padEnd(20)} ${rate(bytes, apart)} MB/s article by article (${((6000 * apart) / bytes).toFixed(2)} ms per 6 kB)  ` +
      `${rate(Buffer.byteLength(big.text), whole)} MB/s on one text of ${(big.text.length / 1e6).toFixed(1)} MB  ` +
      `${rate(10 * reports.bytes, usual)} MB/s on the sample reports, which name as much as reports do`,
  );
}

/** The sample articles of the product as they are stored: in the fixtures every tenth word is a find. */
function sampleReports(): { subjects: ExtractionSubject[]; bytes: number } {
  const folder = join(import.meta.dirname, "../samples/articles");
  const subjects = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".html"))
    .map((name): ExtractionSubject => {
      const { text, html } = readFragment(readFileSync(join(folder, name), "utf8"), {
        url: "https://example.org/",
      });
      return { title: "", text, html, ownHosts: [], sourceId: null };
    });
  return { subjects, bytes: subjects.reduce((total, { text }) => total + Buffer.byteLength(text), 0) };
}

function fastest(run: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round <= ROUNDS; round++) {
    const start = performance.now();
    run();
    if (round > 0) best = Math.min(best, performance.now() - start);
  }
  return best;
}

function reportHostile(extract: Extractor): void {
  console.log(
    "\nhostile strings of 200 kB, first run: elapsed, and time of the processor, which a busy machine tells better",
  );
  let worst = 0;
  let worstBusy = 0;
  for (const [name, text] of hostileTexts()) {
    const start = performance.now();
    const before = process.threadCpuUsage();
    let outcome: string;
    try {
      outcome = `${extract({ title: "", text, html: null, ownHosts: [], sourceId: null }).length} mentions`;
    } catch (error) {
      outcome = String(error);
    }
    const ms = performance.now() - start;
    const { user, system } = process.threadCpuUsage(before);
    const busy = (user + system) / 1000;
    worst = Math.max(worst, ms);
    worstBusy = Math.max(worstBusy, busy);
    console.log(
      `${name.padEnd(44)} ${ms.toFixed(1).padStart(8)} ms ${busy.toFixed(1).padStart(8)} ms  ${outcome}`,
    );
  }
  console.log(`slowest ${worst.toFixed(1)} ms elapsed, ${worstBusy.toFixed(1)} ms of the processor`);
}

main();
