import { expect, test } from "vitest";

import { outcomeOf } from "./outcome-of.ts";

test.each([
  [{ outcome: "ok", counts: { new: 3 }, durationMs: 120 }, "completed", "Collected: 3 new articles"],
  [{ outcome: "ok", counts: { new: 0 } }, "completed", "Collected: nothing new"],
  [{ outcome: "not_modified", counts: {} }, "completed", "Collected: nothing changed since the last check"],
  [{ outcome: "failed", message: "It answered 403." }, "completed", "Collecting failed: It answered 403."],
  [null, "failed", "Collecting failed: The worker was lost"],
  [null, "cancelled", "Collecting was cancelled"],
])("a job with the result %j, %s", (result, state, words) => {
  expect(outcomeOf({ state, result, error: "The worker was lost" }).words).toBe(words);
});
