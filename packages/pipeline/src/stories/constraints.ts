export type ConstraintKind = "must" | "cannot";
export type Constraint = { kind: ConstraintKind; a: number; b: number };

/** What analysts decided about pairs of articles, by article. */
export class Constraints {
  readonly #partners = { must: new Map<number, Set<number>>(), cannot: new Map<number, Set<number>>() };

  add({ kind, a, b }: Constraint): void {
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const known = this.#partners[kind].get(one);
      if (known) known.add(other);
      else this.#partners[kind].set(one, new Set([other]));
    }
  }

  remove({ kind, a, b }: Constraint): void {
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const known = this.#partners[kind].get(one);
      known?.delete(other);
      if (known?.size === 0) this.#partners[kind].delete(one);
    }
  }

  /** The articles that an article must, or must not, share its story with, ascending. */
  of(kind: ConstraintKind, article: number): number[] {
    return [...(this.#partners[kind].get(article) ?? [])].sort((a, b) => a - b);
  }

  get isEmpty(): boolean {
    return this.#partners.cannot.size === 0 && this.#partners.must.size === 0;
  }
}
