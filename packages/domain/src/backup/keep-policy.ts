export type KeepPolicy = {
  /** Of so many days on which backups were made, the newest of each day stays. */
  daily: number;
  /** The same for weeks, which begin on Monday. */
  weekly: number;
};

export type Kept<T> = { backup: T; because: ("newest" | "daily" | "weekly")[] };

/**
 * Which backups stay and which go, by UTC days. Days without a backup do not count, so that an installation that stood
 * still for a month keeps what it has. The newest always stays.
 */
export function applyKeepPolicy<T extends { at: Date }>(
  backups: readonly T[],
  { daily, weekly }: KeepPolicy,
): { keep: Kept<T>[]; remove: T[] } {
  const newestFirst = [...backups].sort((one, other) => other.at.getTime() - one.at.getTime());
  const ofDays = newestOfEach(newestFirst, daily, dayOf);
  const ofWeeks = newestOfEach(newestFirst, weekly, weekOf);
  const keep: Kept<T>[] = [];
  const remove: T[] = [];
  for (const [at, backup] of newestFirst.entries()) {
    const because: Kept<T>["because"] = [];
    if (at === 0) because.push("newest");
    if (ofDays.has(backup)) because.push("daily");
    if (ofWeeks.has(backup)) because.push("weekly");
    if (because.length > 0) keep.push({ backup, because });
    else remove.push(backup);
  }
  return { keep, remove };
}

const dayMs = 86_400_000;

function newestOfEach<T extends { at: Date }>(
  newestFirst: T[],
  most: number,
  spanOf: (at: Date) => number,
): Set<T> {
  const newest = new Map<number, T>();
  for (const backup of newestFirst) {
    const span = spanOf(backup.at);
    if (newest.has(span)) continue;
    if (newest.size === most) break;
    newest.set(span, backup);
  }
  return new Set(newest.values());
}

function dayOf(at: Date): number {
  return Math.floor(at.getTime() / dayMs);
}

/** The first day of the epoch was a Thursday. */
function weekOf(at: Date): number {
  return Math.floor((dayOf(at) + 3) / 7);
}
