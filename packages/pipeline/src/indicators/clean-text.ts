/** A stretch of the original that reads differently in the clean text. */
export type Edit = { from: number; to: number; written: string; isDefang: boolean };

type Placed = Edit & { at: number };

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
  const edits: Placed[] = [];
  const parts: string[] = [];
  let from = 0;
  let length = 0;
  for (const draft of drafts) {
    parts.push(text.slice(from, draft.from), draft.written);
    length += draft.from - from;
    edits.push({ ...draft, at: length });
    length += draft.written.length;
    from = draft.to;
  }
  parts.push(text.slice(from));
  return { text: parts.join(""), ...waysBack(edits) };
}

function waysBack(edits: readonly Placed[]): Omit<CleanText, "text"> {
  const byClean = finder(edits, "at");
  const byOriginal = finder(edits, "from");
  const originalStart = (at: number): number => {
    const near = byClean(at);
    if (near === undefined) return at;
    return at < near.at + near.written.length ? near.from : near.to + at - near.at - near.written.length;
  };
  return {
    originalStart,
    originalEnd: (at) => {
      const near = byClean(at - 1);
      if (near === undefined) return at;
      return at <= near.at + near.written.length ? near.to : near.to + at - near.at - near.written.length;
    },
    cleanStart: (original) => {
      const near = byOriginal(original);
      if (near === undefined) return original;
      return original < near.to ? near.at : near.at + near.written.length + original - near.to;
    },
    defangs: edits.reduce((sum, { isDefang }) => sum + Number(isDefang), 0),
    isDefanged: (start, end) => {
      for (let near = byClean(end - 1); near !== undefined; near = byClean(near.at - 1)) {
        if (near.at + near.written.length <= start)
          return near.at === start && near.isDefang && near.written === "";
        if (near.isDefang) return true;
      }
      return false;
    },
  };
}

/** The last edit that begins at or before a place; neighbouring questions are cheap. */
function finder(edits: readonly Placed[], key: "at" | "from"): (at: number) => Placed | undefined {
  let known = 0;
  const isHere = (index: number, at: number): boolean =>
    (edits[index]?.[key] ?? Infinity) <= at && (edits[index + 1]?.[key] ?? Infinity) > at;
  return (at) => {
    if (isHere(known, at)) return edits[known];
    if (isHere(known + 1, at)) return edits[++known];
    let low = 0;
    let high = edits.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((edits[middle] as Placed)[key] <= at) low = middle + 1;
      else high = middle;
    }
    known = Math.max(0, low - 1);
    return edits[low - 1];
  };
}
