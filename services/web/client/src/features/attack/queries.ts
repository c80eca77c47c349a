import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, type Answer } from "../../api/client.ts";
import { sinceAge } from "../entities/ages.ts";

export type Attack = Answer<"getAttack">;
export type Technique = Attack["techniques"][number];

/** The matrix of articles that appeared within the last days; null is all of them. */
export function attackQuery({
  days,
  entity,
  platform,
}: {
  days: number | null;
  entity: number | null;
  platform: string | null;
}) {
  return queryOptions({
    queryKey: ["attack", days, entity, platform],
    queryFn: ({ signal }) =>
      api.getAttack({
        query: {
          ...(days !== null && sinceAge(`${days}d`)),
          ...(entity !== null && { entity }),
          ...(platform !== null && { platform }),
        },
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}
