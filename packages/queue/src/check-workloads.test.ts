import { expect, test } from "vitest";

import { checkWorkloads } from "./check-workloads.ts";
import { type JobName, jobNames, queueNames } from "./jobs.ts";
import type { Workload } from "./queue-types.ts";

function workload(job: JobName): Workload {
  return { job, run: async () => ({}) };
}

test("each job of the served queues has one workload", () => {
  expect([...checkWorkloads(jobNames.map(workload), queueNames).keys()]).toEqual(jobNames);
});

test("a job without one is named, unless its queue is not served", () => {
  const some = jobNames.filter((name) => name !== "cluster" && name !== "rank").map(workload);
  expect(() => checkWorkloads(some, queueNames)).toThrow("No workload does cluster, rank");
  expect(() => checkWorkloads(some, ["collect", "upkeep"])).not.toThrow();
});

test("a job with two is named", () => {
  const twice = [...jobNames, "rank" as const].map(workload);
  expect(() => checkWorkloads(twice, queueNames)).toThrow("The job rank has two workloads");
});
