/**
 * A promise that ends as `late` says after `ms`: with what it returns, or failing with what it throws. To be cleared
 * when it is no longer needed; keeps no process alive.
 */
export function createTimeLimit<T>(ms: number, late: () => T): { reached: Promise<T>; clear: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const reached = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
    timer.unref();
  }).then(late);
  return { reached, clear: () => clearTimeout(timer) };
}
