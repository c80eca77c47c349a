import { expect, test } from "vitest";

import { renderQueueMetrics } from "./render-queue-metrics.ts";

test("a queue is a number for each state and the age of what waits longest", () => {
  const counts = { waiting: 3, active: 1, delayed: 0, completed: 9, failed: 2 };
  const rendered = renderQueueMetrics([
    { queue: "collect", counts, oldestWaitingMs: 1_500, paused: false },
    { queue: "upkeep", counts: { ...counts, waiting: 0 }, oldestWaitingMs: null, paused: true },
  ]);
  expect(rendered).toHaveLength(12);
  expect(rendered).toContainEqual({
    name: "cti_queue_jobs",
    labels: { queue: "collect", state: "waiting" },
    value: 3,
  });
  expect(rendered.filter(({ name }) => name === "cti_queue_oldest_waiting_seconds")).toEqual([
    { name: "cti_queue_oldest_waiting_seconds", labels: { queue: "collect" }, value: 1.5 },
    { name: "cti_queue_oldest_waiting_seconds", labels: { queue: "upkeep" }, value: 0 },
  ]);
});
