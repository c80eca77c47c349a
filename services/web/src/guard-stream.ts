import { HttpProblem } from "./handler.ts";

type StreamGuard = {
  /** Asked again while the stream goes on; throws when the caller may no longer. */
  checkAgain: () => Promise<void>;
  /** Throws when the caller has too many open. */
  enter: () => void;
};

/** A stream can go on for hours: whoever loses the right to it keeps it no longer than this. */
const checkEveryMs = 15_000;
/** Each holds a connection and a page of rows for as long as its client is slow. */
const mostOpen = 8;

/** What a caller is sent row by row, as long as they may have it. Nothing is checked before the first row is asked for. */
export async function* guardStream(
  body: AsyncIterable<string>,
  { checkAgain, enter }: StreamGuard,
): AsyncGenerator<string> {
  enter();
  let checkedAt = performance.now();
  for await (const piece of body) {
    if (performance.now() - checkedAt >= checkEveryMs) {
      await checkAgain();
      checkedAt = performance.now();
    }
    yield piece;
  }
}

/** Counts the open streams of each user. */
export function createStreamRoom(): (userId: number) => () => void {
  const open = new Map<number, number>();
  return (userId) => {
    const before = open.get(userId) ?? 0;
    if (before >= mostOpen)
      throw new HttpProblem("rate_limited", `${mostOpen} exports are running already: wait for one of them.`);
    open.set(userId, before + 1);
    return () => {
      const now = (open.get(userId) ?? 1) - 1;
      if (now > 0) open.set(userId, now);
      else open.delete(userId);
    };
  };
}
