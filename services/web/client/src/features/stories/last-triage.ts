let last: Record<string, string> = {};

/** Remembers the filters of the list that was looked at last. */
export function keepTriage(search: Record<string, string | undefined>): void {
  last = Object.fromEntries(
    Object.entries(search).filter((part): part is [string, string] => part[1] !== undefined),
  );
}

/** The filters under which somebody left the list: the way back leads there. */
export function lastTriage(): Record<string, string> {
  return last;
}
