import { indicatorTypes } from "@cti/contract/entity-words";
import { queryOptions } from "@tanstack/react-query";

import { api, type Answer, type Item } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { gatherIndicators, type Mention, type StoryIndicator } from "./gather-indicators.ts";

/** A row of a list; `gone`: it is a part of another story now, and shown no more. */
export type StoryLine = Item<"listStories"> & { gone?: boolean };
export type Story = Answer<"getStory">;
export type Member = Story["articles"][number];

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

/** A story of more articles has the indicators of its first ones here. */
export const mostRead = 24;

/** All indicators of a story with their roles; the story itself names only the most frequent. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what the query infers
export const storyIndicatorsQuery = (id: number, articles: readonly number[]) =>
  queryOptions({
    queryKey: ["story", id, "indicators", articles],
    queryFn: ({ signal }) => readIndicators(articles.slice(0, mostRead), signal),
    staleTime: 60_000,
  });

async function readIndicators(articles: readonly number[], signal: AbortSignal): Promise<StoryIndicator[]> {
  const read: Mention[][] = [];
  // Four at a time: a long story must not take all connections to the server.
  for (let at = 0; at < articles.length; at += 4) {
    const pages = articles.slice(at, at + 4).map((id) =>
      api.listArticleMentions({
        params: { id },
        query: { type: indicatorTypes, status: ["indicator"], limit: 200 },
        signal,
      }),
    );
    read.push(...(await Promise.all(pages)).map(({ items }) => items));
  }
  return gatherIndicators(read);
}

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
