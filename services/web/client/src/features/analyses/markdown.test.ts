import { expect, test } from "vitest";

import { numberEvidence } from "./evidence.ts";
import { analysisMarkdown } from "./markdown.ts";
import type { Analysis, Claim } from "./queries.ts";

const spans = [{ article_id: 7, field: "text" as const, start: 10, end: 42 }];

function claim(id: number, part: Partial<Claim>): Claim {
  return {
    id,
    section: "summary",
    nature: "fact",
    text: "",
    subject: null,
    quotes: [],
    evidence: [{ quote: "fetched from https://evil.example/a", spans }],
    status: "supported",
    reason: null,
    verdict: null,
    accepted: 0,
    rejected: 0,
    entity_id: null,
    article_ids: [],
    ...part,
  };
}

const analysis: Analysis = {
  id: 1,
  subject: "article",
  subject_id: 7,
  kind: "hunt",
  model: "mistral",
  prompt_version: "hunt-1",
  status: "completed",
  job_id: null,
  run_id: null,
  error: null,
  prompt_tokens: 10,
  output_tokens: 5,
  seconds: 1,
  repairs: 0,
  supported: 3,
  unsupported: 1,
  requested_at: "2026-01-01T00:00:00.000Z",
  started_at: null,
  finished_at: "2026-01-01T00:00:00.000Z",
  claims: [
    claim(1, { section: "behaviour", text: "It <b>fetched</b> https://evil.example/a" }),
    claim(2, {
      section: "observable",
      text: "evil.example",
      subject: { type: "domain", value: "evil.example", label: null },
    }),
    claim(3, { section: "query", nature: "advice", text: "Look for new [hosts](x)" }),
    claim(4, {
      section: "behaviour",
      text: "It flew to the moon",
      status: "unsupported",
      reason: "no quote",
    }),
  ],
  huntability: null,
  coverage: { parts: 4, parts_read: 2, chars: 100, chars_read: 61 },
  suspicious: [],
  left_out: { surplus: 0, known: 0 },
  outdated: false,
  verdict: null,
  up: 0,
  down: 0,
};

const written = analysisMarkdown(analysis, {
  title: "A *report*",
  origin: "https://cti.example",
  evidence: numberEvidence(analysis.claims),
  known: [],
});

test("facts, advice and quotes with their places are copied, addresses defanged", () => {
  expect(written).toContain(String.raw`- It \<b\>fetched\</b\> hxxps://evil[.]example/a \[1\]`);
  expect(written).toContain(String.raw`- **evil[.]example** \[1\]`);
  expect(written).toContain("*Advice of the model, not of the text:*\n\n## What to search for");
  expect(written).toContain("(https://cti.example/articles/7?at=10-42)");
  expect(written).not.toMatch(/https:\/\/evil|[^\\]\]\(x\)/);
});

test("what is not borne out is not copied, and it is said that something was left out or not read", () => {
  expect(written).not.toContain("moon");
  expect(written).toContain("Left out, since the text does not bear it out: 1.");
  expect(written).toContain("Read 2 of 4 parts, 61 % of the text.");
});
