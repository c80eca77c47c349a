import { expect, test } from "vitest";

import { readEpss } from "./read-epss.ts";

test("scores are read with their model and day", () => {
  const text =
    "#model_version:v2023.03.01,score_date:2024-05-01T00:00:00+0000\ncve,epss,percentile\nCVE-1999-0001,0.01025,0.83\nCVE-2024-1,2e-05,0\n";
  expect(readEpss(text)).toEqual({
    model: "v2023.03.01",
    scored: "2024-05-01",
    scores: [{ cve: "CVE-1999-0001", epss: 0.01025, percentile: 0.83 }],
    bad: { count: 1, examples: [{ at: "line 4", reason: "CVE-2024-1 is no CVE id" }] },
  });
});

test("rows without a usable number are counted, the rest goes on", () => {
  const { scores, bad } = readEpss("cve,epss\nCVE-2024-0001,1.5\nCVE-2024-0002,\nCVE-2024-0003,2e-05\n");
  expect(scores).toEqual([{ cve: "CVE-2024-0003", epss: 0.00002, percentile: 0 }]);
  expect(bad.count).toBe(2);
  expect(bad.examples[0]).toEqual({ at: "CVE-2024-0001", reason: "epss is no number from 0 to 1 (line 2)" });
});

test("something else is refused with the reason", () => {
  expect(() => readEpss("<html>")).toThrow("the header row has no columns cve and epss");
  expect(() => readEpss("# nothing")).toThrow("there is no header row");
});
