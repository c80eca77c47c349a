/** A stretch of a text that is highlighted. Offsets count UTF-16 units. */
export type Span = { start: number; end: number };

/** A stretch with the spans that cover all of it, the narrowest first. */
export type Piece<S extends Span> = Span & { spans: readonly S[] };

/**
 * Cuts a stretch wherever a span begins or ends, so that spans that overlap or lie within each other can be drawn as
 * elements side by side. The pieces stand in order and cover all of the stretch.
 */
export function cutPieces<S extends Span>({ start, end }: Span, spans: readonly S[]): Piece<S>[] {
  if (start >= end) return [];
  const inside = spans.filter((span) => span.start < end && span.end > start && span.start < span.end);
  if (inside.length === 0) return [{ start, end, spans: [] }];
  const borders = new Set([start, end]);
  for (const span of inside) {
    borders.add(Math.max(start, span.start));
    borders.add(Math.min(end, span.end));
  }
  const sorted = [...borders].sort((a, b) => a - b);
  const byStart = [...inside].sort((a, b) => a.start - b.start);
  const pieces: Piece<S>[] = [];
  let open: S[] = [];
  let next = 0;
  for (const [at, from] of sorted.slice(0, -1).entries()) {
    const to = sorted[at + 1] ?? end;
    open = open.filter((span) => span.end > from);
    for (let span = byStart[next]; span && span.start <= from; span = byStart[++next])
      if (span.end > from) open.push(span);
    pieces.push({ start: from, end: to, spans: [...open].sort((a, b) => lengthOf(a) - lengthOf(b)) });
  }
  return pieces;
}

function lengthOf({ start, end }: Span): number {
  return end - start;
}

/**
 * Gives each of some stretches, which stand in order and apart, the spans that touch it. One pass over the spans, each
 * found by halving: a long text has thousands of both.
 */
export function spread<S extends Span>(stretches: readonly Span[], spans: readonly S[]): S[][] {
  const touching: S[][] = stretches.map(() => []);
  for (const span of spans) {
    for (let at = firstEndingAfter(stretches, span.start); at < stretches.length; at += 1) {
      if ((stretches[at]?.start ?? Infinity) >= span.end) break;
      touching[at]?.push(span);
    }
  }
  return touching;
}

function firstEndingAfter(stretches: readonly Span[], offset: number): number {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
