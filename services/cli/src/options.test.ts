import { expect, test } from "vitest";

import { parseId } from "./options.ts";

test("the number of a row may be beyond a million, and is nothing but digits", () => {
  expect(parseId("9000001")).toBe(9_000_001);
  for (const text of ["", "0", "-1", "1.5", "1e3", " 7", "12x", "99999999999999999999"])
    expect(() => parseId(text), text).toThrow(/Write its number/);
});
