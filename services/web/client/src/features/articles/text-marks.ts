import { isAddress, layerOf, type Layer } from "./layers.ts";
import type { Mention } from "./queries.ts";
import type { Span } from "./spans.ts";

/** A highlighted stretch: which mention it belongs to, and as the how-manieth of its places. */
export type TextMark = Span & {
  entity: number;
  place: number;
  type: string;
  layer: Layer;
  status: string;
  title: string;
};

/** The marks of the text or the title, in order. */
export function marksOf(mentions: readonly Mention[], field: "text" | "title"): TextMark[] {
  const marks = mentions.flatMap((mention) =>
    mention.places.flatMap((place, at) => (place.field === field ? [markOf(mention, place, at)] : [])),
  );
  return marks.sort((a, b) => a.start - b.start || b.end - a.end);
}

function markOf(mention: Mention, { start, end }: Span, place: number): TextMark {
  const { entity_id: entity, type, status, role, label } = mention;
  const title = [label, type.replaceAll("_", " "), role?.replaceAll("_", " "), status]
    .filter(Boolean)
    .join(" · ");
  return { start, end, entity, place, type, layer: layerOf(type), status, title };
}

/** Whether a mark is drawn: its layer is, and nobody rejected it. */
export function isShown({ layer, status }: TextMark, layers: ReadonlySet<Layer>): boolean {
  return layers.has(layer) && status !== "rejected";
}

/** Where addresses stand, whatever is shown: copying defangs them all. */
export function addressPlaces(marks: readonly TextMark[]): (Span & { type: string })[] {
  return marks.filter(({ type }) => isAddress(type));
}
