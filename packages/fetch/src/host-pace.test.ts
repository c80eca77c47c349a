import { expect, test } from "vitest";

import { HostPace } from "./host-pace.ts";

const url = new URL("https://news.example/a");

/** A clock that moves only when told; sleepers wake in the order of their time. */
function createClock(): {
  now: () => number;
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  pass(ms: number): Promise<void>;
} {
  let time = 1_000_000;
  const sleepers: { at: number; wake: () => void }[] = [];
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 20; i += 1) await Promise.resolve();
  };
  return {
    now: () => time,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        sleepers.push({ at: time + ms, wake: resolve });
        signal?.addEventListener("abort", () => {
          reject(new Error("aborted"));
        });
      }),
    async pass(ms) {
      const end = time + ms;
      await settle();
      for (;;) {
        sleepers.sort((a, b) => a.at - b.at);
        const [next] = sleepers;
        if (!next || next.at > end) break;
        sleepers.shift();
        time = Math.max(time, next.at);
        next.wake();
        await settle();
      }
      time = end;
      await settle();
    },
  };
}

test("turns come in order and a gap apart", async () => {
  const clock = createClock();
  const pace = new HostPace(clock);
  const starts: [string, number][] = [];
  const began = clock.now();
  for (const name of ["first", "second", "third"]) {
    void pace
      .acquire(url, { intervalMs: 1000, concurrency: 9 })
      .then(() => starts.push([name, clock.now() - began]));
  }
  await clock.pass(5000);
  expect(starts).toEqual([
    ["first", 0],
    ["second", 1000],
    ["third", 2000],
  ]);
});

test("no more run at once than the host may have, and other hosts are not held up", async () => {
  const clock = createClock();
  const pace = new HostPace(clock);
  const limits = { intervalMs: 0, concurrency: 2 };
  const first = await pace.acquire(url, limits);
  await pace.acquire(url, limits);
  let third = false;
  void pace.acquire(url, limits).then(() => (third = true));
  await pace.acquire(new URL("https://other.example/"), limits);
  await clock.pass(60_000);
  expect(third).toBe(false);
  first();
  first();
  await clock.pass(0);
  expect(third).toBe(true);
});

test("a wait is announced once, with its reason", async () => {
  const clock = createClock();
  const pace = new HostPace(clock);
  const waits: unknown[] = [];
  const release = await pace.acquire(url, { intervalMs: 700, concurrency: 2 });
  release();
  const second = pace.acquire(
    url,
    { intervalMs: 700, concurrency: 2 },
    { onWait: (wait) => waits.push(wait) },
  );
  await clock.pass(700);
  await second;
  expect(waits).toEqual([{ reason: "pace", ms: 700 }]);
});

test("a cancelled waiter leaves the queue and the next one keeps its turn", async () => {
  const clock = createClock();
  const pace = new HostPace(clock);
  const limits = { intervalMs: 1000, concurrency: 9 };
  await pace.acquire(url, limits);
  const abort = new AbortController();
  const cancelled = pace.acquire(url, limits, { signal: abort.signal });
  const next = pace.acquire(url, limits);
  abort.abort();
  await expect(cancelled).rejects.toMatchObject({ reason: "cancelled" });
  await clock.pass(1000);
  await expect(next).resolves.toBeTypeOf("function");
  await expect(pace.acquire(url, limits, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    reason: "cancelled",
  });
});

test("a short hold is waited for, a long one is refused at once, and none lasts more than an hour", async () => {
  const clock = createClock();
  const pace = new HostPace(clock);
  const limits = { intervalMs: 0, concurrency: 9 };
  pace.hold(url, 20_000);
  let started = false;
  void pace.acquire(url, limits).then(() => (started = true));
  await clock.pass(19_000);
  expect(started).toBe(false);
  await clock.pass(1000);
  expect(started).toBe(true);

  pace.hold(url, 86_400_000);
  await expect(pace.acquire(url, limits)).rejects.toMatchObject({
    reason: "rate_limited",
    retryAfterMs: 3_600_000,
  });
  await clock.pass(3_600_000);
  await expect(pace.acquire(url, limits)).resolves.toBeTypeOf("function");
});

test("a long hold refuses those who are already waiting", async () => {
  const clock = createClock();
  const pace = new HostPace(clock);
  const limits = { intervalMs: 5000, concurrency: 9 };
  const release = await pace.acquire(url, limits);
  const waiting = pace.acquire(url, limits);
  pace.hold(url, 600_000);
  release();
  await expect(waiting).rejects.toMatchObject({ reason: "rate_limited" });
});

test("idle hosts are forgotten", async () => {
  const clock = createClock();
  const pace = new HostPace(clock);
  for (let i = 0; i < 5000; i += 1) {
    const release = await pace.acquire(new URL(`https://host-${i}.example/`), {
      intervalMs: 1000,
      concurrency: 1,
    });
    release();
    await clock.pass(100);
  }
  expect(pace.size).toBeLessThanOrEqual(1000);
  const release = await pace.acquire(url, { intervalMs: 0, concurrency: 1 });
  const before = pace.size;
  release();
  expect(pace.size).toBe(before - 1);
});

test("closing sends away everybody who waits and stops the alarms", async () => {
  const clock = createClock();
  const pace = new HostPace(clock);
  const limits = { intervalMs: 5000, concurrency: 9 };
  await pace.acquire(url, limits);
  const waiting = pace.acquire(url, limits);
  pace.close();
  await expect(waiting).rejects.toMatchObject({ reason: "cancelled" });
});
