import { expectedShare, RARE_SHARE } from "./common-words.ts";
import { entityWorths, isStrongWorth, typeOfKey } from "./entity-worth.ts";
import type { StoryFeatures } from "./features.ts";
import { lookUp } from "./lexicon.ts";
import { type TermFacts, TermTable } from "./term-table.ts";
import { storyWeights as weights } from "./weights.ts";

/** A weighted set of terms, as slots of a table. */
export type SparseVector = { slots: Int32Array; weights: Float32Array };

/** An article of the window that tells its story in its own words. */
export type LiveArticle = {
  id: number;
  at: number;
  owner: string;
  storyId: number;
  slot: number;
  words: number;
  language: string | null;
  /** Title words and pairs of them. */
  title: SparseVector;
  /** Title and text together; the terms of the title come first, in the same order. */
  whole: SparseVector;
  /** Weights are prominence, 0 to 1. */
  entities: SparseVector;
  /** Length of the whole without regard to rarity. */
  length: number;
};

export type IndexedInput = {
  id: number;
  at: number;
  owner: string;
  storyId: number;
  features: StoryFeatures;
};

/** The articles of the window by what they contain. Holds counts only, so the order of additions is nothing to it. */
export class ArticleIndex {
  readonly terms = new TermTable(factsOfTerm);
  readonly entities = new TermTable(factsOfEntity);
  readonly #articles: (LiveArticle | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #byId = new Map<number, LiveArticle>();

  get count(): number {
    return this.#byId.size;
  }

  get(id: number): LiveArticle | undefined {
    return this.#byId.get(id);
  }

  at(slot: number): LiveArticle | undefined {
    return this.#articles[slot];
  }

  all(): Iterable<LiveArticle> {
    return this.#byId.values();
  }

  add({ id, at, owner, storyId, features }: IndexedInput): LiveArticle {
    const { title, whole } = vectorsOf(features, this.terms);
    const entities = entityVector(features, this.entities);
    const slot = this.#free.pop() ?? this.#articles.length;
    const { words, language } = features;
    const length = lengthOf(whole);
    const article = { id, at, owner, storyId, slot, words, language, title, whole, entities, length };
    this.#articles[slot] = article;
    this.#byId.set(id, article);
    for (const term of whole.slots) this.terms.add(term, slot);
    for (const entity of entities.slots) this.entities.add(entity, slot);
    return article;
  }

  /** The entities of an article that prove an event by themselves, the most prominent ones of the surest kinds first. */
  strongKeysOf({ entities }: LiveArticle): string[] {
    return Array.from(entities.slots, (slot) => this.entities.keyOf(slot)).filter(isStrongKey);
  }

  /** Takes articles out. Cheapest for many at once, since each list of a term is walked once. */
  remove(articles: readonly LiveArticle[]): void {
    const isGone = new Uint8Array(this.#articles.length);
    const terms = new Set<number>();
    const entities = new Set<number>();
    for (const article of articles) {
      for (const term of article.whole.slots) terms.add(term);
      for (const entity of article.entities.slots) entities.add(entity);
      isGone[article.slot] = 1;
      this.#articles[article.slot] = undefined;
      this.#free.push(article.slot);
      this.#byId.delete(article.id);
    }
    this.terms.drop(terms, isGone);
    this.entities.drop(entities, isGone);
  }
}

const rareTerm: TermFacts = { expected: RARE_SHARE, worth: 0, isFlaw: false };
const termPair: TermFacts = { expected: RARE_SHARE / 4, worth: 0, isFlaw: false };

function factsOfTerm(key: string): TermFacts {
  if (key.includes(" ")) return termPair;
  const expected = expectedShare(key);
  return expected === RARE_SHARE ? rareTerm : { expected, worth: 0, isFlaw: false };
}

function factsOfEntity(key: string): TermFacts {
  const type = typeOfKey(key);
  const kind = entityWorths[type];
  const isFlaw = type === "cve" || type === "ghsa" || type === "euvd";
  return { expected: kind?.expectedShare ?? RARE_SHARE, worth: kind?.worth ?? 0, isFlaw };
}

/** Whether a `type:value` key proves an event by itself. */
export function isStrongKey(key: string): boolean {
  const kind = entityWorths[typeOfKey(key)];
  return kind !== undefined && isStrongWorth(kind);
}

function vectorsOf(features: StoryFeatures, table: TermTable): { title: SparseVector; whole: SparseVector } {
  const title = new Map<number, number>();
  const whole = new Map<number, number>();
  let previous = "";
  for (const word of features.title) {
    const term = lookUp(word, features.language).term;
    const slot = table.slotOf(term);
    title.set(slot, 1);
    whole.set(slot, weights.titleWord);
    if (previous !== "") {
      const pair = table.slotOf(`${previous} ${term}`);
      title.set(pair, weights.titlePair / weights.titleWord);
      whole.set(pair, weights.titlePair);
    }
    previous = term;
  }
  for (const { word, weight } of features.terms) {
    const slot = table.slotOf(lookUp(word, features.language).term);
    whole.set(slot, (whole.get(slot) ?? 0) + (weights.textWord * weight) / TERM_SCALE);
  }
  return { title: vectorOf(title), whole: vectorOf(whole) };
}

/** A word that stands once in the text, below its lead, has this weight in the features. */
const TERM_SCALE = 40;

function entityVector(features: StoryFeatures, table: TermTable): SparseVector {
  const found = new Map<number, number>();
  for (const { key, weight } of features.entities)
    if (entityWorths[typeOfKey(key)]) found.set(table.slotOf(key), weight / 255);
  return vectorOf(found);
}

function vectorOf(entries: Map<number, number>): SparseVector {
  return { slots: Int32Array.from(entries.keys()), weights: Float32Array.from(entries.values()) };
}

function lengthOf({ weights: values }: SparseVector): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}
