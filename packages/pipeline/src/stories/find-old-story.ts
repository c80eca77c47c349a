import { isStrongKey } from "./article-index.ts";
import { entityWorths, typeOfKey } from "./entity-worth.ts";
import type { StoryFeatures } from "./features.ts";
import type { StoryBook } from "./story-book.ts";

/** A story that rare entities lead to, after its words were forgotten. */
export type OldStory = { storyId: number; keys: string[]; strength: number };

/** What shared entities must weigh: one flaw in the title, or three indicators in the text. */
export const OLD_STORY_STRENGTH = 0.9;

/**
 * The one story of the past months that an article shares rare entities with; null when there is none, or when the
 * entities lead to several.
 */
export function findOldStory(
  features: StoryFeatures,
  book: StoryBook,
  isForbidden: (storyId: number) => boolean,
): OldStory | null {
  const byStory = new Map<number, OldStory>();
  for (const { key, weight } of features.entities) {
    if (!isStrongKey(key)) continue;
    const stories = new Set(book.old.with(key).map((id) => book.storyOf(id)?.id));
    const [storyId] = stories;
    // An entity of two stories is no proof of either.
    if (stories.size !== 1 || storyId === undefined || isForbidden(storyId)) continue;
    const known = byStory.get(storyId) ?? { storyId, keys: [], strength: 0 };
    known.keys.push(key);
    known.strength += ((entityWorths[typeOfKey(key)]?.worth ?? 0) * weight) / 255;
    byStory.set(storyId, known);
  }
  const found = [...byStory.values()].filter(({ strength }) => strength >= OLD_STORY_STRENGTH);
  found.sort((a, b) => b.strength - a.strength || a.storyId - b.storyId);
  return found[0] ?? null;
}
