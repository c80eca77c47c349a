type Indicator = { type: string; value: string };

/**
 * The indicators that an edit brought and took away, by type and value, each once, in the order of their text.
 * Keeps whatever else the given objects carry.
 */
export function diffIndicators<T extends Indicator>(
  before: readonly T[],
  after: readonly T[],
): { added: T[]; removed: T[] } {
  return { added: missingFrom(before, after), removed: missingFrom(after, before) };
}

function missingFrom<T extends Indicator>(known: readonly T[], listed: readonly T[]): T[] {
  const seen = new Set(known.map(keyOf));
  return listed.filter((indicator) => {
    const key = keyOf(indicator);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function keyOf({ type, value }: Indicator): string {
  return `${type}\n${value}`;
}
