import { queryOptions } from "@tanstack/react-query";

import { api } from "../../api/client.ts";

export const sessionsQuery = queryOptions({
  queryKey: ["sessions"],
  queryFn: ({ signal }) => api.listSessions({ query: { limit: 200 }, signal }),
});

/** Own tokens, or as an admin all of the tenant. */
export const tokensQuery = (all: boolean) =>
  queryOptions({
    queryKey: ["tokens", all],
    queryFn: ({ signal }) => api.listTokens({ query: { limit: 200, ...(all && { all: true }) }, signal }),
  });
