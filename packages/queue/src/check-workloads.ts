import { type JobName, jobNames, jobs, type QueueName } from "./jobs.ts";
import { QueueError } from "./queue-error.ts";
import type { Workload } from "./queue-types.ts";

/** The workload of each job of the served queues. Throws QueueError for a job that has none, or two. */
export function checkWorkloads(
  workloads: readonly Workload[],
  served: readonly QueueName[],
): ReadonlyMap<string, Workload> {
  const byJob = new Map<JobName, Workload>();
  for (const workload of workloads) {
    if (byJob.has(workload.job)) throw new QueueError(`The job ${workload.job} has two workloads`);
    byJob.set(workload.job, workload);
  }
  const missing = jobNames.filter((name) => served.includes(jobs[name].queue) && !byJob.has(name));
  if (missing.length > 0) throw new QueueError(`No workload does ${missing.join(", ")}`);
  return byJob;
}
