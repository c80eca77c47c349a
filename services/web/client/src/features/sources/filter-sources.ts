import type { SourceLine } from "./queries.ts";
import { stateOf, states, type State } from "./words.ts";

/** What the address of the list says. */
export type SourceFilters = {
  q?: string;
  state?: string;
  tier?: string;
  kind?: string;
  tag?: string;
};

export type Sort = "state" | "name" | "articles";

/** A word other than ours may come in by a link: `disabled` is what the API calls it. */
export function readState(text: string | undefined): State | null {
  if (text === "disabled") return "paused";
  return states.find(([state]) => state === text)?.[0] ?? null;
}

/** Those that pass the filters other than the state, by which they are counted. */
export function filterSources(sources: readonly SourceLine[], filters: SourceFilters): SourceLine[] {
  const words = (filters.q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  return sources.filter((source) => {
    const { name, slug, url, tier, kind, tags } = source;
    const text = `${name} ${slug} ${url} ${tags.join(" ")}`.toLowerCase();
    return (
      words.every((word) => text.includes(word)) &&
      (!filters.tier || String(tier) === filters.tier) &&
      (!filters.kind || kind === filters.kind) &&
      (!filters.tag || tags.includes(filters.tag))
    );
  });
}

export function countStates(sources: readonly SourceLine[]): Map<State, number> {
  const counts = new Map<State, number>();
  for (const source of sources) {
    const state = stateOf(source);
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return counts;
}

const urgency = new Map(states.map(([state], index) => [state, index]));
const collator = new Intl.Collator("en", { sensitivity: "base", numeric: true });

export function sortSources(sources: readonly SourceLine[], sort: Sort): SourceLine[] {
  const byName = (a: SourceLine, b: SourceLine): number => collator.compare(a.name, b.name) || a.id - b.id;
  const weight = (source: SourceLine): number => urgency.get(stateOf(source)) ?? 0;
  const orders: Record<Sort, (a: SourceLine, b: SourceLine) => number> = {
    name: byName,
    articles: (a, b) => b.articles - a.articles || byName(a, b),
    // Among those that fail alike, the one that fails longest comes first.
    state: (a, b) => weight(a) - weight(b) || b.consecutive_failures - a.consecutive_failures || byName(a, b),
  };
  return sources.toSorted(orders[sort]);
}

/** Tags with how many sources bear them, the most common first. */
export function countTags(sources: readonly SourceLine[]): [tag: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { tags } of sources) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].sort(([a, many], [b, more]) => more - many || collator.compare(a, b));
}

/** Sources in blocks by number, so that the same blocks are asked for whatever the filters are. */
export function blocksOf(sources: readonly SourceLine[], size = 100): Map<number, number[]> {
  const ids = sources.map(({ id }) => id).sort((a, b) => a - b);
  const blocks = new Map<number, number[]>();
  for (let at = 0; at < ids.length; at += size) {
    const block = ids.slice(at, at + size);
    for (const id of block) blocks.set(id, block);
  }
  return blocks;
}
