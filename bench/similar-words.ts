/** Words, sentences and chance for generated articles. */

/** The next of a seeded sequence, 0 to 1. */
export type Random = () => number;

const functionWords =
  "the of to and in a that is for on with as by it was are be from at this an have or which has not can its were but been they their will would also into more after other when one all through while these about than such if had most only some both where between over".split(
    " ",
  );

/** The things of a fact in words, with function words and now and then a name between. */
export function sentenceOf(
  random: Random,
  vocabulary: string[][],
  ranks: number[],
  style: number,
  name: string | null = null,
): string {
  const words: string[] = [];
  const place = Math.floor(random() * ranks.length);
  for (const [at, rank] of ranks.entries()) {
    if (random() < 0.12) continue;
    if (random() < 0.7) words.push(pick(random, functionWords));
    if (at === place && name) words.push(name);
    words.push(inflected(random, sayAs(vocabulary, rank, style, random)));
  }
  return `${capital(words.join(" "))}.`;
}

/** Which of its three words a publisher takes for a thing; half of them agree. */
export function sayAs(vocabulary: string[][], rank: number, style: number, random: Random): string {
  const ways = vocabulary[Math.min(rank, vocabulary.length - 1)] ?? ["thing"];
  if (random() < 0.6) return ways[0] ?? "thing";
  return ways[(style * 7919 + rank) % 3] ?? "thing";
}

function inflected(random: Random, word: string): string {
  const chance = random();
  if (chance < 0.1) return `${word}s`;
  return chance < 0.15 ? `${word}ed` : word;
}

export function zipf(random: Random, most: number): number {
  return Math.min(most - 1, Math.floor(Math.exp(random() * Math.log(most))) - 1);
}

export function wordMaker(random: Random): () => string {
  const onsets =
    "b br c ch cl cr d dr f fl g gl gr h j k l m n p pl pr qu r s sc sh sl sp st t tr v w z".split(" ");
  const vowels = "a e i o u ai ea ee io ou".split(" ");
  const codas = ["", "", "n", "r", "l", "s", "t", "m", "ck", "nd", "st", "x"];
  return () => {
    let word = "";
    for (let syllables = 2 + Math.floor(2 * random()); syllables > 0; syllables -= 1)
      word += pick(random, onsets) + pick(random, vowels) + (syllables === 1 ? pick(random, codas) : "");
    return word;
  };
}

export function mulberry(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b_79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("There is nothing to pick from.");
  return item;
}

export function shuffle(random: Random, items: unknown[]): void {
  for (let at = items.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [items[at], items[other]] = [items[other], items[at]];
  }
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function hex(random: Random, length: number): string {
  return Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join("");
}
