import { expect, test } from "vitest";

import { modelsOnDouble, question } from "../../test/models-on-double.ts";
import { openBreaker } from "./breaker.ts";
import { ModelError, type ModelErrorCode } from "./model-error.ts";

const start = Date.parse("2026-01-01T10:00:00Z");

function breakerAt(): { breaker: ReturnType<typeof openBreaker>; at: (seconds: number) => void } {
  let now = new Date(start);
  return {
    breaker: openBreaker(() => now),
    at: (seconds) => {
      now = new Date(start + seconds * 1000);
    },
  };
}

const failing = (code: ModelErrorCode) => (): Promise<never> =>
  Promise.reject(new ModelError(code, "It is gone"));
const working = (): Promise<string> => Promise.resolve("fine");

async function fail(breaker: ReturnType<typeof openBreaker>, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await breaker.run(failing("away")).catch(() => null);
}

test("it opens after three failures in a row, and says since when and until when", async () => {
  const { breaker, at } = breakerAt();
  await fail(breaker, 2);
  expect(breaker.state()).toBe("closed");
  at(1);
  await fail(breaker, 1);
  expect(breaker.state()).toBe("open");
  await expect(breaker.run(working)).rejects.toMatchObject({
    code: "away",
    message: "It is gone (failing since 2026-01-01T10:00:00Z); tried again at 2026-01-01T10:00:31Z",
  });
});

test("what goes wrong and when calls are let through again is told without asking, until one is answered", async () => {
  const { breaker, at } = breakerAt();
  expect(breaker.outage()).toBeNull();
  await fail(breaker, 2);
  expect(breaker.outage()).toEqual({ reason: "It is gone", retryAt: null });
  await fail(breaker, 1);
  expect(breaker.outage()).toEqual({ reason: "It is gone", retryAt: new Date("2026-01-01T10:00:30Z") });
  at(30);
  await breaker.run(working);
  expect(breaker.outage()).toBeNull();
});

test("a success in between starts the count anew, but not that of a light call", async () => {
  const { breaker } = breakerAt();
  await fail(breaker, 2);
  await breaker.run(working);
  await fail(breaker, 2);
  expect(breaker.state()).toBe("closed");
  await breaker.run(working, { light: true });
  await fail(breaker, 1);
  expect(breaker.state()).toBe("open");
});

test.each<ModelErrorCode>(["off", "no_model", "refused", "bad_answer"])("%s does not count", async (code) => {
  const { breaker } = breakerAt();
  for (let time = 0; time < 5; time += 1) await breaker.run(failing(code)).catch(() => null);
  expect(breaker.state()).toBe("closed");
});

test("a cancelled call does not count, and leaves the next one its try", async () => {
  const { breaker, at } = breakerAt();
  await fail(breaker, 3);
  at(30);
  await breaker.run(() => Promise.reject(new Error("stopped by Ada"))).catch(() => null);
  expect(breaker.state()).toBe("half-open");
  expect(await breaker.run(working)).toBe("fine");
  expect(breaker.state()).toBe("closed");
});

test("each failed try doubles the wait, up to five minutes, and a success starts anew", async () => {
  const { breaker, at } = breakerAt();
  await fail(breaker, 3);
  let seconds = 0;
  for (const wait of [30, 60, 120, 240, 300, 300]) {
    at(seconds + wait - 1);
    expect(breaker.state()).toBe("open");
    seconds += wait;
    at(seconds);
    expect(breaker.state()).toBe("half-open");
    await fail(breaker, 1);
  }
  at(seconds + 300);
  await breaker.run(working);
  await fail(breaker, 3);
  at(seconds + 329);
  expect(breaker.state()).toBe("open");
  at(seconds + 330);
  expect(breaker.state()).toBe("half-open");
});

test("while one call tries, the others fail at once", async () => {
  const { breaker, at } = breakerAt();
  await fail(breaker, 3);
  at(30);
  const gate = Promise.withResolvers<string>();
  const first = breaker.run(() => gate.promise);
  await expect(breaker.run(working)).rejects.toThrow("being tried again now");
  gate.resolve("back");
  expect(await first).toBe("back");
  expect(await breaker.run(working)).toBe("fine");
});

test("calls that were under way when it opened do not make the wait longer", async () => {
  const { breaker, at } = breakerAt();
  const late = Promise.withResolvers<never>();
  const slow = breaker.run(() => late.promise).catch(() => null);
  await fail(breaker, 3);
  at(20);
  late.reject(new ModelError("timeout", "Too late"));
  await slow;
  at(30);
  expect(breaker.state()).toBe("half-open");
});

test("an open breaker spares the server, and finds it when it is back", async () => {
  const { models, double, clock } = await modelsOnDouble();
  double.onChat(() => "{}");
  double.fault("/api/chat", { status: 500 }, 3);
  for (let time = 0; time < 3; time += 1) {
    await expect(models.chat(question())).rejects.toMatchObject({ code: "failed" });
  }
  await expect(models.chat(question())).rejects.toMatchObject({ code: "away" });
  await expect(models.list()).rejects.toMatchObject({ code: "away" });
  expect(double.requests).toHaveLength(3);
  clock.now = new Date(clock.now.getTime() + 30_000);
  await expect(models.chat(question())).resolves.toMatchObject({ text: "{}" });
  await expect(models.list()).resolves.toHaveLength(2);
});
