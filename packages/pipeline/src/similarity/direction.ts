/** Which of two articles was first, and the fact that decided, such as "published 2 hours earlier". */
export type Direction = { first: "candidate" | "primary"; because: string };

export type Dated = { publishedAt: Date | null; collectedAt: Date };

/** By publication, then by collection; of two that cannot be told apart the primary stays the first. */
export function whoWasFirst(candidate: Dated, primary: Dated): Direction {
  const published = later(publishedOf(candidate), publishedOf(primary));
  if (published !== null && Math.abs(published) >= MINUTE) return directionOf(published, "published");
  const collected = candidate.collectedAt.getTime() - primary.collectedAt.getTime();
  if (Math.abs(collected) >= 1000) return directionOf(collected, "collected");
  return { first: "primary", because: "stored first, with the same dates" };
}

const MINUTE = 60_000;
const DAY = 86_400_000;

type Instant = { at: number; isWholeDay: boolean };

function publishedOf({ publishedAt, collectedAt }: Dated): Instant | null {
  if (!publishedAt) return null;
  // A date in the future is a publisher's mistake: the article was there when we saw it.
  const at = Math.min(publishedAt.getTime(), collectedAt.getTime());
  return { at, isWholeDay: at % DAY === 0 };
}

function later(candidate: Instant | null, primary: Instant | null): number | null {
  if (!candidate || !primary) return null;
  const isSameDay = Math.floor(candidate.at / DAY) === Math.floor(primary.at / DAY);
  // A date without a time says nothing about the order within its day.
  if (isSameDay && (candidate.isWholeDay || primary.isWholeDay)) return null;
  return candidate.at - primary.at;
}

function directionOf(laterBy: number, verb: string): Direction {
  return {
    first: laterBy > 0 ? "primary" : "candidate",
    because: `${verb} ${lasting(Math.abs(laterBy))} earlier`,
  };
}

function lasting(milliseconds: number): string {
  const units: [number, string][] = [
    [DAY, "day"],
    [60 * MINUTE, "hour"],
    [MINUTE, "minute"],
    [1000, "second"],
  ];
  for (const [size, name] of units) {
    const count = Math.floor(milliseconds / size);
    if (count >= 1) return `${count} ${name}${count === 1 ? "" : "s"}`;
  }
  return "less than a second";
}
