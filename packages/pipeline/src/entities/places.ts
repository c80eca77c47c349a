import type { Place } from "./group-mentions.ts";

/** A place as it is stored; a text has many. */
export type PackedPlace = [0 | 1, number, number, string, number, string | null];

export function packPlace({ field, start, end, place, confidence, under }: Place): PackedPlace {
  return [field === "title" ? 1 : 0, start, end, place, Math.round(confidence * 100), under];
}

export function unpackPlace([field, start, end, place, hundredths, under]: PackedPlace): Place {
  return { field: field === 1 ? "title" : "text", start, end, place, confidence: hundredths / 100, under };
}
