import type { AddressRange, Words } from "./address.ts";
import type { SetPool } from "./set-pool.ts";

/** Disjoint ranges in order, each up to the start of the next, with the set that holds in it; four words a start. */
export type RangeTable = { starts: Uint32Array; sets: Uint32Array };

/** Cuts CIDR ranges, which lie apart or within each other, into disjoint ones. */
export function buildRangeTable(
  ranges: readonly { range: AddressRange; element: number }[],
  pool: SetPool,
): RangeTable {
  const sorted = [...ranges].sort(
    (a, b) => compare(a.range.first, b.range.first) || compare(b.range.last, a.range.last),
  );
  const starts: Words[] = [];
  const sets: number[] = [];
  const begin = (start: Words, set: number): void => {
    const last = starts.at(-1);
    const isSame = last !== undefined && compare(last, start) === 0;
    if (isSame) sets[sets.length - 1] = set;
    else if (sets.at(-1) !== set) {
      starts.push(start);
      sets.push(set);
    }
  };
  const open: { last: Words; set: number }[] = [];
  const closeBefore = (start: Words | null): void => {
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (start !== null && compare(top.last, start) >= 0) return;
      open.pop();
      const next = after(top.last);
      if (next !== null) begin(next, open.at(-1)?.set ?? 0);
    }
  };
  for (const { range, element } of sorted) {
    closeBefore(range.first);
    const set = pool.plus(open.at(-1)?.set ?? 0, element);
    begin(range.first, set);
    open.push({ last: range.last, set });
  }
  closeBefore(null);
  return pack(starts, sets);
}

/** The set that holds at an address; 0 where none does. */
export function findRange({ starts, sets }: RangeTable, address: Words): number {
  let low = 0;
  let high = sets.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isAfter(starts, 4 * middle, address)) high = middle;
    else low = middle + 1;
  }
  return low === 0 ? 0 : (sets[low - 1] ?? 0);
}

function isAfter(starts: Uint32Array, at: number, [a, b, c, d]: Words): boolean {
  const first = starts[at] ?? 0;
  if (first !== a) return first > a;
  const second = starts[at + 1] ?? 0;
  if (second !== b) return second > b;
  const third = starts[at + 2] ?? 0;
  if (third !== c) return third > c;
  return (starts[at + 3] ?? 0) > d;
}

function pack(starts: readonly Words[], sets: readonly number[]): RangeTable {
  const packed = new Uint32Array(new SharedArrayBuffer(16 * starts.length));
  starts.forEach((words, at) => packed.set(words, 4 * at));
  const numbers = new Uint32Array(new SharedArrayBuffer(4 * sets.length));
  numbers.set(sets);
  return { starts: packed, sets: numbers };
}

function compare(a: Words, b: Words): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3];
}

/** The next address; null after the very last. */
function after([a, b, c, d]: Words): Words | null {
  if (d < MOST) return [a, b, c, d + 1];
  if (c < MOST) return [a, b, c + 1, 0];
  if (b < MOST) return [a, b + 1, 0, 0];
  return a < MOST ? [a + 1, 0, 0, 0] : null;
}

const MOST = 0xffffffff;
