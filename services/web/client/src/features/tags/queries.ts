import { queryOptions } from "@tanstack/react-query";

import { api } from "../../api/client.ts";

/** The tags in use, the most used first. */
export const tagNamesQuery = queryOptions({
  queryKey: ["tags"],
  queryFn: async ({ signal }) => (await api.listTags({ query: { limit: 200 }, signal })).items,
  staleTime: 60_000,
});
