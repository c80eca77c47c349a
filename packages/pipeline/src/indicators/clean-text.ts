/** A stretch of the original that reads differently in the clean text. */
export type Edit = { from: number; to: number; written: string; isDefang: boolean };

/** The edits, with where each begins in the clean text and in the original. */
type Placed = { edits: readonly Edit[]; at: Int32Array; from: Int32Array };

/** A text without defanging, and the way back to the original's offsets (UTF-16 units). */
export type CleanText = {
  text: string;
  originalStart: (at: number) => number;
  originalEnd: (at: number) => number;
  cleanStart: (original: number) => number;
  /** How many things in the text are defanged. */
  defangs: number;
  /** Whether something in the stretch of the clean text was defanged. */
  isDefanged: (start: number, end: number) => boolean;
};

/** The text as it is, when nothing in it is defanged. */
export function unchanged(text: string): CleanText {
  const same = (at: number): number => at;
  return {
    text,
    originalStart: same,
    originalEnd: same,
    cleanStart: same,
    defangs: 0,
    isDefanged: () => false,
  };
}

/** The text with its edits, which stand in order and apart. */
export function rewritten(text: string, drafts: readonly Edit[]): CleanText {
  const placed = {
    edits: drafts,
    at: new Int32Array(drafts.length),
    from: new Int32Array(drafts.length),
  };
  const parts: string[] = [];
  let from = 0;
  let length = 0;
  for (let index = 0; index < drafts.length; index++) {
    const draft = drafts[index] as Edit;
    if (draft.from > from) parts.push(text.slice(from, draft.from));
    if (draft.written !== "") parts.push(draft.written);
    length += draft.from - from;
    placed.at[index] = length;
    placed.from[index] = draft.from;
    length += draft.written.length;
    from = draft.to;
  }
  parts.push(text.slice(from));
  return { text: parts.join(""), ...waysBack(placed) };
}

function waysBack({ edits, at: starts, from }: Placed): Omit<CleanText, "text"> {
  const byClean = finder(starts);
  const byOriginal = finder(from);
  return {
    originalStart: (at) => {
      const index = byClean(at);
      const near = edits[index];
      if (near === undefined) return at;
      const end = (starts[index] as number) + near.written.length;
      return at < end ? near.from : near.to + at - end;
    },
    originalEnd: (at) => {
      const index = byClean(at - 1);
      const near = edits[index];
      if (near === undefined) return at;
      const end = (starts[index] as number) + near.written.length;
      return at <= end ? near.to : near.to + at - end;
    },
    cleanStart: (original) => {
      const index = byOriginal(original);
      const near = edits[index];
      if (near === undefined) return original;
      const start = starts[index] as number;
      return original < near.to ? start : start + near.written.length + original - near.to;
    },
    defangs: edits.reduce((sum, { isDefang }) => sum + Number(isDefang), 0),
    isDefanged: (start, end) => {
      for (let index = byClean(end - 1); index >= 0; index = byClean((starts[index] as number) - 1)) {
        const { written, isDefang } = edits[index] as Edit;
        const at = starts[index] as number;
        if (at + written.length <= start) return at === start && isDefang && written === "";
        if (isDefang) return true;
      }
      return false;
    },
  };
}

/** The index of the last edit that begins at or before a place, else -1; neighbouring questions are cheap. */
function finder(starts: Int32Array): (at: number) => number {
  const { length } = starts;
  let known = 0;
  const isHere = (index: number, at: number): boolean =>
    index < length &&
    (starts[index] as number) <= at &&
    (index + 1 === length || (starts[index + 1] as number) > at);
  return (at) => {
    if (isHere(known, at)) return known;
    if (isHere(known + 1, at)) return ++known;
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= at) low = middle + 1;
      else high = middle;
    }
    known = Math.max(0, low - 1);
    return low - 1;
  };
}
