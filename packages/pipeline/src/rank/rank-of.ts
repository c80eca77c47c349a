import { findWatched, type WatchHit } from "./find-watched.ts";
import type { RankInput, Watch } from "./rank-input.ts";
import { type Factor, severityFactors } from "./severity.ts";
import type { RankSettings } from "./weights.ts";

/** One factor, with the points of the total that would be missing (or more) without it. */
export type RankPart = { name: string; value: number; points: number; reason: string };

/** `total` is 0 to 100 with one decimal; `product` is that of the values of all parts. */
export type Rank = { total: number; product: number; middle: number; parts: RankPart[] };

/**
 * Ranks an article or story: total = 100 × P / (P + middle), where P is the product of the parts' values. A value of 1
 * changes nothing, and such parts are left out, so the parts say all that there is. The same arguments always give the
 * same rank.
 */
export function rankOf(
  subject: RankInput,
  settings: RankSettings,
  { now, watches }: { now: Date; watches: Watch[] },
): Rank {
  const factors = [
    relevance(findWatched(subject, watches), settings),
    ...severityFactors(subject, settings),
    corroboration(subject, settings),
    source(subject, settings),
    novelty(subject, settings),
    ...content(subject, settings),
    ...age(subject, settings, now),
  ]
    .map((factor) => ({ ...factor, value: rounded(factor.value) }))
    .filter(({ value }) => value !== 1);
  const product = factors.reduce((all, { value }) => all * value, 1);
  const total = totalOf(product, settings.middle);
  const parts = factors.map(({ name, value, reason }) => ({
    name,
    value,
    points: toTenth(total - totalOf(product / value, settings.middle)),
    reason,
  }));
  return { total, product, middle: settings.middle, parts };
}

function totalOf(product: number, middle: number): number {
  return toTenth((100 * product) / (product + middle));
}

function toTenth(points: number): number {
  return Math.round(points * 10) / 10;
}

/** Four digits are enough to work the total out again, and keep a very old subject above nothing. */
function rounded(value: number): number {
  return Number(Math.max(value, 1e-6).toPrecision(4));
}

function relevance(hits: WatchHit[], { relevance: { most, half, inTitle } }: RankSettings): Factor {
  const amount = hits.reduce((sum, hit) => sum + hit.watch.weight * (hit.inTitle ? inTitle : 1), 0);
  const byWeight = hits.toSorted((left, right) => right.watch.weight - left.watch.weight);
  const named = byWeight.slice(0, 4).map(({ watch, inTitle }) => {
    const where = inTitle ? " in the title" : "";
    return `${watch.kind} ${watch.value}${where} (${watch.list})`;
  });
  const more = hits.length > named.length ? ` and ${hits.length - named.length} more` : "";
  return {
    name: "relevance",
    value: towards(most, amount / half),
    reason: `why this matters to you: ${named.join(", ")}${more}`,
  };
}

/** From 1 towards `most`, half of the way for each half amount. */
function towards(most: number, halves: number): number {
  return 1 + (most - 1) * (1 - 2 ** -Math.max(0, halves));
}

function corroboration(
  { owners }: RankInput,
  { corroboration: { perDoubling, most } }: RankSettings,
): Factor {
  return {
    name: "corroboration",
    value: Math.min(most, 1 + perDoubling * Math.log2(Math.max(1, owners))),
    reason: `${owners} owners of sources report it independently`,
  };
}

function source({ source: { name, tier, weight } }: RankInput, { source: settings }: RankSettings): Factor {
  const byTier = tier === 1 || tier === 3 ? settings.tiers[tier] : settings.tiers[2];
  const byWeight = Math.min(settings.mostWeight, Math.max(settings.leastWeight, weight));
  const weighed = weight === 1 ? "" : `, weight ${weight}`;
  return {
    name: "source",
    value: byTier * byWeight,
    reason: `${name} is a source of tier ${tier}${weighed}`,
  };
}

function novelty({ news }: RankInput, { novelty: weights }: RankSettings): Factor {
  const { indicators, techniques, flaws, names } = news;
  const amount =
    indicators * weights.indicator +
    techniques * weights.technique +
    flaws * weights.flaw +
    names * weights.name;
  const told = [
    countOf(indicators, "indicator"),
    countOf(techniques, "technique"),
    countOf(flaws, "flaw"),
    countOf(names, "name"),
  ].filter((words) => words !== "");
  return {
    name: "novelty",
    value: towards(weights.most, amount / weights.half),
    reason: `not reported before: ${told.join(", ")}`,
  };
}

function countOf(number: number, noun: string): string {
  if (number <= 0) return "";
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function content({ quality, hunt }: RankInput, settings: RankSettings): Factor[] {
  return [
    {
      name: "quality",
      value: between(settings.quality, quality),
      reason: `quality of the text ${quality} of 100`,
    },
    { name: "hunt", value: between(settings.hunt, hunt), reason: `hunt score ${hunt} of 100` },
  ];
}

function between({ least, most }: { least: number; most: number }, score: number | null): number {
  return score === null ? 1 : least + ((most - least) * Math.min(100, Math.max(0, score))) / 100;
}

const kindNames = {
  advisory: "an advisory",
  campaign: "a report on a campaign or malware",
  news: "news",
  roundup: "a round-up",
};

function hoursOf(hours: number): string {
  return `${hours} ${hours === 1 ? "hour" : "hours"}`;
}

function age({ kind, at }: RankInput, { kinds }: RankSettings, now: Date): Factor[] {
  const { factor, halfLifeHours } = kinds[kind];
  const hours = Math.max(0, (now.getTime() - at.getTime()) / 3_600_000);
  const old = hours < 48 ? hoursOf(Math.round(hours)) : `${Math.round(hours / 24)} days`;
  return [
    { name: "kind", value: factor, reason: `it is ${kindNames[kind]}` },
    {
      name: "age",
      value: 2 ** (-hours / halfLifeHours),
      reason: `${old} old; ${kindNames[kind]} halves every ${hoursOf(halfLifeHours)}`,
    },
  ];
}
