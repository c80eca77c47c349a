import type { Sql } from "postgres";

import { DomainError } from "../errors.ts";
import { concerns, type EventListener, type FeedEvent } from "./concerns.ts";
import { followEvents, type Tail } from "./follow-events.ts";
import { readEvents } from "./read-events.ts";

/** What happens, for all who listen in this process; each new row is read once for all of them. */
export type EventFeed = {
  /**
   * Begins to listen: after the event `afterId` as long as that is kept, else from now on.
   * Throws "throttled" when this user listens `most` times already.
   */
  open(who: EventListener, afterId: number | null, most: number): Promise<EventReading>;
  /** Ends every reading. */
  close(): Promise<void>;
};

export type EventReading = {
  /** The id that it begins after. */
  position: number;
  /** Events after `afterId` are no longer kept. */
  missed: boolean;
  /** The next events, in order, as soon as there are some; none when the signal aborts or the feed closes. */
  next(signal: AbortSignal): Promise<FeedEvent[]>;
  isOver(): boolean;
  close(): void;
};

/** Listens on cti_events from the first reader on, also across lost connections. */
export function openEventFeed(deps: {
  sql: Sql;
  log: { warn(fields: object, message: string): void };
}): EventFeed {
  const tail = followEvents(deps);
  const readers = new Map<number, number>();
  const count = (userId: number, by: number): void => {
    const now = (readers.get(userId) ?? 0) + by;
    if (now > 0) readers.set(userId, now);
    else readers.delete(userId);
  };
  return {
    open: async (who, afterId, most) => {
      if ((readers.get(who.userId) ?? 0) >= most)
        throw new DomainError("throttled", `${most} streams of events are open already: close one of them`);
      count(who.userId, 1);
      let isOpen = true;
      const close = (): void => {
        if (isOpen) count(who.userId, -1);
        isOpen = false;
      };
      try {
        return { ...(await openReading(deps.sql, tail, who, afterId)), close };
      } catch (error) {
        close();
        throw error;
      }
    },
    close: () => tail.close(),
  };
}

async function openReading(
  sql: Sql,
  tail: Tail,
  who: EventListener,
  afterId: number | null,
): Promise<Omit<EventReading, "close">> {
  const seen = await tail.start();
  // Rows go by age: as long as the last one that was seen is there, so are those after it.
  const missed = afterId !== null && afterId > 0 && !(await isKept(sql, afterId));
  // Another process may have told more than this one has read; an id that nobody gave out is no position.
  let position = afterId === null ? seen : missed ? Math.min(afterId, seen) : afterId;
  return {
    position,
    missed,
    isOver: () => tail.isClosed(),
    next: async (signal) => {
      while (!signal.aborted && !tail.isClosed()) {
        const rows = tail.after(position) ?? (await readEvents(sql, position));
        // Behind the recent ones, and the table has forgotten what was between.
        position = rows.at(-1)?.id ?? Math.max(position, tail.floor());
        const mine = rows.filter((row) => concerns(row, who));
        if (mine.length > 0) return mine;
        if (rows.length === 0) await tail.changed(position, signal);
      }
      return [];
    },
  };
}

async function isKept(sql: Sql, id: number): Promise<boolean> {
  const rows = await sql`select 1 from events where id = ${id}`;
  return rows.length > 0;
}
