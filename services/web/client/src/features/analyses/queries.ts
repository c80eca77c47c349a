import { queryOptions } from "@tanstack/react-query";

import { api, type Answer, type Item } from "../../api/client.ts";

export type AnalysisLine = Item<"listAnalyses">;
export type Analysis = Answer<"getAnalysis">;
export type Claim = Analysis["claims"][number];
export type Kind = AnalysisLine["kind"];
export type Subject = { subject: "article" | "story"; id: number };
export type Models = Answer<"getModels">;

const asked = 100;

export function isOpen({ status }: Pick<AnalysisLine, "status">): boolean {
  return status === "queued" || status === "running";
}

/** What was asked about an article or a story, the newest first. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what TanStack Query infers
export const analysesQuery = ({ subject, id }: Subject) =>
  queryOptions({
    queryKey: ["analyses", subject, id],
    queryFn: async ({ signal }) => {
      const query = { subject, subject_id: String(id), limit: asked };
      return (await api.listAnalyses({ query, signal })).items;
    },
    // Events tell of it as it goes; this is for where they do not arrive.
    refetchInterval: ({ state }) => (state.data?.some(isOpen) ? 3_000 : false),
  });

// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what TanStack Query infers
export const analysisQuery = (id: number) =>
  queryOptions({
    queryKey: ["analysis", id],
    queryFn: ({ signal }) => api.getAnalysis({ params: { id }, signal }),
    staleTime: 60_000,
  });

/** How many wait for the model. */
export const waitingQuery = queryOptions({
  queryKey: ["analyses", "waiting"],
  queryFn: async ({ signal }) =>
    (await api.listAnalyses({ query: { status: "queued", limit: asked }, signal })).items,
  refetchInterval: 5_000,
});

// oxlint-disable-next-line typescript/explicit-function-return-type -- its type is what TanStack Query infers
export const promptQuery = (id: number) =>
  queryOptions({
    queryKey: ["analysis", id, "prompt"],
    queryFn: ({ signal }) => api.getAnalysisPrompt({ params: { id }, signal }),
    staleTime: 300_000,
  });

/** Whether the local model answers, and what it has. */
export const modelsQuery = queryOptions({
  queryKey: ["models"],
  queryFn: ({ signal }) => api.getModels({ signal }),
  staleTime: 30_000,
});
