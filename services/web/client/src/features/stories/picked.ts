import type { Story } from "./queries.ts";

/** Articles that somebody picked, of which story. */
export type Picked = { story: number; ids: readonly number[] };

/** What is still picked: another story has its own, and an article may have left. */
export function markedArticles(picked: Picked, story: Pick<Story, "id" | "articles">): readonly number[] {
  if (picked.story !== story.id) return [];
  return picked.ids.filter((id) => story.articles.some(({ article_id }) => article_id === id));
}
