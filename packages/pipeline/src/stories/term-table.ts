/** What is known of a term before it is counted. */
export type TermFacts = {
  /** The share of articles that have it, as a guess. */
  expected: number;
  /** How far it proves one event, 0 to 1; words prove nothing by themselves. */
  worth: number;
  /** It names one published flaw. */
  isFlaw: boolean;
};

/**
 * Terms or entities of the articles in the window: a slot for each, with the articles that have it. Slots are
 * used again, so that memory follows the window.
 */
export class TermTable {
  readonly #slots = new Map<string, number>();
  readonly #keys: string[] = [];
  readonly #free: number[] = [];
  readonly #describe: (key: string) => TermFacts;
  /** Slots of articles, by slot of the term; to be changed by `add` and `drop` alone. */
  readonly postings: number[][] = [];
  /** Logarithms of the counts of articles, expected ones with them, by slot of the term. */
  logCounts = new Float64Array(1024);
  /** By slot of the term. */
  readonly facts: TermFacts[] = [];

  constructor(describe: (key: string) => TermFacts) {
    this.#describe = describe;
  }

  /** How many slots there are, in use or free. */
  get size(): number {
    return this.#keys.length;
  }

  /** The slot of a term, made if need be. */
  slotOf(key: string): number {
    const known = this.#slots.get(key);
    if (known !== undefined) return known;
    const slot = this.#free.pop() ?? this.#keys.length;
    this.#slots.set(key, slot);
    this.#keys[slot] = key;
    this.postings[slot] = [];
    this.facts[slot] = this.#describe(key);
    if (slot >= this.logCounts.length) {
      const larger = new Float64Array(2 * slot);
      larger.set(this.logCounts);
      this.logCounts = larger;
    }
    this.#count(slot, 0);
    return slot;
  }

  /** The logarithm of all articles, to subtract the ones of terms from: what is left is how rare they are. */
  logTotal(articles: number): number {
    return Math.log(articles + priorArticles);
  }

  add(slot: number, article: number): void {
    const list = this.postings[slot];
    list?.push(article);
    this.#count(slot, list?.length ?? 0);
  }

  #count(slot: number, articles: number): void {
    this.logCounts[slot] = Math.log(articles + (this.facts[slot]?.expected ?? 0) * priorArticles);
  }

  keyOf(slot: number): string {
    return this.#keys[slot] ?? "";
  }

  /** Takes articles, flagged by their slots, out of the lists of some terms, and terms without articles out of the table. */
  drop(slots: Iterable<number>, isGone: Uint8Array): void {
    for (const slot of slots) {
      const list = this.postings[slot] ?? [];
      let kept = 0;
      for (const article of list) if (isGone[article] === 0) list[kept++] = article;
      list.length = kept;
      this.#count(slot, kept);
      if (kept > 0 || this.#slots.get(this.keyOf(slot)) !== slot) continue;
      this.#slots.delete(this.keyOf(slot));
      this.#free.push(slot);
    }
  }
}

/** Articles that the expected shares count for: with few articles they decide, with many they are forgotten. */
const priorArticles = 300;
