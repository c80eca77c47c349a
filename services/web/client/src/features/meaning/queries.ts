import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, type Answer, type Item } from "../../api/client.ts";

export type Near = Answer<"searchByMeaning">;
export type MergeProposal = Item<"listMergeProposals">;

// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what TanStack Query infers
export const similarQuery = (id: number) =>
  queryOptions({
    queryKey: ["article", id, "similar"],
    queryFn: ({ signal }) => api.listSimilarArticles({ params: { id }, query: { limit: "20" }, signal }),
    staleTime: 300_000,
  });

/** Everything that a search by meaning gives: it has no second page. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what TanStack Query infers
export const meaningQuery = (q: string) =>
  queryOptions({
    queryKey: ["articles", "meaning", q],
    queryFn: ({ signal }) => api.searchByMeaning({ query: { q, limit: "50" }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what TanStack Query infers
export const proposalsQuery = (story: number) =>
  queryOptions({
    queryKey: ["story", story, "merge-proposals"],
    queryFn: async ({ signal }) => (await api.listMergeProposals({ params: { id: story }, signal })).items,
    staleTime: 60_000,
  });
