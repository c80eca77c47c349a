import type { VirtualItem } from "@tanstack/react-virtual";

/** Where somebody was in a list. */
export type Place = {
  /** The row that keys act on, and how far down it stood. */
  active: number | null;
  at: number;
  /** How far it was scrolled, the first row in sight then, and the heights of the rows above. */
  offset: number;
  top: number | null;
  sizes: VirtualItem[];
};

const most = 12;
const places = new Map<string, Place>();

/** Remembers where somebody leaves a list; of many lists the oldest is forgotten. */
export function keepPlace(list: string, place: Place): void {
  places.delete(list);
  places.set(list, place);
  const [oldest] = places.keys();
  if (places.size > most && oldest !== undefined) places.delete(oldest);
}

/** Where somebody left a list. */
export function placeIn(list: string | undefined): Place | undefined {
  return list === undefined ? undefined : places.get(list);
}

/** The same, if its rows still stand there: a list that was read anew begins at its top. */
export function standingPlace(
  list: string | undefined,
  rows: readonly { id: number }[],
  active: number | null,
): Place | undefined {
  const place = placeIn(list);
  if (!place || place.top === null) return undefined;
  const has = (id: number | null): boolean => rows.some((row) => row.id === id);
  // Whoever follows a link to another row wants to see that one.
  if (place.active !== active && active !== null && has(place.active)) return undefined;
  return has(place.top) ? place : undefined;
}
