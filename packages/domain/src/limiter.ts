/** Runs at most `size` actions at the same time, in the order in which they came. */
export type Limiter = <T>(action: () => Promise<T>) => Promise<T>;

export function createLimiter(size: number): Limiter {
  let active = 0;
  const waiting: (() => void)[] = [];
  return async (action) => {
    if (active >= size) await new Promise<void>((resolve) => waiting.push(resolve));
    else active += 1;
    try {
      return await action();
    } finally {
      // The place goes straight to the next one, so that `active` never exceeds `size`.
      const next = waiting.shift();
      if (next) next();
      else active -= 1;
    }
  };
}
