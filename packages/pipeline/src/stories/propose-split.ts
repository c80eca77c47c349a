import type { ArticleIndex, LiveArticle } from "./article-index.ts";
import { typeOfKey } from "./entity-worth.ts";
import { valueOf } from "./explain.ts";
import type { SplitProposal } from "./placement.ts";
import type { LiveStory } from "./story-scores.ts";

const minGroup = 3;
/** Both groups together must be nearly the whole story. */
const minCovered = 0.8;
/** Mentioned below the lead is not what an article is about. */
const focus = 0.7;

/** Two flaws, or two actors, that halve a story: no article is about both, and hardly any about neither. */
export function proposeSplit(story: LiveStory, index: ArticleIndex): SplitProposal | null {
  if (story.live.length < 2 * minGroup) return null;
  for (const types of [
    ["cve", "ghsa"],
    ["actor", "ransomware"],
  ]) {
    const [first, second] = groupsBy(story.live, index, types);
    if (!first || !second) continue;
    const [a, b] = [first.ids, second.ids].map((ids) => [...ids].sort((x, y) => x - y));
    if (!a || !b) continue;
    if (b.length < minGroup || a.length + b.length < minCovered * story.live.length) continue;
    return {
      storyId: story.id,
      by: [first.key, second.key],
      groups: [a, b],
      sentence: `May be two stories: ${a.length} articles are about ${valueOf(first.key)}, ${b.length} others about ${valueOf(second.key)}, and none is about both.`,
    };
  }
  return null;
}

type Group = { key: string; ids: Set<number> };

/** Articles by what they are about, the largest group first; keys that always come together are one. */
function groupsBy(articles: LiveArticle[], index: ArticleIndex, types: string[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { id, entities } of articles)
    for (const [at, slot] of entities.slots.entries()) {
      const key = index.entities.keyOf(slot);
      if ((entities.weights[at] ?? 0) < focus || !types.includes(typeOfKey(key))) continue;
      const known = groups.get(key);
      if (known) known.ids.add(id);
      else groups.set(key, { key, ids: new Set([id]) });
    }
  const [first, ...rest] = [...groups.values()].sort(
    (a, b) => b.ids.size - a.ids.size || (a.key < b.key ? -1 : 1),
  );
  if (!first) return [];
  return [first, ...rest.filter(({ ids }) => ids.isDisjointFrom(first.ids))];
}
