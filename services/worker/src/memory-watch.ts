/** One high reading may be a burst; so many in a row are not. */
const looks = 3;

/** Looks at the resident memory; calls `onAbove` once, when it was above the limit three times in a row. */
export function startMemoryWatch(options: {
  everyMs: number;
  limitBytes: number;
  rss: () => number;
  onAbove: (rssBytes: number) => void;
}): { stop(): void } {
  const { everyMs, limitBytes, rss, onAbove } = options;
  let inARow = 0;
  const timer = setInterval(() => {
    const bytes = rss();
    inARow = bytes > limitBytes ? inARow + 1 : 0;
    if (inARow < looks) return;
    clearInterval(timer);
    onAbove(bytes);
  }, everyMs).unref();
  return { stop: () => clearInterval(timer) };
}
