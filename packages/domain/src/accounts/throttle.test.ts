import { expect, test } from "vitest";

import { createThrottle, type Throttle } from "./throttle.ts";

function throttled(capacity = 100): { throttle: Throttle; waits: number[]; pass: (ms: number) => void } {
  let time = Date.parse("2026-03-01T00:00:00Z");
  const waits: number[] = [];
  const throttle = createThrottle({
    now: () => new Date(time),
    wait: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    capacity,
  });
  return { throttle, waits, pass: (ms) => void (time += ms) };
}

const wrong = (): Promise<boolean> => Promise.resolve(false);
const right = (): Promise<boolean> => Promise.resolve(true);

test("each failure doubles the wait up to ten seconds, and a right login ends it", async () => {
  const { throttle, waits } = throttled();
  for (let at = 0; at < 10; at++) expect(await throttle.attempt("192.0.2.1", wrong)).toBe("wrong");
  expect(await throttle.attempt("192.0.2.1", right)).toBe("right");
  await throttle.attempt("192.0.2.1", wrong);
  expect(waits).toEqual([0, 0, 250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000, 0]);
});

test("another address does not wait, another address of the same IPv6 network does", async () => {
  const { throttle, waits } = throttled();
  for (let at = 0; at < 3; at++) await throttle.attempt("2001:db8::1", wrong);
  await throttle.attempt("192.0.2.2", wrong);
  await throttle.attempt("2001:db8:0:0:9:9:9:9", wrong);
  await throttle.attempt("2001:db8:0:1::1", wrong);
  expect(waits).toEqual([0, 0, 250, 0, 500, 0]);
});

test("an address is forgotten after a quarter of an hour", async () => {
  const { throttle, waits, pass } = throttled();
  for (let at = 0; at < 3; at++) await throttle.attempt("192.0.2.1", wrong);
  pass(16 * 60_000);
  await throttle.attempt("192.0.2.1", wrong);
  expect(waits.at(-1)).toBe(0);
});

test("tries of one address go one after another, and a crowd of them is sent away", async () => {
  const { throttle } = throttled();
  let running = 0;
  let most = 0;
  const slow = async (): Promise<boolean> => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return false;
  };
  const results = await Promise.all(Array.from({ length: 20 }, () => throttle.attempt("192.0.2.1", slow)));
  expect(most).toBe(1);
  expect(results.filter((result) => result === "busy")).toHaveLength(15);
});

test("a check that breaks does not block the next", async () => {
  const { throttle } = throttled();
  await expect(throttle.attempt("192.0.2.1", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await throttle.attempt("192.0.2.1", right)).toBe("right");
});

test("no more addresses are remembered than there is room for", async () => {
  const { throttle, waits } = throttled(2);
  for (let at = 0; at < 3; at++) await throttle.attempt("192.0.2.1", wrong);
  await throttle.attempt("192.0.2.2", wrong);
  await throttle.attempt("192.0.2.3", wrong);
  await throttle.attempt("192.0.2.1", wrong);
  expect(waits.at(-1)).toBe(0);
});

test("an address whose tries wait is not forgotten for others", async () => {
  const { throttle } = throttled(2);
  let answer: (isRight: boolean) => void = () => undefined;
  const answered = new Promise<boolean>((resolve) => (answer = resolve));
  const tries = Array.from({ length: 5 }, () => throttle.attempt("192.0.2.1", () => answered));
  for (let at = 2; at < 9; at++) await throttle.attempt(`192.0.2.${at}`, wrong);
  expect(await throttle.attempt("192.0.2.1", wrong)).toBe("busy");
  answer(false);
  expect(await Promise.all(tries)).toEqual(Array.from({ length: 5 }, () => "wrong"));
});
