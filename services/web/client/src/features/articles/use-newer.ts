import { useQuery } from "@tanstack/react-query";

import { api } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { useLive } from "../../live/live.ts";
import { apiFilters, type ArticleFilters } from "./article-search.ts";
import { sortOf, type ArticleRow } from "./queries.ts";

const most = 100;

/** How many articles came since the list was read. The list stays as it is until somebody asks for them. */
export function useNewer(filters: ArticleFilters, rows: readonly ArticleRow[], since: number): number {
  const on = rows.length > 0 && sortOf(filters.sort) === "newest";
  const key = ["articles", "newer", filters, since];
  const { data } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) =>
      api.listArticles({
        query: { ...apiFilters(filters, new Date()), limit: most, fields: "id" },
        signal,
      }),
    enabled: false,
  });
  useLive(["run.finished", "missed"], () => {
    if (on) void queryClient.refetchQueries({ queryKey: key });
  });
  if (!on || !data) return 0;
  const known = new Set(rows.map(({ id }) => id));
  const newest = Math.max(...known);
  return data.items.filter(({ id }) => id > newest).length;
}
