/**
 * How many rows of the first page, as it is now, the list has not. Those below the last one that it has moved up in the
 * place of rows that left; where it has none of them there may be more.
 */
export function countNewer(
  first: readonly { id: number }[],
  known: ReadonlySet<number>,
): { count: number; more: boolean } {
  const last = first.findLastIndex(({ id }) => known.has(id));
  if (last === -1) return { count: first.length, more: first.length > 0 };
  return { count: first.slice(0, last).filter(({ id }) => !known.has(id)).length, more: false };
}
