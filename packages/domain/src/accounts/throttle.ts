import { isIPv6 } from "node:net";

export type Throttle = {
  /** Runs `check` when the turn of this address has come; `busy` when too many of its tries wait already. */
  attempt(address: string, check: () => Promise<boolean>): Promise<"right" | "wrong" | "busy">;
};

type Tries = { failures: number; lastAt: number; waiting: number; turn: Promise<unknown> };

const firstDelayMs = 250;
const longestDelayMs = 10_000;
const forgetAfterMs = 15 * 60_000;
const mostWaiting = 5;

/**
 * Slows down who guesses: the tries of an address go one after another, each after a delay that doubles with every
 * failure up to 10 s. Nobody is locked out, and at most `capacity` addresses are remembered.
 */
export function createThrottle(options: {
  now: () => Date;
  wait: (ms: number) => Promise<void>;
  capacity: number;
}): Throttle {
  const { now, wait, capacity } = options;
  const known = new Map<string, Tries>();

  const forgetOldest = (kept: string): void => {
    for (const [key, { waiting }] of known) {
      // One whose tries wait would begin anew and let ever more of them wait.
      if (waiting > 0 || key === kept) continue;
      known.delete(key);
      return;
    }
  };

  const find = (key: string): Tries => {
    const found = known.get(key);
    const isStale = found && found.waiting === 0 && now().getTime() - found.lastAt > forgetAfterMs;
    const tries = found && !isStale ? found : { failures: 0, lastAt: 0, waiting: 0, turn: Promise.resolve() };
    // Moved to the end, so that the first is the one not seen for longest.
    known.delete(key);
    known.set(key, tries);
    if (known.size > capacity) forgetOldest(key);
    return tries;
  };

  return {
    attempt: async (address, check) => {
      const key = networkOf(address);
      const tries = find(key);
      if (tries.waiting >= mostWaiting) return "busy";
      tries.waiting += 1;
      const turn = tries.turn.then(async () => {
        await wait(delayOf(tries.failures));
        const isRight = await check();
        tries.failures = isRight ? 0 : tries.failures + 1;
        tries.lastAt = now().getTime();
        return isRight;
      });
      tries.turn = turn.catch(() => undefined);
      try {
        return (await turn) ? "right" : "wrong";
      } finally {
        tries.waiting -= 1;
      }
    },
  };
}

/** The first mistake is a slip of the finger and costs nothing. */
function delayOf(failures: number): number {
  if (failures < 2) return 0;
  return Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(failures - 2, 20));
}

/** Whoever has one IPv6 address has 2^64 of them. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.toLowerCase().startsWith("::ffff:")) return address;
  const [head = "", tail] = address.split("%", 1)[0]?.split("::") ?? [];
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => "0");
  return [...left, ...gap, ...right].slice(0, 4).join(":");
}
