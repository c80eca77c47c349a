import type { Sql } from "postgres";

import type { FeedEvent } from "./concerns.ts";
import { readEvents } from "./read-events.ts";
import { keepRecent, type RecentEvents } from "./recent-events.ts";

/** The end of the table of events, as it grows. */
export type Tail = {
  /** Begins to listen, once; the id of the last event. */
  start(): Promise<number>;
  /** All events after this one; null when they are no longer all in memory. */
  after(id: number): FeedEvent[] | null;
  /** Every event after this id is in memory. */
  floor(): number;
  /** Until there is an event after this one, the signal aborts or the tail is closed. */
  changed(id: number, signal: AbortSignal): Promise<void>;
  isClosed(): boolean;
  close(): Promise<void>;
};

export type FollowDeps = { sql: Sql; log: { warn(fields: object, message: string): void } };

/** Should a notification be lost, this finds its event. */
const sweepMs = 20_000;

/** Listens on cti_events from `start` on, also across lost connections, and reads each new row once. */
export function followEvents({ sql, log }: FollowDeps): Tail {
  const waiting = new Set<() => void>();
  let recent: RecentEvents | null = null;
  let started: Promise<() => Promise<void>> | null = null;
  let closed = false;
  const wake = (): void => {
    for (const resolve of waiting) resolve();
    waiting.clear();
  };
  const look = oneAtATime(async () => {
    recent ??= keepRecent(await lastId(sql));
    for (;;) {
      const rows = await readEvents(sql, recent.last());
      if (rows.length === 0) return;
      recent.add(rows);
      wake();
    }
  });
  const lookLater = (): void => {
    if (closed) return;
    look().catch((error: unknown) => {
      log.warn({ err: error }, "new events could not be read; they are read with the next ones");
    });
  };
  return {
    start: async () => {
      started ??= listen(sql, lookLater);
      try {
        await started;
      } catch (error) {
        started = null;
        throw error;
      }
      if (recent === null) await look();
      return recent?.last() ?? 0;
    },
    after: (id) => recent?.after(id) ?? null,
    floor: () => recent?.floor() ?? 0,
    changed: (id, signal) =>
      signal.aborted || closed || (recent?.last() ?? 0) > id ? Promise.resolve() : nextWake(waiting, signal),
    isClosed: () => closed,
    close: async () => {
      closed = true;
      wake();
      const stop = await started?.catch(() => null);
      await stop?.();
    },
  };
}

/** Calls back at each notification, and whenever some may have been missed. Returns how to stop. */
async function listen(sql: Sql, onChange: () => void): Promise<() => Promise<void>> {
  const listening = await sql.listen("cti_events", onChange, onChange);
  const sweep = setInterval(onChange, sweepMs).unref();
  return async () => {
    clearInterval(sweep);
    await listening.unlisten();
  };
}

/** Who asks while it works makes it work once more, and waits for that. */
function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let isStale = false;
  const loop = async (): Promise<void> => {
    do {
      isStale = false;
      await work();
    } while (isStale);
  };
  return () => {
    isStale = true;
    running ??= loop().finally(() => {
      running = null;
    });
    return running;
  };
}

function nextWake(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      signal.removeEventListener("abort", done);
      waiting.delete(done);
      resolve();
    };
    waiting.add(done);
    signal.addEventListener("abort", done);
  });
}

async function lastId(sql: Sql): Promise<number> {
  const [row] = await sql<{ id: string }[]>`select coalesce(max(id), 0) as id from events`;
  return Number(row?.id ?? 0);
}
