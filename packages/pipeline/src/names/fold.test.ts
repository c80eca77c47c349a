import { expect, test } from "vitest";

import { foldName, hashStep, hashText, HASH_SEED } from "./fold.ts";

test("spellings of one name fold to the same", () => {
  for (const name of ["Agent-Tesla", "AgentTesla", "agent tesla", "AGENT_TESLA", "Ágent Teśla"])
    expect(foldName(name)).toBe("agenttesla");
});

test("soft hyphens and marks are as if they were not there", () => {
  expect(foldName("Em\u00adotet")).toBe("emotet");
  expect(foldName("Cafe\u0301")).toBe("cafe");
});

test("the hash of a text is that of its steps", () => {
  expect(hashStep(hashStep(HASH_SEED, 0x61), 0x62)).toBe(hashText("ab"));
});
