import { defang } from "@cti/pipeline/indicators/defang";

import type { Span } from "./spans.ts";

type AddressType = Parameters<typeof defang>[0];

/** A place of an address in the text. */
export type AddressPlace = Span & { type: string };

/**
 * What somebody selected, as it may be pasted anywhere: each address defanged, also where only a part of it was
 * selected. What the report already wrote defanged stays as it is.
 */
export function defangedSlice(text: string, { start, end }: Span, places: readonly AddressPlace[]): string {
  const inside = places
    .filter((place) => place.start < end && place.end > start)
    // Of an address within another the wider counts: a host is part of its URL.
    .sort((a, b) => a.start - b.start || b.end - a.end);
  let written = "";
  let at = start;
  for (const place of inside) {
    const from = Math.max(place.start, start);
    const to = Math.min(place.end, end);
    if (from < at) continue;
    written += defangedLoose(text.slice(at, from));
    written += defangedPart(place.type, text.slice(from, to));
    at = to;
  }
  return written + defangedLoose(text.slice(at, end));
}

function defangedPart(type: string, part: string): string {
  return /\[[.:@]|hxxp/i.test(part) ? part : defang(type as AddressType, part);
}

const loose = /\b(?:https?|ftp):\/\/[^\s"'<>]+|\b(?:\d{1,3}\.){3}\d{1,3}\b/gi;

/** Text of which nothing is known: what would become a link by itself is defanged. */
export function defangedLoose(text: string): string {
  return text.replace(loose, (found) => defangedPart(/^\d/.test(found) ? "ipv4" : "url", found));
}
