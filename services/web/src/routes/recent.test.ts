import { waitFor } from "@cti/testing/wait-for";
import { expect, test } from "vitest";

import type { WebDeps } from "../web-deps.ts";
import { recent } from "./recent.ts";

/** A service that has only what is asked of it here: a clock and a log. */
function service(): { deps: WebDeps; clock: { ms: number }; warned: unknown[] } {
  const clock = { ms: 0 };
  const warned: unknown[] = [];
  const log = { warn: (fields: unknown) => warned.push(fields) };
  return { deps: { now: () => new Date(clock.ms), log } as unknown as WebDeps, clock, warned };
}

const age = { fresh: 10, stale: 100 };

test("many who ask at once are answered by one reading, and so are those soon after", async () => {
  const { deps, clock } = service();
  let reads = 0;
  const read = async (): Promise<number> => ++reads;
  const answers = await Promise.all([recent(deps, "n", age, read), recent(deps, "n", age, read)]);
  clock.ms = 9;
  answers.push(await recent(deps, "n", age, read));
  expect(answers).toEqual(answers.map(() => ({ value: 1, at: new Date(0) })));
  expect((await recent(deps, "other", age, read)).value).toBe(2);
});

test("an older answer is given while a new one is read; a very old one never", async () => {
  const { deps, clock } = service();
  let reads = 0;
  const read = async (): Promise<number> => ++reads;
  await recent(deps, "n", age, read);
  clock.ms = 50;
  expect((await recent(deps, "n", age, read)).value).toBe(1);
  await waitFor(async () => expect((await recent(deps, "n", age, read)).value).toBe(2));
  clock.ms = 1_000;
  expect(await recent(deps, "n", age, read)).toEqual({ value: 3, at: new Date(1_000) });
});

test("a reading that fails is told to who waits for it, and is tried again", async () => {
  const { deps, clock, warned } = service();
  let isBroken = true;
  const read = (): Promise<string> =>
    isBroken ? Promise.reject(new Error("away")) : Promise.resolve("there");
  await expect(recent(deps, "n", age, read)).rejects.toThrow("away");
  isBroken = false;
  expect((await recent(deps, "n", age, read)).value).toBe("there");
  isBroken = true;
  clock.ms = 50;
  expect((await recent(deps, "n", age, read)).value).toBe("there");
  await waitFor(() => expect(warned).toHaveLength(1));
});

test("two services do not see each other's answers", async () => {
  const [one, two] = [service(), service()];
  await recent(one.deps, "n", age, () => Promise.resolve(1));
  expect((await recent(two.deps, "n", age, () => Promise.resolve(2))).value).toBe(2);
});
