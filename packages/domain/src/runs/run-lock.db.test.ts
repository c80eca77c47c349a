import { appRole, openClient } from "@cti/db/client";
import { runs } from "@cti/db/schema/runs";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { waitFor } from "@cti/testing/wait-for";
import { afterEach, beforeEach, expect, test } from "vitest";

import { closeDeadRuns, openRunLock } from "./run-lock.ts";
import { withRun } from "./with-run.ts";

let db: TestDb;

beforeEach(async () => {
  db = await testDb();
});
afterEach(async () => {
  await db.drop();
});

const request = { kind: "test", trigger: "cli", actor: "test", params: {} } as const;
const lockSessions = async (): Promise<number> => {
  const [row] = await db.sql`
    select count(distinct pid)::int as count from pg_locks
    where locktype = 'advisory' and objid <> ${turnOfEmitters} and database = (select oid from pg_database where datname = current_database())`;
  return Number(row?.["count"]);
};
/** Events of a run are told on the pool's connections, a moment later; see emit_event. */
const turnOfEmitters = 7_382_021;
const loseConnection = async (): Promise<void> => {
  await db.owner.sql`
    select pg_terminate_backend(pid, 10_000) from pg_locks
    where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`;
};

test("more runs at a time than the pool has connections wait for none, and share one for their locks", async () => {
  const pool = openClient(db.url, { poolSize: 2, name: "small", role: appRole });
  const { promise: all, resolve } = Promise.withResolvers<void>();
  let inside = 0;
  const sessions: number[] = [];
  await Promise.all(
    Array.from({ length: 8 }, () =>
      withRun({ ...pool, now: () => new Date() }, request, async () => {
        inside += 1;
        if (inside === 8) {
          sessions.push(await lockSessions());
          resolve();
        }
        await all;
        return { status: "completed", counts: {}, metrics: {} };
      }),
    ),
  );
  expect(sessions).toEqual([1]);
  expect((await db.db.select().from(runs)).map(({ status }) => status)).toEqual(
    Array.from({ length: 8 }, () => "completed"),
  );
  expect(await lockSessions()).toBe(0);
  await pool.close();
});

test("a source is in one run's hands, within a process and between two", async () => {
  const other = openClient(db.url, { poolSize: 2, name: "another process", role: appRole });
  const [mine, ours, theirs] = [openRunLock(db.sql), openRunLock(db.sql), openRunLock(other.sql)];
  expect(await mine.tryHoldSource(1)).toBe(true);
  expect(await ours.tryHoldSource(1)).toBe(false);
  expect(await theirs.tryHoldSource(1)).toBe(false);
  await ours.releaseSource(1);
  expect(await theirs.tryHoldSource(1)).toBe(false);
  await mine.releaseSource(1);
  expect(await theirs.tryHoldSource(1)).toBe(true);
  expect(await ours.tryHoldSource(1)).toBe(false);
  await Promise.all([mine.close(), ours.close(), theirs.close()]);
  await other.close();
});

test("a run that ends gives back its own locks and leaves those of the others", async () => {
  const other = openClient(db.url, { poolSize: 2, name: "another process", role: appRole });
  const [first, second, theirs] = [openRunLock(db.sql), openRunLock(db.sql), openRunLock(other.sql)];
  await first.tryHoldSource(1);
  await second.tryHoldSource(2);
  await first.close();
  expect(await theirs.tryHoldSource(1)).toBe(true);
  expect(await theirs.tryHoldSource(2)).toBe(false);
  await second.close();
  expect(await theirs.tryHoldSource(2)).toBe(true);
  await theirs.close();
  await other.close();
});

test("a lost connection ends nothing: its locks are taken again, and later runs get locks of their own", async () => {
  const other = openClient(db.url, { poolSize: 2, name: "another process", role: appRole });
  const [row] = await db.db
    .insert(runs)
    .values({ kind: "test", trigger: "cli", actor: "alive" })
    .returning({ id: runs.id });
  const lock = openRunLock(db.sql);
  const theirs = openRunLock(other.sql);
  await lock.holdRun(row?.id ?? 0);
  await lock.tryHoldSource(1);
  await loseConnection();
  await waitFor(async () => expect(await lockSessions()).toBe(1));
  expect(await closeDeadRuns(db.db, new Date())).toEqual([]);
  expect(await theirs.tryHoldSource(1)).toBe(false);
  const { status } = await withRun({ ...db, now: () => new Date() }, request, () =>
    Promise.resolve({ status: "completed", counts: {}, metrics: {} }),
  );
  expect(status).toBe("completed");
  await lock.close();
  expect(await theirs.tryHoldSource(1)).toBe(true);
  expect(await closeDeadRuns(db.db, new Date())).toEqual([row?.id]);
  await theirs.close();
  await other.close();
});

test("a connection that is lost while a run ends does not keep it from ending", async () => {
  const lock = openRunLock(db.sql);
  await lock.tryHoldSource(1);
  await Promise.all([loseConnection(), lock.close()]);
  const again = openRunLock(db.sql);
  expect(await again.tryHoldSource(1)).toBe(true);
  await again.close();
});
