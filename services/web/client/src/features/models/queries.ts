import { queryOptions } from "@tanstack/react-query";

import { api, type Item } from "../../api/client.ts";

export { modelsQuery, type Models } from "../analyses/queries.ts";

export type ReportLine = Item<"reportModels">;

/** How good the answers are, per kind, prompt and model. */
export const reportQuery = queryOptions({
  queryKey: ["models", "report"],
  queryFn: async ({ signal }) => (await api.reportModels({ signal })).items,
  staleTime: 30_000,
});

/** Jobs that fetch a model and have not ended. */
export const pullsQuery = queryOptions({
  queryKey: ["jobs", "pulls"],
  queryFn: async ({ signal }) => {
    const query = { queue: "upkeep", limit: 100 };
    const states = await Promise.all(
      (["active", "waiting", "delayed"] as const).map((state) =>
        api.listJobs({ query: { ...query, state }, signal }),
      ),
    );
    return states.flatMap(({ items }) => items.filter(({ name }) => name === "pull-model"));
  },
  refetchInterval: ({ state }) => (state.data?.length ? 2_000 : 15_000),
});
