/**
 * Twins and stories on a generated stream with known truth: `node bench/similar.ts [--articles=10000,100000]
 * [--seed=1]`. Prints precision, recall and F1 of twins, B³ and pairs of stories, speed, memory, and what an article
 * costs as the stream goes on; beside two simple methods on the same articles (not above 100,000). With
 * `--true-twins` twins are taken from the truth and nothing stands beside, so that memory is that of stories alone.
 */
import { parseArgs } from "node:util";

import { bandsOf, leadBandOf, signatureOf } from "../packages/pipeline/src/similarity/minhash.ts";
import { shinglesOf } from "../packages/pipeline/src/similarity/shingles.ts";
import { judgeTwin, type TwinText } from "../packages/pipeline/src/similarity/twin.ts";
import { createClusterer } from "../packages/pipeline/src/stories/clusterer.ts";
import { featuresOf } from "../packages/pipeline/src/stories/features.ts";
import { packFeatures, unpackFeatures } from "../packages/pipeline/src/stories/pack-features.ts";
import { defaultStorySettings } from "../packages/pipeline/src/stories/weights.ts";
import { type Baseline, simHashTwins, titleStories } from "./similar-baselines.ts";
import { roundupFigures, storyFigures, type Told, twinFigures } from "./similar-figures.ts";
import { type MadeArticle, makeArticles } from "./similar-web.ts";

const { values } = parseArgs({
  options: {
    articles: { type: "string", default: "10000,100000" },
    seed: { type: "string", default: "1" },
    "per-day": { type: "string", default: "1500" },
    "true-twins": { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(
    "node bench/similar.ts [--articles=10000,100000] [--seed=1] [--per-day=1500] [--true-twins]\nTwins and stories on a generated stream with known truth; --true-twins takes twins from the truth, for millions.",
  );
  process.exit(0);
}
const DAY = 86_400_000;
const twinWindow = 14 * DAY;

for (const count of values.articles.split(",")) run(Number(count));

type Engine = {
  spent: { twins: number; features: number; place: number };
  merges: number;
  packedBytes: number;
  /** Returns the article whose text this one has. */
  take: (article: MadeArticle) => number | null;
  storyOf: (id: number) => number | null;
};

function run(count: number): void {
  console.log(`\n${count} articles, seed ${values.seed}, ${values["per-day"]} a day`);
  const told: Told[] = [];
  const engine = createEngine();
  const isAlone = values["true-twins"] || count > 100_000;
  const baselines = isAlone ? null : { titles: titleStories(), simHash: simHashTwins() };
  const rows = { titles: [] as Told[], simHash: [] as Told[] };
  const tenths = Array.from({ length: 10 }, () => 0);
  let peak = 0;
  for (const made of makeArticles(Number(values.seed), Number(values["per-day"]))) {
    if (told.length === count) break;
    const { id, event, copyOf, copyKind } = made;
    const article = { id, event, copyOf, copyKind };
    const before = costOf(engine);
    const tenth = Math.floor((10 * told.length) / count);
    told.push({ article, story: null, twinOf: engine.take(made) });
    tenths[tenth] = (tenths[tenth] ?? 0) + costOf(engine) - before;
    if (told.length % 1000 === 0) peak = Math.max(peak, process.memoryUsage.rss());
    if (!baselines) continue;
    rows.titles.push({ article, story: groupOf(rows.titles, baselines.titles, made), twinOf: null });
    rows.simHash.push({ article, story: null, twinOf: baselines.simHash.take(made) });
  }
  for (const one of told) one.story = engine.storyOf(one.article.id);
  report(told, engine, tenths, peak);
  if (!baselines) return;
  console.log(`  beside: ${baselines.titles.name}, ${speedOf(baselines.titles.spent, count)}`);
  console.log(`  stories    ${storyFigures(rows.titles)}`);
  console.log(`  beside: ${baselines.simHash.name}, ${speedOf(baselines.simHash.spent, count)}`);
  console.log(`  twins      ${twinFigures(rows.simHash)}`);
}

/** Milliseconds of this thread alone, so that what else the machine does counts little. */
function cpuTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function costOf({ spent }: Engine): number {
  return spent.features + spent.place;
}

/** The group of the article that it joins, found by its number; a group bears the number of its first article. */
function groupOf(rows: Told[], baseline: Baseline, article: MadeArticle): number {
  const joined = baseline.take(article);
  return joined === null ? article.id : (rows[joined - 1]?.story ?? article.id);
}

function speedOf(milliseconds: number, count: number): string {
  return `${Math.round((1000 * count) / milliseconds)} articles/s`;
}

function report(told: Told[], engine: Engine, tenths: number[], peak: number): void {
  const { spent } = engine;
  const each = (milliseconds: number): string => `${(milliseconds / told.length).toFixed(3)} ms`;
  console.log(`  twins      ${twinFigures(told)}`);
  console.log(`  stories    ${storyFigures(told)}`);
  console.log(`  round-ups  ${roundupFigures(told)}`);
  console.log(
    `  CPU        stories ${speedOf(costOf(engine), told.length)} (features ${each(spent.features)}, placing ${each(spent.place)}); twins ${each(spent.twins)}`,
  );
  const costs = tenths.map((sum) => ((10 * sum) / told.length).toFixed(3));
  console.log(`  growth     ${costs.join(" ")} ms an article, by tenths of the stream`);
  const twinCosts = values["true-twins"] ? "" : ` and the texts and bands of ${twinWindow / DAY} days`;
  console.log(
    `  memory     peak ${Math.round(peak / 1e6)} MB RSS with the generator${twinCosts}; ${Math.round(engine.packedBytes / told.length)} bytes of features an article; ${engine.merges} merges`,
  );
}

function createEngine(): Engine {
  let stories = 0;
  const clusterer = createClusterer({ settings: defaultStorySettings, nextStoryId: () => ++stories });
  const findTwin = values["true-twins"] ? trueTwin : createTwinFinder();
  const placed: (number | null)[] = [];
  const moved = new Map<number, number>();
  const engine: Engine = {
    spent: { twins: 0, features: 0, place: 0 },
    merges: 0,
    packedBytes: 0,
    take(article) {
      const began = cpuTime();
      const twin = findTwin(article);
      const compared = cpuTime();
      const { id, at, owner, title, text, entities } = article;
      const packed = packFeatures(featuresOf({ title, text, language: "en", entities }));
      const extracted = cpuTime();
      const features = unpackFeatures(packed);
      const twinOf = twin?.id ?? null;
      const placement = clusterer.place({
        id,
        at,
        owner,
        features,
        title,
        twinOf,
        twinSimilarity: twin?.similarity ?? 0,
      });
      engine.spent.twins += compared - began;
      engine.spent.features += extracted - compared;
      engine.spent.place += cpuTime() - extracted;
      engine.packedBytes += packed.length;
      engine.merges += placement.merges.length;
      placed[id] = placement.storyId;
      for (const { from, into } of placement.merges) moved.set(from, into);
      return twinOf;
    },
    storyOf(id) {
      let story = placed[id] ?? null;
      while (story !== null && moved.has(story)) story = moved.get(story) ?? null;
      return story;
    },
  };
  return engine;
}

function trueTwin({ copyOf }: MadeArticle): { id: number; similarity: number } | null {
  return copyOf === null ? null : { id: copyOf, similarity: 1 };
}

type Known = { id: number; at: number; text: TwinText; bands: number[]; primary: number };

/** As the database does it: articles that share a band are judged; the nearest, or its primary, is the primary. */
function createTwinFinder(): (article: MadeArticle) => { id: number; similarity: number } | null {
  const byBand = new Map<number, Known[]>();
  const known = new Set<Known>();
  const forget = (old: Known): void => {
    known.delete(old);
    for (const band of old.bands) {
      const rest = (byBand.get(band) ?? []).filter((other) => other !== old);
      if (rest.length === 0) byBand.delete(band);
      else byBand.set(band, rest);
    }
  };
  return ({ id, at, title, text }) => {
    for (const old of known) {
      if (old.at > at - twinWindow) break;
      forget(old);
    }
    const bands = [...bandsOf(signatureOf(text)), ...leadBandOf(text)];
    const date = new Date(at);
    const own: TwinText = { title, text, publishedAt: date, collectedAt: date };
    const candidates = new Set(bands.flatMap((band) => byBand.get(band) ?? []));
    const compared: TwinText = candidates.size === 0 ? own : { ...own, shingles: shinglesOf(text) };
    let best: { id: number; similarity: number } | null = null;
    for (const other of candidates) {
      const { kind, similarity } = judgeTwin(compared, other.text);
      if (kind && similarity > (best?.similarity ?? 0)) best = { id: other.primary, similarity };
    }
    const entry = { id, at, text: own, bands, primary: best?.id ?? id };
    known.add(entry);
    for (const band of bands) byBand.set(band, [...(byBand.get(band) ?? []), entry]);
    return best;
  };
}
