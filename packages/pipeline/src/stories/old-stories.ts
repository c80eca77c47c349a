/** An article that left the window: where it is, and the entities that may still lead to it. */
export type OldArticle = { id: number; at: number; keys: string[] };

/** Which articles of the past months have a rare entity, after their texts were forgotten. */
export class OldStories {
  readonly #byKey = new Map<string, number | number[]>();
  readonly #articles = new Map<number, OldArticle>();

  add({ id, at, keys }: OldArticle): void {
    const kept = keys.slice(0, maxKeys);
    this.#articles.set(id, { id, at, keys: kept });
    for (const key of kept) {
      const known = this.#byKey.get(key);
      if (known === undefined) this.#byKey.set(key, id);
      else if (typeof known === "number") this.#byKey.set(key, [known, id]);
      else known.push(id);
    }
  }

  remove(id: number): boolean {
    const article = this.#articles.get(id);
    if (!article) return false;
    this.#articles.delete(id);
    for (const key of article.keys) {
      const known = this.#byKey.get(key);
      const rest = Array.isArray(known) ? known.filter((other) => other !== id) : [];
      const [first] = rest;
      if (first === undefined) this.#byKey.delete(key);
      else this.#byKey.set(key, rest.length === 1 ? first : rest);
    }
    return true;
  }

  /** The articles with this key; none when it is in so many that it names no event. */
  with(key: string): number[] {
    const known = this.#byKey.get(key);
    if (known === undefined) return [];
    if (typeof known === "number") return [known];
    return known.length > maxArticles ? [] : known;
  }

  has(id: number): boolean {
    return this.#articles.has(id);
  }

  all(): Iterable<OldArticle> {
    return this.#articles.values();
  }
}

const maxKeys = 5;
const maxArticles = 24;
