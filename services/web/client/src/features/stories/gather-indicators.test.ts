import { expect, test } from "vitest";

import { gatherIndicators, type Mention } from "./gather-indicators.ts";

const mention = (entity_id: number, role: string | null, confidence: number): Mention => ({
  entity_id,
  type: "domain",
  value: `host-${entity_id}.example`,
  role,
  confidence,
});

test("counts articles and keeps the most certain role first", () => {
  const lines = gatherIndicators([
    [mention(1, "reference", 0.5), mention(2, null, 0.9)],
    [mention(1, "c2", 0.95)],
  ]);
  expect(lines).toEqual([
    {
      id: 1,
      type: "domain",
      value: "host-1.example",
      roles: ["c2", "reference"],
      confidence: 0.95,
      articles: 2,
    },
    { id: 2, type: "domain", value: "host-2.example", roles: [], confidence: 0.9, articles: 1 },
  ]);
});

test("a story that names nothing has none", () => {
  expect(gatherIndicators([[], []])).toEqual([]);
});
