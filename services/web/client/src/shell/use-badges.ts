import { useQuery } from "@tanstack/react-query";

import { api } from "../api/client.ts";
import { useMe } from "../api/session.ts";

type Badge = { value: number; more: boolean; what: string; bad: boolean };

/** The numbers beside the places of the menu. */
export function useBadges(): Record<"stories" | "sources" | "runs", Badge> {
  const { data } = useQuery({
    queryKey: ["nav"],
    queryFn: ({ signal }) => api.getNav({ signal }),
    refetchInterval: 60_000,
    enabled: !useMe().user.must_change_password,
  });
  return {
    stories: {
      value: data?.stories.new ?? 0,
      more: data?.stories.more ?? false,
      what: "new stories",
      bad: false,
    },
    sources: { value: data?.sources.failing ?? 0, more: false, what: "failing sources", bad: true },
    runs: { value: data?.runs.running ?? 0, more: false, what: "running", bad: false },
  };
}
