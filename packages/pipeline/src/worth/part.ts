/** One reason of a score, with what it adds or takes, in points to one decimal. */
export type Part = { name: string; points: number; reason: string };

function round(points: number): number {
  return Math.round(points * 10) / 10 || 0;
}

/** The parts that count, and their sum between 0 and 100. */
export function total(parts: Part[]): { score: number; parts: Part[] } {
  const counted = parts
    .map((part) => ({ ...part, points: round(part.points) }))
    .filter(({ points }) => points !== 0);
  const sum = counted.reduce((points, part) => points + part.points, 0);
  return { score: Math.min(100, Math.max(0, round(sum))), parts: counted };
}

/** Points of at most `most` for an amount, half of them at `half`: every further one adds less. */
export function saturate(amount: number, { most, half }: { most: number; half: number }): number {
  return most * (1 - 2 ** (-amount / half));
}

/** `3 terms: a, b, c` or the first four of them. */
export function list(items: string[], most = 4): string {
  return items.length > most ? `${items.slice(0, most).join(", ")} …` : items.join(", ");
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
