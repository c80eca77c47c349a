import { expect, test } from "vitest";

import { createLoginGate, type LoginGate } from "./login-gate.ts";

function gated(): { gate: LoginGate; waits: number[]; pass: (ms: number) => void } {
  let time = Date.parse("2026-03-01T00:00:00Z");
  const waits: number[] = [];
  const gate = createLoginGate({
    now: () => new Date(time),
    wait: (ms) => {
      if (ms > 0) waits.push(ms);
      return Promise.resolve();
    },
  });
  return { gate, waits, pass: (ms) => void (time += ms) };
}

const wrong = (): Promise<boolean> => Promise.resolve(false);
const right = (): Promise<boolean> => Promise.resolve(true);

test("ASVS 6.3.1: who guesses at one account from many addresses waits ever longer", async () => {
  const { gate, waits } = gated();
  for (let at = 1; at <= 8; at++) await gate.attempt("alice", `192.0.2.${at}`, wrong);
  expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000]);
});

test("ASVS 6.3.1: who guesses at many accounts from one address waits ever longer", async () => {
  const { gate, waits } = gated();
  for (let at = 1; at <= 8; at++) await gate.attempt(`user${at}`, "192.0.2.1", wrong);
  expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000]);
});

test("another spelling of the same name is the same account", async () => {
  const { gate, waits } = gated();
  const name = "r\u00e9n\u00e9e";
  for (let at = 1; at <= 8; at++)
    await gate.attempt(at % 2 === 0 ? name : name.normalize("NFD").toUpperCase(), `192.0.2.${at}`, wrong);
  expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000]);
});

test("nobody is locked out: the right password gets in after any number of wrong ones", async () => {
  const { gate } = gated();
  for (let at = 1; at <= 100; at++) await gate.attempt("alice", `192.0.2.${at}`, wrong);
  expect(await gate.attempt("Alice", "198.51.100.1", right)).toBe("right");
});

test("an address from which the account signed in before does not wait for what others try with it", async () => {
  const { gate, waits } = gated();
  await gate.attempt("alice", "198.51.100.1", right);
  for (let at = 1; at <= 6; at++) await gate.attempt("alice", `192.0.2.${at}`, wrong);
  waits.length = 0;
  expect(await gate.attempt("alice", "198.51.100.1", right)).toBe("right");
  expect(waits).toEqual([]);
});

test("a crowd of tries at one account is sent away, and its address is not slowed down for that", async () => {
  const { gate, waits } = gated();
  const slow = (): Promise<boolean> => new Promise((resolve) => void setImmediate(() => resolve(false)));
  const tries = Array.from({ length: 12 }, (_, at) => gate.attempt("alice", `192.0.2.${at}`, slow));
  const outcomes = await Promise.all(tries);
  expect(outcomes.filter((outcome) => outcome === "busy")).toHaveLength(7);
  waits.length = 0;
  await gate.attempt("bob", "192.0.2.11", wrong);
  await gate.attempt("bob", "192.0.2.11", wrong);
  expect(waits).toEqual([]);
});

test("a failure is worth a note once per account and minute", () => {
  const { gate, pass } = gated();
  expect(gate.isWorthNoting("alice")).toBe(true);
  expect(gate.isWorthNoting("ALICE")).toBe(false);
  expect(gate.isWorthNoting("bob")).toBe(true);
  pass(60_000);
  expect(gate.isWorthNoting("alice")).toBe(true);
});
