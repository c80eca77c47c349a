import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, type Answer, type Item } from "../../api/client.ts";
import { dated, heldList } from "../../kit/held-list.ts";
import { sinceAge } from "./ages.ts";

/** A row of a list of entities or indicators: both are alike. */
export type EntityRow = Item<"listEntities">;
export type Entity = Answer<"getEntity">;
export type Evidence = Item<"listEntityMentions">;
export type Activity = Answer<"getEntityActivity">;
export type Companion = Activity["together"]["names"][number];

/** The card. Its evidence is asked for page by page, so none comes with it. */
export function entityQuery(id: number) {
  return queryOptions({
    queryKey: ["entity", id, "card"],
    queryFn: ({ signal }) => api.getEntity({ params: { id }, query: { mentions: 0 }, signal }),
  });
}

export const activityWeeks = 24;

export function activityQuery(id: number) {
  return queryOptions({
    queryKey: ["entity", id, "activity"],
    queryFn: ({ signal }) =>
      api.getEntityActivity({ params: { id }, query: { weeks: activityWeeks }, signal }),
    staleTime: 60_000,
  });
}

export function evidenceQuery(id: number, limit = 10) {
  return infiniteQueryOptions({
    queryKey: ["entity", id, "evidence", limit],
    queryFn: ({ signal, pageParam }) =>
      api.listEntityMentions({
        params: { id },
        query: { limit, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function entityStoriesQuery(id: number) {
  return queryOptions({
    queryKey: ["stories", "of-entity", id],
    queryFn: ({ signal }) => api.listStories({ query: { entity: id, limit: 6 }, signal }),
  });
}

type EntityListQuery = NonNullable<NonNullable<Parameters<typeof api.listEntities>[0]>["query"]>;

/** `since` is an age such as 7d, so that the same list has the same key a minute later. */
export function entitiesQuery(filter: Omit<EntityListQuery, "since" | "cursor">, age: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ["entities", filter, age ?? ""],
    queryFn: ({ signal, pageParam }) =>
      dated(
        api.listEntities({
          query: { ...filter, ...sinceAge(age), ...(pageParam && { cursor: pageParam }) },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    ...heldList,
  });
}
