import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import type { EventListener } from "./concerns.ts";
import { emitEvent, type NewEvent } from "./emit-event.ts";
import { type EventFeed, type EventReading, openEventFeed } from "./event-feed.ts";

let db: TestDb;
let feed: EventFeed;
const never = new AbortController().signal;
const me: EventListener = { tenantId: 1, userId: 7, credential: "session:70", topics: null };

beforeEach(async () => {
  db = await testDb();
  feed = openEventFeed({ sql: db.sql, log: { warn: () => undefined } });
});
afterEach(async () => {
  await feed.close();
  await db.drop();
});

const emit = (n: number, more: Partial<NewEvent> = {}): Promise<void> =>
  emitEvent(db.db, { event: "run.progress", topic: "run:311", data: { n }, ...more });
const emitAll = async (...numbers: number[]): Promise<void> => {
  for (const n of numbers) await emit(n);
};

/** Reads until it has so many. */
async function take(reading: EventReading, count: number): Promise<unknown[]> {
  const taken: unknown[] = [];
  while (taken.length < count) taken.push(...(await reading.next(never)).map(({ data }) => data["n"]));
  return taken;
}

test("who listens hears what comes from then on, in order", async () => {
  await emit(0);
  const reading = await feed.open(me, null, 10);
  expect(reading.position).toBeGreaterThan(0);
  await emitAll(1, 2, 3);
  expect(await take(reading, 3)).toEqual([1, 2, 3]);
});

test("who comes back hears first what came since, then what comes", async () => {
  const first = await feed.open(me, null, 10);
  await emit(1);
  const [seen] = await first.next(never);
  first.close();
  await emitAll(2, 3);
  const reading = await feed.open(me, seen?.id ?? 0, 10);
  expect(reading.missed).toBe(false);
  await emit(4);
  expect(await take(reading, 3)).toEqual([2, 3, 4]);
});

test("events that are written at the same time by many are neither lost nor doubled nor out of order", async () => {
  const reading = await feed.open(me, null, 10);
  const numbers = Array.from({ length: 60 }, (_, n) => n);
  await Promise.all(
    numbers.map((n) =>
      db.db.transaction(async (tx) => {
        await emitEvent(tx, { event: "run.progress", topic: "runs", data: { n } });
      }),
    ),
  );
  const ids: number[] = [];
  while (ids.length < numbers.length) ids.push(...(await reading.next(never)).map(({ id }) => id));
  expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
});

test("an event of another tenant or for another user is never told, not to who comes back either", async () => {
  await emit(0);
  const reading = await feed.open(me, null, 10);
  const { position } = reading;
  await emit(1, { tenantId: 2 });
  await emit(2, { userId: 8 });
  await emit(3, { tenantId: 2, topic: me.credential });
  await emit(4, { tenantId: 1, userId: 7 });
  await emit(5, { tenantId: 1 });
  expect(await take(reading, 2)).toEqual([4, 5]);
  // Its second half is read from the table.
  const other = openEventFeed({ sql: db.sql, log: { warn: () => undefined } });
  const again = await other.open(me, position, 10);
  expect(await take(again, 2)).toEqual([4, 5]);
  await other.close();
});

test("topics choose, of a kind or of one thing; the end of one's own session is always told", async () => {
  const of = (...topics: string[]): Promise<EventReading> => feed.open({ ...me, topics }, null, 10);
  const [run, runs, stories] = [await of("run:311"), await of("runs"), await of("stories")];
  await emit(1, { topic: "run:312" });
  await emit(2, { topic: "run:311" });
  await emit(3, { topic: "story:5" });
  await emit(4, { topic: "session:71", userId: 7 });
  await emit(5, { topic: "session:70", userId: 7 });
  expect(await take(run, 2)).toEqual([2, 5]);
  expect(await take(runs, 3)).toEqual([1, 2, 5]);
  expect(await take(stories, 2)).toEqual([3, 5]);
});

test("who has seen what is no longer kept is told so", async () => {
  await emitAll(1, 2, 3);
  await db.sql`delete from events where (data ->> 'n')::int < 3`;
  const [kept] = await db.sql<{ id: string }[]>`select id from events`;
  const id = Number(kept?.id);
  expect((await feed.open(me, id - 1, 10)).missed).toBe(true);
  expect((await feed.open(me, id, 10)).missed).toBe(false);
  // From before the first one: everything there is.
  expect((await feed.open(me, 0, 10)).missed).toBe(false);
  // A position that this database never gave out, as after a restore.
  const ahead = await feed.open(me, id + 1_000, 10);
  expect(ahead).toMatchObject({ missed: true, position: id });
  await emit(4);
  expect(await take(ahead, 1)).toEqual([4]);
});

test("who was told more by another process than this one has read yet hears nothing twice", async () => {
  await emitAll(1);
  await feed.open(me, null, 10);
  // Nothing of what follows reaches this process by itself for a while.
  await db.owner.sql`
    create function emit_quietly(n int) returns void language sql as $$
      insert into events (at, event, topic, data) values (now(), 'run.progress', 'runs', jsonb_build_object('n', n)) $$`;
  for (const n of [2, 3, 4]) await db.owner.sql`select emit_quietly(${n}::int)`;
  const [row] = await db.sql<{ id: string }[]>`select id from events where data ->> 'n' = '3'`;
  const again = await feed.open(me, Number(row?.id), 10);
  expect(again).toMatchObject({ missed: false, position: Number(row?.id) });
  await emit(5);
  expect(await take(again, 2)).toEqual([4, 5]);
});

test("who lags behind more than is in memory reads the rest from the table", async () => {
  const slow = await feed.open(me, null, 10);
  const fast = await feed.open(me, null, 10);
  await db.sql`select emit_event('run.progress', 'runs', null, null, jsonb_build_object('n', n))
    from generate_series(1, 2600) n`;
  const all = Array.from({ length: 2_600 }, (_, n) => n + 1);
  expect(await take(fast, 2_600)).toEqual(all);
  expect(await take(slow, 2_600)).toEqual(all);
});

test("a lost connection loses no event", async () => {
  const reading = await feed.open(me, null, 10);
  await emit(1);
  expect(await take(reading, 1)).toEqual([1]);
  const taken = take(reading, 2);
  await db.owner.sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query ilike 'listen%'`;
  // Most likely while nobody listens.
  await emit(2, { data: { n: 2 } });
  await emit(3);
  expect(await taken).toEqual([2, 3]);
});

test("nobody listens more often than may be, and who leaves makes room", async () => {
  const open = await Promise.all([feed.open(me, null, 2), feed.open(me, null, 2)]);
  await expect(feed.open(me, null, 2)).rejects.toMatchObject({ problem: "throttled" });
  await feed.open({ ...me, userId: 8 }, null, 2);
  open[0].close();
  open[0].close();
  await feed.open(me, null, 2);
  await expect(feed.open(me, null, 2)).rejects.toMatchObject({ problem: "throttled" });
});

test("a reading ends with its signal and with the feed", async () => {
  const reading = await feed.open(me, null, 10);
  expect(await reading.next(AbortSignal.abort())).toEqual([]);
  const waiting = reading.next(never);
  await feed.close();
  expect(await waiting).toEqual([]);
  expect(reading.isOver()).toBe(true);
});

test("when the events cannot be read nobody can begin to listen, and later they can", async () => {
  await db.owner.sql`revoke select on events from cti_app`;
  await expect(feed.open(me, null, 1)).rejects.toThrow(/permission denied/);
  await db.owner.sql`grant select on events to cti_app`;
  const reading = await feed.open(me, null, 1);
  await emit(1);
  expect(await take(reading, 1)).toEqual([1]);
});
