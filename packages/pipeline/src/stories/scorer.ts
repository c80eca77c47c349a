import type { ArticleIndex, LiveArticle, SparseVector } from "./article-index.ts";
import type { TermTable } from "./term-table.ts";
import { storyWeights as weights } from "./weights.ts";

/** By how much text there is to compare. */
export type Profile = "full" | "short" | "titles";

/** What two articles have in common, before time counts: the parts are points, and add up to `points`. */
export type PairScore = {
  other: LiveArticle;
  points: number;
  title: number;
  text: number;
  entities: number;
  /** 0 to 1: how far shared rare entities alone prove one event. */
  strength: number;
  profile: Profile;
};

/** Points that single terms and entities add to a pair, most first. */
export type PairDetails = {
  terms: [term: string, points: number][];
  entities: [key: string, points: number][];
};

/** Compares one prepared article with others; what is computed of it is kept until the next one. */
export class Scorer {
  readonly #index: ArticleIndex;
  /** Of all articles; less the logarithm of a term's count it is the term's rarity. */
  #logTotal = 0;
  /** By slot: weight times rarity in the whole and the title, prominence of entities; zero where it has none. */
  #whole = new Float64Array(1024);
  #title = new Float64Array(1024);
  #prominence = new Float64Array(1024);
  #near = new Float64Array(1024);
  /** Slots of the articles that are near at all. */
  #touchedSlots = new Float64Array(1024);
  #touched = 0;
  #article: LiveArticle | null = null;
  #wholeLength = 0;
  #titleLength = 0;
  #entityTotal = 0;
  #flaws = 0;

  constructor(index: ArticleIndex) {
    this.#index = index;
  }

  /** Sets the article that the others are compared with; to be repeated when the index has changed. */
  prepare(article: LiveArticle): void {
    this.#clear();
    this.#article = article;
    this.#logTotal = this.#index.terms.logTotal(this.#index.count);
    this.#whole = grown(this.#whole, this.#index.terms.size);
    this.#title = grown(this.#title, this.#index.terms.size);
    this.#prominence = grown(this.#prominence, this.#index.entities.size);
    this.#wholeLength = this.#spread(article.whole, this.#whole);
    this.#titleLength = this.#spread(article.title, this.#title);
    this.#entityTotal = 0;
    this.#flaws = 0;
    for (const [at, slot] of article.entities.slots.entries()) {
      const prominence = article.entities.weights[at] ?? 0;
      this.#prominence[slot] = prominence;
      this.#entityTotal += this.#worthOf(slot) * prominence;
      if (isFlaw(this.#index.entities, slot) && prominence >= focus) this.#flaws += 1;
    }
  }

  /**
   * The articles nearest to the prepared one by the terms that few others have: at most `most`, and `mostOfStory` of
   * one story.
   */
  nearest(most: number, mostOfStory: number): LiveArticle[] {
    const own = this.#prepared();
    this.#touched = 0;
    for (const { slot, pull } of this.#pullingTerms(own))
      this.#addNear(this.#index.terms.postings[slot], pull);
    for (const slot of own.entities.slots)
      this.#addNear(this.#index.entities.postings[slot], entityPull * this.#worthOf(slot));
    this.#near[own.slot] = 0;
    let nearest = 0;
    for (let at = 0; at < this.#touched; at += 1) {
      const slot = this.#touchedSlots[at] ?? 0;
      const near = (this.#near[slot] ?? 0) / (this.#index.at(slot)?.length ?? 1);
      this.#near[slot] = near;
      nearest = Math.max(nearest, near);
    }
    const found: { other: LiveArticle; near: number }[] = [];
    for (let at = 0; at < this.#touched; at += 1) {
      const slot = this.#touchedSlots[at] ?? 0;
      const near = this.#near[slot] ?? 0;
      this.#near[slot] = 0;
      const other = near > 0 && near >= leastShare * nearest ? this.#index.at(slot) : undefined;
      if (other) found.push({ other, near });
    }
    found.sort((a, b) => b.near - a.near || a.other.id - b.other.id);
    return fewOfEach(found, most, mostOfStory);
  }

  /** The rarest and weightiest terms: the others have long lists and change little. */
  #pullingTerms({ whole }: LiveArticle): { slot: number; pull: number }[] {
    const terms: { slot: number; pull: number }[] = [];
    for (const slot of whole.slots) {
      const found = this.#index.terms.postings[slot]?.length ?? 0;
      // Long lists belong to common terms, which would cost most and tell least; the shortest hold only this article.
      if (found > 1 && found <= maxPostings)
        terms.push({ slot, pull: (this.#whole[slot] ?? 0) * this.#rarityOf(slot) });
    }
    // Ties stay in the order of the features, since slots are numbered by chance.
    terms.sort((a, b) => b.pull - a.pull);
    let listed = 0;
    const enough = terms.findIndex(({ slot }) => {
      listed += this.#index.terms.postings[slot]?.length ?? 0;
      return listed > maxListed;
    });
    return terms.slice(0, enough === -1 ? maxPulling : Math.min(maxPulling, enough));
  }

  #addNear(list: number[] | undefined, pull: number): void {
    if (!list || list.length > maxPostings) return;
    for (const slot of list) {
      if (slot >= this.#near.length) this.#near = grown(this.#near, slot + 1);
      const known = this.#near[slot] ?? 0;
      this.#near[slot] = known + pull;
      if (known !== 0) continue;
      if (this.#touched === this.#touchedSlots.length)
        this.#touchedSlots = grown(this.#touchedSlots, this.#touched + 1);
      this.#touchedSlots[this.#touched++] = slot;
    }
  }

  pair(other: LiveArticle): PairScore {
    const own = this.#prepared();
    const { overlap, strength, areOtherFlaws } = this.#sharedEntities(other);
    const sameOwner = own.owner === other.owner ? weights.sameOwner : 1;
    const factor = areOtherFlaws ? weights.otherFlaws * sameOwner : sameOwner;
    const likeness = this.#likeness(other);
    const words = likeness.shared === 1 ? factor * weights.loneWord : factor;
    const title = weights.title * words * likeness.title;
    const text = weights.text * words * likeness.whole;
    const entities = weights.entities * factor * overlap;
    const profile = profileOf(Math.min(own.words, other.words));
    return { other, points: title + text + entities, title, text, entities, strength, profile };
  }

  /** Cosines of the titles and of the whole articles, in one walk: the whole begins with the terms of the title. */
  #likeness({ title, whole }: LiveArticle): { shared: number; title: number; whole: number } {
    const { slots, weights: values } = whole;
    const titleValues = title.weights;
    const ownWhole = this.#whole;
    const ownTitle = this.#title;
    const { logCounts } = this.#index.terms;
    const logTotal = this.#logTotal;
    let [product, squares, titleProduct, titleSquares, shared] = [0, 0, 0, 0, 0];
    for (let at = 0; at < slots.length; at += 1) {
      const slot = slots[at] ?? 0;
      const rarity = logTotal - (logCounts[slot] ?? 0);
      const value = (values[at] ?? 0) * rarity;
      const ownValue = ownWhole[slot] ?? 0;
      if (ownValue !== 0) shared += 1;
      product += value * ownValue;
      squares += value * value;
      if (at >= titleValues.length) continue;
      const titleValue = (titleValues[at] ?? 0) * rarity;
      titleProduct += titleValue * (ownTitle[slot] ?? 0);
      titleSquares += titleValue * titleValue;
    }
    return {
      shared,
      title: titleProduct === 0 ? 0 : titleProduct / (this.#titleLength * Math.sqrt(titleSquares)),
      whole: product === 0 ? 0 : product / (this.#wholeLength * Math.sqrt(squares)),
    };
  }

  #sharedEntities(other: LiveArticle): { overlap: number; strength: number; areOtherFlaws: boolean } {
    let [shared, strong, total, flaws, sharedFlaws] = [0, 0, 0, 0, 0];
    const { slots, weights: prominences } = other.entities;
    for (let at = 0; at < slots.length; at += 1) {
      const slot = slots[at] ?? 0;
      const prominence = prominences[at] ?? 0;
      const worth = this.#worthOf(slot);
      const both = worth * Math.sqrt((this.#prominence[slot] ?? 0) * prominence);
      total += worth * prominence;
      shared += both;
      if (worth >= strongWorth) strong += both;
      if (!isFlaw(this.#index.entities, slot)) continue;
      if (prominence >= focus) flaws += 1;
      if (both > 0) sharedFlaws += 1;
    }
    const least = Math.min(total, this.#entityTotal);
    const share = least === 0 ? 0 : Math.min(1, shared / least);
    const overlap = (1 - Math.exp(-entitySteepness * shared)) * (0.5 + 0.5 * share);
    const areOtherFlaws = flaws > 0 && this.#flaws > 0 && sharedFlaws === 0;
    return { overlap, strength: 1 - Math.exp(-strong), areOtherFlaws };
  }

  /** Which terms and entities made the points of a pair. */
  details(pair: PairScore): PairDetails {
    const terms = new Map<number, number>();
    this.#addShares(terms, pair.other.whole, this.#whole, pair.text);
    this.#addShares(terms, pair.other.title, this.#title, pair.title);
    const entities = new Map<number, number>();
    let total = 0;
    for (const [at, slot] of pair.other.entities.slots.entries()) {
      const prominence = (this.#prominence[slot] ?? 0) * (pair.other.entities.weights[at] ?? 0);
      if (prominence === 0) continue;
      const points = this.#worthOf(slot) * Math.sqrt(prominence);
      entities.set(slot, points);
      total += points;
    }
    for (const [slot, points] of entities) entities.set(slot, (points / total) * pair.entities);
    return { terms: named(terms, this.#index.terms), entities: named(entities, this.#index.entities) };
  }

  #addShares(into: Map<number, number>, vector: SparseVector, own: Float64Array, points: number): void {
    const products: [number, number][] = [];
    let total = 0;
    for (const [at, slot] of vector.slots.entries()) {
      const product = (own[slot] ?? 0) * (vector.weights[at] ?? 0) * this.#rarityOf(slot);
      if (product === 0) continue;
      products.push([slot, product]);
      total += product;
    }
    for (const [slot, product] of products)
      into.set(slot, (into.get(slot) ?? 0) + (product / total) * points);
  }

  #worthOf(slot: number): number {
    const worth = this.#index.entities.facts[slot]?.worth ?? 0;
    const rarity = this.#logTotal - (this.#index.entities.logCounts[slot] ?? 0);
    return worth * Math.min(1, Math.max(0, rarity / rarest));
  }

  /** The negative logarithm of the share of articles with a term. */
  #rarityOf(slot: number): number {
    return this.#logTotal - (this.#index.terms.logCounts[slot] ?? 0);
  }

  /** Lays a vector out by slot, weighted by rarity; returns its length. */
  #spread(vector: SparseVector, into: Float64Array): number {
    let squares = 0;
    for (let at = 0; at < vector.slots.length; at += 1) {
      const slot = vector.slots[at] ?? 0;
      const value = (vector.weights[at] ?? 0) * this.#rarityOf(slot);
      into[slot] = value;
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  #prepared(): LiveArticle {
    if (!this.#article) throw new Error("No article was prepared for comparison.");
    return this.#article;
  }

  #clear(): void {
    if (!this.#article) return;
    for (const slot of this.#article.whole.slots) {
      this.#whole[slot] = 0;
      this.#title[slot] = 0;
    }
    for (const slot of this.#article.entities.slots) this.#prominence[slot] = 0;
  }
}

const maxPostings = 400;
const maxPulling = 30;
/** Articles in the lists of these terms together, so that the cost stays when the window fills. */
const maxListed = 1500;
/** Of the nearest one's nearness, estimated by those terms. */
const leastShare = 0.2;
/** What a sure entity pulls, in squares of rarity. */
const entityPull = 200;
const entitySteepness = 1.6;
const strongWorth = 0.5;
/** Entities in the title or the lead are what the article is about. */
const focus = 0.7;
/** Rarer than one in 2,000 makes no difference. */
const rarest = Math.log(2000);

function fewOfEach(found: { other: LiveArticle }[], most: number, mostOfStory: number): LiveArticle[] {
  const chosen: LiveArticle[] = [];
  const perStory = new Map<number, number>();
  for (const { other } of found) {
    const known = perStory.get(other.storyId) ?? 0;
    if (known >= mostOfStory) continue;
    perStory.set(other.storyId, known + 1);
    chosen.push(other);
    if (chosen.length === most) break;
  }
  return chosen;
}

function profileOf(words: number): Profile {
  if (words >= 120) return "full";
  return words >= 25 ? "short" : "titles";
}

function isFlaw(table: TermTable, slot: number): boolean {
  return table.facts[slot]?.isFlaw ?? false;
}

function grown(array: Float64Array<ArrayBuffer>, needed: number): Float64Array<ArrayBuffer> {
  if (array.length >= needed) return array;
  const larger = new Float64Array(2 * needed);
  larger.set(array);
  return larger;
}

function named(points: Map<number, number>, table: TermTable): [string, number][] {
  const entries = Array.from(points, ([slot, value]): [string, number] => [table.keyOf(slot), value]);
  return entries.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
