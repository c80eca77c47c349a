import { api } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { storyQuery, type Story, type StoryLine } from "./queries.ts";
import { dropStories, listedLine, showLine } from "./story-cache.ts";

/**
 * Reads again what a merge or a split has changed. Of lists only the `rows` of stories that are there, so that no other
 * moves; one that had been taken out stands in its place again.
 */
export async function readStoriesAgain(ids: readonly number[], rows = ids): Promise<void> {
  await Promise.all([
    ...ids.map((id) => queryClient.invalidateQueries({ queryKey: ["story", id] })),
    queryClient.invalidateQueries({ queryKey: ["stories", "of-entity"] }),
  ]);
  for (const id of new Set(rows)) {
    const line = listedLine(id);
    if (line?.gone) showLine(id, {});
    else if (line) await readLine(id);
  }
}

async function readLine(id: number): Promise<void> {
  const story = await queryClient.fetchQuery({ ...storyQuery(id), staleTime: 0 });
  if (story.id !== id) return dropStories([id]);
  showLine(id, (await findLine(story)) ?? numbersOf(story));
}

/** Rows are told in lists only: it is found by its title. */
async function findLine({ id, title }: Story): Promise<StoryLine | undefined> {
  const q = title.trim().slice(0, 200);
  if (q === "") return undefined;
  const { items } = await api.listStories({ query: { q, sort: "newest", expand: ["facts"], limit: 50 } });
  return items.find((line) => line.id === id);
}

function numbersOf(story: Story): Partial<StoryLine> {
  const { title, score, article_count, twin_count, owner_count, first_at, last_at } = story;
  return { title, score, articles: article_count, twins: twin_count, owners: owner_count, first_at, last_at };
}
