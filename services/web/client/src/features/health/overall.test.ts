import { expect, test } from "vitest";

import { overall, worstFirst } from "./overall.ts";

const ok = { status: "ok" } as const;
const degraded = { status: "degraded" } as const;
const error = { status: "error" } as const;

test("what causes the state is named", () => {
  expect(overall({ status: "ok", components: { database: ok, queue: ok } })).toBe("All is well");
  expect(overall({ status: "error", components: { database: ok, sources: error, queue: degraded } })).toBe(
    "Error: Sources; degraded: Queue; the rest is well",
  );
  expect(overall({ status: "degraded", components: { clock: degraded } })).toBe("Degraded: Clock");
});

test("the worst stand first, equals as they came", () => {
  const names = worstFirst({ a: ok, b: degraded, c: ok, d: error }).map(([name]) => name);
  expect(names).toEqual(["d", "b", "a", "c"]);
});
