import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { api, type Answer, type Item } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";

/** A row of a list; `gone`: it is a part of another story now, and shown no more. */
export type StoryLine = Item<"listStories"> & { gone?: boolean };
export type Story = Answer<"getStory">;
export type Member = Story["articles"][number];
export type StoryIndicator = Item<"listIndicators">;

// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what the query infers
export const storyQuery = (id: number) =>
  queryOptions({
    queryKey: ["story", id],
    queryFn: ({ signal }) => api.getStory({ params: { id }, query: { expand: ["notes", "triage"] }, signal }),
    staleTime: 60_000,
  });

/** The article with its text. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what the query infers
export const articleTextQuery = (id: number) =>
  queryOptions({
    queryKey: ["article", id, "text"],
    queryFn: ({ signal }) => api.getArticle({ params: { id }, signal }),
    staleTime: 5 * 60_000,
  });

/** The indicators of a story, those first that most of its articles name; the story itself names only some. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what the query infers
export const storyIndicatorsQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: ["story", id, "indicators"],
    queryFn: ({ signal, pageParam }) => readIndicators(id, { cursor: pageParam, limit: 100 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    staleTime: 60_000,
  });

/** All of them, whatever their number; page by page, since a report can name thousands. */
export async function readAllIndicators(id: number): Promise<StoryIndicator[]> {
  const found: StoryIndicator[] = [];
  let cursor: string | null = null;
  do {
    const page: Answer<"listIndicators"> = await readIndicators(id, { cursor, limit: 200 });
    found.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return found;
}

function readIndicators(
  story: number,
  { cursor, limit }: { cursor: string | null; limit: number },
  signal?: AbortSignal,
): Promise<Answer<"listIndicators">> {
  const query = { story, sort: "mentioned_in", limit, ...(cursor !== null && { cursor }) } as const;
  return api.listIndicators({ query, ...(signal && { signal }) });
}

/** What attackers did in a story; more techniques than one page has are in none. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what the query infers
export const storyTechniquesQuery = (story: number) =>
  queryOptions({
    queryKey: ["story", story, "techniques"],
    queryFn: ({ signal }) =>
      api.listEntities({ query: { story, type: ["technique"], sort: "mentioned_in", limit: 200 }, signal }),
    staleTime: 60_000,
  });

/** Reads what will be looked at next: stories and the texts of their first articles. */
export async function readAhead(ids: readonly number[]): Promise<void> {
  try {
    for (const id of ids) {
      const story = await queryClient.ensureQueryData(storyQuery(id));
      const first = openArticle(story, undefined);
      if (first) await queryClient.prefetchQuery(articleTextQuery(first.article_id));
    }
  } catch {
    // It is asked again, and its error shown, when somebody opens it.
  }
}

/** The article that is read: the named one, else the one whose title the story bears. */
export function openArticle(story: Story, wanted: string | undefined): Member | undefined {
  const { articles, title_article_id } = story;
  return (
    articles.find(({ article_id }) => String(article_id) === wanted) ??
    articles.find(({ article_id }) => article_id === title_article_id) ??
    articles[0]
  );
}
