import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { visible } from "../../kit/remote.tsx";
import { sourceNamesQuery } from "../articles/queries.ts";
import type { Run } from "./queries.ts";

/** Sources by the slug that runs know them by. */
export type Names = ReadonlyMap<string, { id: number; name: string }>;

const none: Names = new Map();

export function useSourceNames(): Names {
  const { data } = useQuery(sourceNamesQuery);
  return useMemo(
    () =>
      data ? new Map([...data].map(([slug, { id, name }]) => [slug, { id, name: visible(name) }])) : none,
    [data],
  );
}

/** The one source that a run is about, by its slug; undefined where it has several. */
export function onlySource({ checks, params }: Pick<Run, "checks" | "params">): string | undefined {
  // A run that has not ended has no checks yet, but was told what to collect.
  const asked = params["sources"];
  const slugs = checks.length > 0 ? checks.map(({ source }) => source) : Array.isArray(asked) ? asked : [];
  return slugs.length === 1 ? String(slugs[0]) : undefined;
}
