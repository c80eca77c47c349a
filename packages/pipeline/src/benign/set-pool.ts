/** Sets of small numbers, each kept once under its own number, so that a table can hold a set in three bytes. */
export type SetPool = {
  sets: number[][];
  /** The set that a set becomes with one more element; 0 is the empty set. */
  plus(set: number, element: number): number;
};

export function createSetPool(): SetPool {
  const sets: number[][] = [[]];
  const numbers = new Map<string, number>([["", 0]]);
  const steps = new Map<number, number>();
  const plus = (set: number, element: number): number => {
    const step = set * MAX_ELEMENTS + element;
    const known = steps.get(step);
    if (known !== undefined) return known;
    const elements = [...new Set([...(sets[set] ?? []), element])].sort((a, b) => a - b);
    const key = elements.join(" ");
    const number = numbers.get(key) ?? sets.push(elements) - 1;
    numbers.set(key, number);
    steps.set(step, number);
    return number;
  };
  return { sets, plus };
}

const MAX_ELEMENTS = 2 ** 24;
