import { expect, test } from "vitest";

import { readReasons } from "./read-reasons.ts";

test("reads parts, evidence by its share, and the next nearest story", () => {
  const reasons = readReasons({
    parts: { text: 0.21, time: -0.03, dense: 0, entities: 0.38 },
    entities: [
      { key: "cve:CVE-2026-91427", type: "cve", share: 0.2 },
      { key: "url:http://a.example/b", type: "url", share: 0.05 },
    ],
    terms: [{ term: "EdgeGate", share: 0.19 }],
    threshold: 0.3,
    runnerUp: { storyId: 12, score: 0.21 },
  });
  expect(reasons).toEqual({
    parts: [
      { name: "entities", value: 0.38 },
      { name: "text", value: 0.21 },
      { name: "time", value: -0.03 },
    ],
    evidence: [
      { type: "cve", text: "CVE-2026-91427", share: 0.2 },
      { type: "term", text: "EdgeGate", share: 0.19 },
      { type: "url", text: "http://a.example/b", share: 0.05 },
    ],
    threshold: 0.3,
    nearest: { id: 12, score: 0.21 },
  });
});

test("what is not as expected is left out", () => {
  const reasons = readReasons({ parts: "none", entities: [null, { key: 4 }], terms: {}, runnerUp: null });
  expect(reasons).toEqual({ parts: [], evidence: [], threshold: null, nearest: null });
});
