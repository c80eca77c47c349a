import type { MadeArticle } from "./similar-web.ts";

/** What was found of one article: its story, and the article whose text it was held to have. */
export type Told = {
  article: Pick<MadeArticle, "id" | "event" | "copyOf" | "copyKind">;
  story: number | null;
  twinOf: number | null;
};

/** Links to another article of the same text. */
export function twinFigures(told: Told[]): string {
  const groups = new Map<number, number>();
  for (const { article } of told) groups.set(article.id, article.copyOf ?? article.id);
  const missed = new Map<string, number>();
  let [right, found, truth] = [0, 0, 0];
  for (const { article, twinOf } of told) {
    const isRight = twinOf !== null && groups.get(twinOf) === groups.get(article.id);
    if (twinOf !== null) found += 1;
    if (isRight) right += 1;
    if (article.copyOf === null) continue;
    truth += 1;
    if (!isRight) missed.set(article.copyKind ?? "", (missed.get(article.copyKind ?? "") ?? 0) + 1);
  }
  const misses = [...missed].map(([kind, count]) => `${kind} ${count}`).join(", ") || "none";
  return `${scores(right, found, truth)} (${truth} twins, missed: ${misses})`;
}

/** Articles that were held to belong to no story because they tell of many. */
export function roundupFigures(told: Told[]): string {
  const found = told.filter(({ story }) => story === null);
  const truth = told.filter(({ article }) => article.event === null).length;
  const right = found.filter(({ article }) => article.event === null).length;
  return `${scores(right, found.length, truth)} (${truth} round-ups)`;
}

/** Pairs of articles in one story, and B³; an article without a story is a story of its own. */
export function storyFigures(told: Told[]): string {
  const cells = new Map<string, number>();
  const truths = new Map<string, number>();
  const founds = new Map<string, number>();
  const keys = told.map(({ article, story }, at) => ({
    truth: String(article.event ?? -at),
    found: String(story ?? -at),
  }));
  for (const { truth, found } of keys) {
    count(cells, `${truth} ${found}`);
    count(truths, truth);
    count(founds, found);
  }
  let [precision, recall] = [0, 0];
  for (const { truth, found } of keys) {
    const cell = cells.get(`${truth} ${found}`) ?? 0;
    precision += cell / (founds.get(found) ?? 1);
    recall += cell / (truths.get(truth) ?? 1);
  }
  const cubed = formatted(precision / keys.length, recall / keys.length);
  return `B³ ${cubed}; pairs ${scores(pairs(cells), pairs(founds), pairs(truths))} (${truths.size} true, ${founds.size} found)`;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function pairs(counts: Map<string, number>): number {
  let sum = 0;
  for (const size of counts.values()) sum += (size * (size - 1)) / 2;
  return sum;
}

function scores(right: number, found: number, truth: number): string {
  return formatted(right / Math.max(1, found), right / Math.max(1, truth));
}

function formatted(precision: number, recall: number): string {
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return `P ${precision.toFixed(4)} R ${recall.toFixed(4)} F1 ${f1.toFixed(4)}`;
}
