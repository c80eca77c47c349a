import type { FeedEvent } from "./concerns.ts";

/** The last events, without a gap between them. */
export type RecentEvents = {
  add(events: readonly FeedEvent[]): void;
  /** All events after this one; null when they are no longer all here. */
  after(id: number): FeedEvent[] | null;
  /** Every event after this id is here. */
  floor(): number;
  /** The id of the last one. */
  last(): number;
};

/** Twice as many are kept before the older half goes; who lags behind more reads from the table. */
const most = 500;

/** Begins after the event `floor`. */
export function keepRecent(floor: number): RecentEvents {
  let recent: FeedEvent[] = [];
  return {
    add: (events) => {
      recent.push(...events);
      if (recent.length <= 2 * most) return;
      floor = recent.at(-most - 1)?.id ?? floor;
      recent = recent.slice(-most);
    },
    after: (id) => (id < floor ? null : recent.slice(recent.findLastIndex((event) => event.id <= id) + 1)),
    floor: () => floor,
    last: () => recent.at(-1)?.id ?? floor,
  };
}
