import { useQuery } from "@tanstack/react-query";

import { entityQuery, type Entity } from "./queries.ts";

/** The card of an entity, once it is known. */
export function useEntity(id: number | null): Entity | undefined {
  return useQuery({ ...entityQuery(id ?? 0), enabled: id !== null }).data;
}
