import type { Span } from "./spans.ts";

/** A place in an article that somebody points to: one stretch, or several of one quote that leaves words out. */
export type Passage = { field: "title" | "text"; spans: readonly Span[] };

const most = 20;

/** `120-180`, `120-180,200-220`, `title:0-12`: how the address of an article names a place of it. */
export function passageText({ field, spans }: Passage): string {
  const text = spans
    .slice(0, most)
    .map(({ start, end }) => `${start}-${end}`)
    .join(",");
  return field === "title" ? `title:${text}` : text;
}

/** The same read back; null for what names no place. */
export function passageOf(text: string | undefined): Passage | null {
  const [, title, list = ""] = /^(title:)?(\d{1,8}-\d{1,8}(?:,\d{1,8}-\d{1,8})*)$/.exec(text ?? "") ?? [];
  const spans = list.split(",").flatMap((part) => {
    const [start = NaN, end = NaN] = part.split("-").map(Number);
    return start < end ? [{ start, end }] : [];
  });
  if (spans.length === 0) return null;
  return { field: title ? "title" : "text", spans: spans.slice(0, most) };
}
