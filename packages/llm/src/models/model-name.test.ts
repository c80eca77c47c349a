import { expect, test } from "vitest";

import { sameModel } from "./model-name.ts";

test.each([
  ["mistral", "mistral:latest", true],
  ["Mistral:latest", "mistral", true],
  ["mistral", "mistral:7b", false],
  ["registry:5000/mistral", "registry:5000/mistral:latest", true],
])("%s and %s are one model: %s", (a, b, same) => {
  expect(sameModel(a, b)).toBe(same);
});
