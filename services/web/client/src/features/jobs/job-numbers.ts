const numbers = new Map<string, number>();

/** Lists know their rows by numbers, jobs have texts: each gets one for as long as the page is open. */
export function numberOf(id: string): number {
  const known = numbers.get(id);
  if (known !== undefined) return known;
  numbers.set(id, numbers.size + 1);
  return numbers.size;
}
