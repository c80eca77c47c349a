import { expect, test } from "vitest";

import { jobOfRun } from "./stages.ts";

const at = (second: number): string => `2026-11-20T10:00:0${second}.000Z`;
const job = (id: string, name: string, second: number | null, source: number | null = null) => ({
  id,
  name,
  started_at: second === null ? null : at(second),
  source_id: source,
});

test("the job of a stage is the one that began last before its run", () => {
  const jobs = [job("a", "rank", 1), job("b", "rank", 3), job("c", "rank", 6), job("d", "cluster", 4)];
  expect(jobOfRun({ kind: "article_ranker", started_at: at(5) }, null, jobs)?.id).toBe("b");
});

test("of a collect it is the one of its source, and none while that is not known", () => {
  const jobs = [job("a", "collect-source", 1, 7), job("b", "collect-source", 2, 8)];
  const run = { kind: "collect", started_at: at(5) };
  expect(jobOfRun(run, 7, jobs)?.id).toBe("a");
  expect(jobOfRun(run, null, jobs)).toBeUndefined();
});

test("a collection round has none", () => {
  expect(jobOfRun({ kind: "rss_fetcher", started_at: at(5) }, null, [job("a", "rank", 1)])).toBeUndefined();
});
