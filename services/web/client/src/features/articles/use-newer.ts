import { useQuery } from "@tanstack/react-query";

import { queryClient } from "../../api/query-client.ts";
import { countNewer } from "../../kit/count-newer.ts";
import { useLive } from "../../live/live.ts";
import type { ArticleFilters } from "./article-search.ts";
import { firstArticlesQuery } from "./queries.ts";
import type { ArticleListState } from "./use-article-list.ts";

/** How many articles came since the list was read. The list stays as it is until somebody asks for them. */
export function useNewer(
  filters: ArticleFilters,
  { rows, readAt, old }: ArticleListState,
  on: boolean,
): { count: number; more: boolean } {
  const isOn = on && !old && rows.length > 0;
  const query = firstArticlesQuery(filters, readAt);
  const { data } = useQuery({ ...query, enabled: isOn });
  useLive(["run.finished", "missed"], () => {
    if (isOn) void queryClient.refetchQueries({ queryKey: query.queryKey });
  });
  return isOn ? countNewer(data.items, new Set(rows.map(({ id }) => id))) : { count: 0, more: false };
}
