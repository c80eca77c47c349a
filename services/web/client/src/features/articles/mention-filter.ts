import { layerOf, type Layer } from "./layers.ts";
import type { Mention } from "./queries.ts";

const shows = ["all", "evidence", "proposed", "judged"] as const;

/** Which of what was extracted is listed. */
export type Show = (typeof shows)[number];

export const showNames: Record<Show, string> = {
  all: "All",
  evidence: "Evidence",
  proposed: "Proposed",
  judged: "Judged",
};

export function showOf(text: string | undefined): Show {
  return shows.find((show) => show === text) ?? "all";
}

/** Evidence is what the report presents as such, and names it surely speaks of. */
export function isShown({ status, verdict }: Mention, show: Show): boolean {
  if (show === "evidence") return status === "indicator" || status === "named";
  if (show === "proposed") return status === "proposed";
  return show === "all" || verdict !== null;
}

export function mentionsOf(
  mentions: readonly Mention[],
  show: Show,
  layers: ReadonlySet<Layer>,
): (Mention & { id: number })[] {
  return mentions.flatMap((mention) =>
    layers.has(layerOf(mention.type)) && isShown(mention, show)
      ? [{ ...mention, id: mention.entity_id }]
      : [],
  );
}
