import { useSyncExternalStore, type ReactElement } from "react";

import { relative, utc } from "./time-words.ts";

export { duration, utc } from "./time-words.ts";

// One clock for all times of the page: they change together, every half minute.
let now = Date.now();
const watchers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  now = Date.now();
  for (const watcher of watchers) watcher();
}

function watchClock(told: () => void): () => void {
  watchers.add(told);
  // What appears now may be younger than the clock.
  if (Date.now() - now > 5_000) tick();
  timer ??= setInterval(tick, 30_000);
  return () => {
    watchers.delete(told);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The time now, to half a minute. */
export function useNow(): number {
  return useSyncExternalStore(watchClock, () => now);
}

/** Relative, with the absolute time in UTC as its tooltip. */
export function Time({
  at,
  none = "never",
  planned = false,
}: {
  at: string | null | undefined;
  none?: string;
  /** It is to come: within a minute that is "in a moment", and not "just now". */
  planned?: boolean;
}): ReactElement {
  const current = useNow();
  if (!at) return <span className="text-faint">{none}</span>;
  return (
    <time dateTime={at} title={utc(at)} className="whitespace-nowrap">
      {relative(at, current, { planned })}
    </time>
  );
}
