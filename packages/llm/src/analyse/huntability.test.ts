import { expect, test } from "vitest";

import type { Claim } from "../analysis.ts";
import { huntabilityOf } from "./huntability.ts";

const reason = (status: Claim["status"]): Claim => ({
  id: 1,
  section: "huntability",
  text: "The name of the task can be searched for.",
  subject: null,
  quotes: [],
  evidence: [],
  status,
  reason: null,
});

test("parts that are worth more count for more", () => {
  const parts = [
    { score: 9, worth: 60, claims: [reason("supported")] },
    { score: 2, worth: 0, claims: [reason("supported")] },
  ];
  expect(huntabilityOf(parts)).toBe(9);
  expect(huntabilityOf(parts.toReversed())).toBe(9);
});

test("a part whose reasons are all unsupported does not count", () => {
  const unsupported = { score: 10, worth: 90, claims: [reason("unsupported")] };
  expect(huntabilityOf([unsupported, { score: 3, worth: 5, claims: [reason("supported")] }])).toBe(3);
  expect(huntabilityOf([unsupported])).toBeNull();
  expect(huntabilityOf([])).toBeNull();
});
