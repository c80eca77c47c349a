import { useQuery } from "@tanstack/react-query";

import { visible } from "../../kit/remote.tsx";
import { sourceNamesQuery } from "./queries.ts";

/** What a source is called, by its slug; the slug while that is not known. */
export function useSourceName(): (slug: string) => string {
  const { data } = useQuery(sourceNamesQuery);
  return (slug) => visible(data?.get(slug)?.name ?? slug);
}
