// Readable text: speed and quality beside Readability on linkedom.
//   node bench/readable.ts [DIR] [--quick] [--halves | --folds=K] [--seed=N] [--train]
// DIR holds pages/*.html or *.html.gz and truth/*.json ({url, page_type, text}); without it, pages are made up.
// --quick gives the alternative every fifth page only. --halves trains the classifier on one half of DIR and tests
// it on the other, both ways round, --folds=5 in fifths (shuffled by --seed): the figure to trust. --train trains
// it on all of DIR and stores it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { Readability } from "@mozilla/readability";
import { parseHTML } from "linkedom";

import { renderText } from "../packages/pipeline/src/html/text.ts";
import { parseHtml } from "../packages/pipeline/src/html/tree.ts";
import { chooseSegments } from "../packages/pipeline/src/readable/choose.ts";
import { classifierOf, type Classifier } from "../packages/pipeline/src/readable/classifier.ts";
import { describeSegments, type Page as Described } from "../packages/pipeline/src/readable/features.ts";
import { keepSegments } from "../packages/pipeline/src/readable/keep.ts";
import { guessKind } from "../packages/pipeline/src/readable/kind.ts";
import { readMetadata } from "../packages/pipeline/src/readable/metadata.ts";
import { segmentsShown } from "../packages/pipeline/src/readable/noscript.ts";
import { readPage, type ReadPage } from "../packages/pipeline/src/readable/read-page.ts";
import { guessRoots } from "../packages/pipeline/src/readable/roots.ts";
import { trainModel, type Sample } from "../packages/pipeline/src/readable/train-model.ts";

type Page = { id: string; html: string; url: string; kind: string; truth: Bag; trueText: string };
type Bag = { counts: Map<string, number>; total: number };
type Result = { page: Page; ms: number; f1: number };

function main(): void {
  const args = process.argv.slice(2);
  const folder = args.find((arg) => !arg.startsWith("--"));
  const step = args.includes("--quick") ? 5 : 1;
  const pages = folder === undefined ? madeUpPages() : pagesFrom(folder);
  const megabytes = pages.reduce((sum, page) => sum + page.html.length, 0) / 1e6;
  console.log(
    `${pages.length} pages, ${((megabytes / pages.length) * 1000).toFixed(0)} kB on average` +
      (folder === undefined ? " (made up)" : ""),
  );
  if (args.includes("--train")) {
    const model = trainModel(...trainingOf(pages), TRAINING);
    writeFileSync(MODEL_FILE, `${JSON.stringify(model, null, 2)}\n`);
    console.log(`trained on all pages, see ${MODEL_FILE.pathname}`);
    return;
  }
  const folds = numberAfter("--folds=", args) ?? (args.includes("--halves") ? 2 : 0);
  if (folds > 1)
    report(`trained on the others, ${folds} folds`, acrossFolds(pages, folds, numberAfter("--seed=", args)));

  for (const page of pages.slice(0, 60)) readPage(page.html, { url: page.url });

  const firstSight = pages.map((page) => measure(page, () => readPage(page.html, { url: page.url })));
  const known = withKnownTemplate(pages);
  const alternative = pages
    .filter((_, at) => at % step === 0)
    .map((page) => measure(page, () => readability(page)));

  report("first sight", firstSight);
  report(`known template (${known.used} of ${pages.length} used one)`, known.results);
  report("of these, template used", known.hits);
  report(`Readability on linkedom${step > 1 ? " (every 5th page)" : ""}`, alternative);
  const ratio = (mean: readonly Result[]): string => (speed(mean) / speed(alternative)).toFixed(1);
  console.log(
    `\nratio to Readability: first sight ${ratio(firstSight)}x, known template ${ratio(known.results)}x`,
  );
  if (step > 1) {
    const sampled = firstSight.filter((_, at) => at % step === 0);
    console.log(`F1 on the sampled pages: ours ${meanF1(sampled)}, Readability ${meanF1(alternative)}`);
  }
}

const MODEL_FILE = new URL("../packages/pipeline/src/readable/model.json", import.meta.url);
const TRAINING = { trees: 300, leaves: 15, rate: 0.03, minSamples: 150, l2: 5 };

/** Each page read by a classifier that was trained on the other folds. */
function acrossFolds(pages: readonly Page[], count: number, seed: number | null): Result[] {
  const random = mulberry32(seed ?? 0);
  const ranks = pages.map((page, at) => ({ page, rank: seed === null ? at : random() }));
  const shuffled = ranks.sort((a, b) => a.rank - b.rank).map(({ page }) => page);
  return Array.from({ length: count }).flatMap((_, fold) => {
    const others = shuffled.filter((__, at) => at % count !== fold);
    const classify = classifierOf(trainModel(...trainingOf(others), TRAINING));
    return shuffled
      .filter((__, at) => at % count === fold)
      .map((page) => measure(page, () => ({ text: readWith(classify, page) })));
  });
}

function numberAfter(flag: string, args: readonly string[]): number | null {
  const given = args.find((arg) => arg.startsWith(flag));
  return given === undefined ? null : Number(given.slice(flag.length));
}

function readWith(classify: Classifier, page: Page): string {
  const described = describe(page);
  keepSegments(described, chooseSegments(described, classify));
  return renderText(described.boxes[0].element) || (described.metadata.summary ?? "");
}

function describe({ html, url }: Page): Described {
  const document = parseHtml(html);
  const metadata = readMetadata(document, url);
  const segmented = segmentsShown(document);
  const kind = guessKind(segmented, metadata, url);
  return { ...segmented, kind, roots: guessRoots(segmented, kind), metadata };
}

/** Every segment with the share of its three-word runs that the true text has, weighted by its share of words. */
function trainingOf(pages: readonly Page[]): [string[], Sample[]] {
  const samples: Sample[] = [];
  const names: string[] = [];
  for (const page of pages) {
    const described = describe(page);
    const label = labeller(page.trueText);
    const words = described.segments.map((segment) => wordsOf(segment.text));
    const onPage: Sample[] = [];
    let row: number[] = [];
    describeSegments(
      described,
      (name, value) => {
        if (row.push(value) > names.length) names.push(name);
      },
      (at) => {
        const weight = Math.max(1, words[at]?.length ?? 0) / Math.max(100, page.truth.total);
        onPage.push({ features: Float32Array.from(row), label: label(words, at), weight });
        row = [];
      },
    );
    const total = onPage.reduce((sum, sample) => sum + sample.weight, 0);
    for (const sample of onPage) sample.weight *= 100 * Math.min(1, 3 / total);
    samples.push(...onPage);
  }
  return [names, samples];
}

function labeller(trueText: string): (segments: readonly string[][], at: number) => number {
  const truth = wordsOf(trueText.replaceAll("\u00ad", ""));
  const joined = ` ${truth.join(" ")} `;
  const holds = (words: readonly string[]): boolean => joined.includes(` ${words.join(" ")} `);
  const runs = new Set(truth.map((word, at) => `${word} ${truth[at + 1]} ${truth[at + 2]}`));
  return (segments, at) => {
    const words = segments[at] ?? [];
    if (words.length === 0) return 0;
    if (holds(words)) return words.length > 3 || followsOn(segments, at, holds) ? 1 : 0;
    if (words.length < 3) return 0;
    const known = words.slice(2).filter((word, of) => runs.has(`${words[of]} ${words[of + 1]} ${word}`));
    return known.length / (words.length - 2);
  };
}

/** A word or two may stand in the true text by chance; content stands there beside what is near it on the page. */
function followsOn(
  segments: readonly string[][],
  at: number,
  holds: (words: readonly string[]) => boolean,
): boolean {
  const words = segments[at] ?? [];
  const before = segments.slice(Math.max(0, at - 3), at).filter((other) => other.length > 0);
  const after = segments.slice(at + 1, at + 4).filter((other) => other.length > 0);
  return (
    before.some((other) => holds([...other.slice(-2), ...words])) ||
    after.some((other) => holds([...words, ...other.slice(0, 2)]))
  );
}

/** A first pass learns each page's template, the timed one uses it. */
function withKnownTemplate(pages: readonly Page[]): { results: Result[]; hits: Result[]; used: number } {
  const hits: Result[] = [];
  const results = pages.map((page) => {
    const { template } = readPage(page.html, { url: page.url });
    let last: ReadPage | undefined;
    const result = measure(page, () => (last = readPage(page.html, { url: page.url, template })));
    if (last?.templateUsed === true) hits.push(result);
    return result;
  });
  return { results, hits, used: hits.length };
}

function readability(page: Page): { text: string } {
  try {
    const { document } = parseHTML(page.html);
    return {
      text: new Readability(document).parse()?.textContent ?? "",
    };
  } catch {
    return { text: "" };
  }
}

function measure(page: Page, read: () => { text: string }): Result {
  const start = performance.now();
  const { text } = read();
  return { page, ms: performance.now() - start, f1: f1(bag(text), page.truth) };
}

function report(name: string, results: readonly Result[]): void {
  const slowest = results.reduce((a, b) => (b.ms > a.ms ? b : a), results[0] ?? { ms: 0, page: { id: "-" } });
  console.log(`\n${name}`);
  console.log(
    `  ${speed(results).toFixed(0)} pages/s, slowest ${slowest.ms.toFixed(0)} ms (${slowest.page.id})`,
  );
  console.log(`  mean F1 ${meanF1(results)}`);
  for (const kind of new Set(results.map((result) => result.page.kind))) {
    const some = results.filter((result) => result.page.kind === kind);
    console.log(`    ${kind.padEnd(14)} ${meanF1(some)}  (${some.length})`);
  }
}

function speed(results: readonly Result[]): number {
  return (results.length / results.reduce((sum, result) => sum + result.ms, 0)) * 1000;
}

function meanF1(results: readonly Result[]): string {
  return (results.reduce((sum, result) => sum + result.f1, 0) / Math.max(1, results.length)).toFixed(4);
}

function bag(text: string): Bag {
  const counts = new Map<string, number>();
  const words = wordsOf(text);
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return { counts, total: words.length };
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
}

/** Harmonic mean of precision and recall over words with their counts. */
function f1(found: Bag, truth: Bag): number {
  if (found.total === 0 && truth.total === 0) return 1;
  let common = 0;
  for (const [word, count] of found.counts) common += Math.min(count, truth.counts.get(word) ?? 0);
  return (2 * common) / (found.total + truth.total);
}

function pagesFrom(dir: string): Page[] {
  return readdirSync(join(dir, "truth"))
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => {
      const id = name.slice(0, -".json".length);
      const html = htmlOf(join(dir, "pages", `${id}.html`));
      if (html === null) return [];
      const truth = JSON.parse(readFileSync(join(dir, "truth", name), "utf8")) as Record<string, string>;
      const url = truth["url"] || "https://example.org/";
      return [
        {
          id,
          html,
          url,
          kind: truth["page_type"] ?? "page",
          truth: bag(truth["text"] ?? ""),
          trueText: truth["text"] ?? "",
        },
      ];
    });
}

function htmlOf(path: string): string | null {
  if (existsSync(path)) return readFileSync(path, "utf8");
  return existsSync(`${path}.gz`) ? gunzipSync(readFileSync(`${path}.gz`)).toString("utf8") : null;
}

/** Pages of about 60 kB in several layouts, their text known because it was put there. */
function madeUpPages(): Page[] {
  const random = mulberry32(7);
  return Array.from({ length: 200 }, (_, at) => {
    const layout = LAYOUTS[at % LAYOUTS.length] ?? plainLayout;
    const title = sentence(random, 8).slice(0, -1);
    const paragraphs = Array.from({ length: 12 + Math.floor(random() * 14) }, () =>
      Array.from({ length: 3 + Math.floor(random() * 4) }, () =>
        sentence(random, 9 + Math.floor(random() * 12)),
      ).join(" "),
    );
    const content = paragraphs.map(
      (text, n) => (n % 5 === 4 ? `<h2>${sentence(random, 4)}</h2>` : "") + `<p>${text}</p>`,
    );
    const html = layout({ title, content: content.join("\n"), filler: filler(random) });
    const trueText = content.join("\n").replace(/<[^>]+>/g, " ");
    return {
      id: `made-up-${at}`,
      html,
      url: `https://site-${at % LAYOUTS.length}.example/${at}`,
      kind: layout.name,
      truth: bag(trueText),
      trueText,
    };
  });
}

type Parts = {
  title: string;
  content: string;
  filler: { nav: string; side: string; foot: string; script: string };
};

const LAYOUTS = [plainLayout, blogLayout, boxLayout];

function plainLayout({ title, content, filler: f }: Parts): string {
  return page(
    title,
    f,
    `<header>${f.nav}</header><main><article><h1>${title}</h1>${content}</article></main><aside>${f.side}</aside>`,
  );
}

function blogLayout({ title, content, filler: f }: Parts): string {
  const share = `<div class="share-buttons"><a href="#">Share</a><a href="#">Mail</a></div>`;
  const main = `<div class="post hentry"><h1 class="entry-title">${title}</h1>${share}<div class="entry-content">${content}</div></div>`;
  return page(
    title,
    f,
    `${f.nav}<div id="content" class="site-content">${main}<div class="sidebar widget-area">${f.side}</div></div>`,
  );
}

function boxLayout({ title, content, filler: f }: Parts): string {
  const wrapped = content.replaceAll("<p>", '<div class="x1"><p>').replaceAll("</p>", "</p></div>");
  return page(
    title,
    f,
    `<div class="a"><div class="b">${f.nav}</div><div class="c"><h1>${title}</h1><div class="d">${wrapped}</div></div><div class="e">${f.side}</div></div>`,
  );
}

function page(title: string, f: Parts["filler"], body: string): string {
  return `<!doctype html><html lang="en"><head><title>${title} | Example</title><script>${f.script}</script></head><body>${body}<footer>${f.foot}</footer></body></html>`;
}

function filler(random: () => number): Parts["filler"] {
  const links = (count: number): string =>
    Array.from(
      { length: count },
      (_, at) => `<li class="menu-item"><a href="/p/${at}">${sentence(random, 3)}</a></li>`,
    ).join("");
  return {
    nav: `<nav class="menu"><ul>${links(60)}</ul></nav>`,
    side: `<h3>Related</h3><ul>${links(40)}</ul>`,
    foot: `<ul>${links(50)}</ul><p>Copyright Example. All rights reserved.</p>`,
    script:
      `var config = ${JSON.stringify(Array.from({ length: 500 }, () => Math.floor(random() * 1e9)))};`.repeat(
        9,
      ),
  };
}

const WORDS =
  "the group used a loader to reach its server while analysts found that several hosts had been probed before and files were taken from shares across the network of a company which later said no customer data left it in any case".split(
    " ",
  );

function sentence(random: () => number, length: number): string {
  const words = Array.from({ length }, () => WORDS[Math.floor(random() * WORDS.length)] ?? "a");
  const text = words.join(" ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** A small seeded generator, so that every run reads the same pages. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

main();
