import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { visible } from "../../kit/remote.tsx";
import { sourceNamesQuery } from "../articles/queries.ts";

/** What a source is called, by its number; undefined for none, or one that is not known. */
export function useSourceOfJob(): (id: number | null) => string | undefined {
  const { data } = useQuery(sourceNamesQuery);
  const names = useMemo(
    () => new Map([...(data?.values() ?? [])].map(({ id, name }) => [id, visible(name)])),
    [data],
  );
  return (id) => (id === null ? undefined : names.get(id));
}
