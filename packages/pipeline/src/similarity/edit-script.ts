/** Items `start` to `end` of the old sequence ("same", "removed") or of the new one ("added"). */
export type EditRun = { kind: "same" | "added" | "removed"; start: number; end: number };

/**
 * The shortest edit script between two sequences (Myers 1986, greedy), removals before additions. Null when it
 * would take more than `effort` steps.
 */
export function editScript(before: Int32Array, after: Int32Array, effort: number): EditRun[] | null {
  const prefix = commonPrefix(before, after);
  const suffix = commonSuffix(before, after, prefix);
  const a = before.subarray(prefix, before.length - suffix);
  const b = after.subarray(prefix, after.length - suffix);
  const trace = searchPath(a, b, effort);
  if (!trace) return null;
  const runs: EditRun[] = [{ kind: "same", start: 0, end: prefix }];
  for (const run of walkBack(trace, a.length, b.length))
    runs.push({ kind: run.kind, start: run.start + prefix, end: run.end + prefix });
  runs.push({ kind: "same", start: before.length - suffix, end: before.length });
  return ordered(runs.filter(({ start, end }) => end > start));
}

function commonPrefix(a: Int32Array, b: Int32Array): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at < most && a[at] === b[at]) at += 1;
  return at;
}

function commonSuffix(a: Int32Array, b: Int32Array, prefix: number): number {
  const most = Math.min(a.length, b.length) - prefix;
  let count = 0;
  while (count < most && a[a.length - 1 - count] === b[b.length - 1 - count]) count += 1;
  return count;
}

/** For each number of edits, how far along `a` each diagonal reached: diagonals -d to d, every second one. */
function searchPath(a: Int32Array, b: Int32Array, effort: number): Int32Array[] | null {
  const trace: Int32Array[] = [];
  // Rows cost three steps and more for each edit, so no more edits than this are affordable.
  const middle = Math.ceil(Math.sqrt(effort)) + 2;
  const reach = new Int32Array(2 * middle + 3).fill(-1);
  reach[middle + 1] = 0;
  let steps = 0;
  for (let edits = 0; edits <= a.length + b.length; edits += 1) {
    const row = new Int32Array(edits + 1);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const above = reach[middle + diagonal + 1] ?? -1;
      const left = reach[middle + diagonal - 1] ?? -1;
      let x = diagonal === -edits || (diagonal !== edits && left < above) ? above : left + 1;
      const start = x;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      steps += x - start + 3;
      reach[middle + diagonal] = x;
      row[(diagonal + edits) / 2] = x;
      if (x >= a.length && x - diagonal >= b.length) {
        trace.push(row);
        return trace;
      }
    }
    trace.push(row);
    if (steps > effort) return null;
  }
  return trace;
}

function walkBack(trace: Int32Array[], lengthA: number, lengthB: number): EditRun[] {
  const runs: EditRun[] = [];
  let x = lengthA;
  let y = lengthB;
  for (let edits = trace.length - 1; edits > 0; edits -= 1) {
    const row = trace[edits - 1] ?? new Int32Array(0);
    const reached = (diagonal: number): number => row[(diagonal + edits - 1) / 2] ?? -1;
    const diagonal = x - y;
    const isAddition =
      diagonal === -edits || (diagonal !== edits && reached(diagonal - 1) < reached(diagonal + 1));
    const fromX = reached(isAddition ? diagonal + 1 : diagonal - 1);
    const fromY = fromX - (isAddition ? diagonal + 1 : diagonal - 1);
    const afterEdit = isAddition ? fromX : fromX + 1;
    runs.push({ kind: "same", start: afterEdit, end: x });
    if (isAddition) runs.push({ kind: "added", start: fromY, end: fromY + 1 });
    else runs.push({ kind: "removed", start: fromX, end: fromX + 1 });
    x = fromX;
    y = fromY;
  }
  runs.push({ kind: "same", start: 0, end: x });
  return runs.reverse();
}

/** Joins touching runs of a kind and puts what was removed before what was added in its place. */
function ordered(runs: EditRun[]): EditRun[] {
  const result: EditRun[] = [];
  let changes: EditRun[] = [];
  for (const run of runs) {
    const known = (run.kind === "same" ? result.slice(-1) : changes).find(({ kind }) => kind === run.kind);
    if (run.kind !== "same") {
      if (known) known.end = run.end;
      else changes.push({ ...run });
      continue;
    }
    result.push(...changes.sort((a, b) => (a.kind > b.kind ? -1 : 1)));
    if (known && changes.length === 0) known.end = run.end;
    else result.push({ ...run });
    changes = [];
  }
  return [...result, ...changes.sort((a, b) => (a.kind > b.kind ? -1 : 1))];
}
