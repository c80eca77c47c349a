import type { WorkerView } from "@cti/domain/workers/list-workers";
import { jobNames, jobs } from "@cti/queue/jobs";

/** A worker in the words of Flower's API. */
export type FlowerWorker = {
  status: boolean;
  active: { id: string; name: string; time_start: number; delivery_info: { routing_key: string } }[];
  /** Names of the jobs that it does. */
  registered: string[];
  active_queues: { name: string }[];
  stats: {
    pid: number;
    hostname: string;
    uptime: number;
    sw_ver: string;
    clock_skew_seconds: number;
    pool: { "max-concurrency": number };
    rusage: { rss_bytes: number };
  };
  /** Time of the last beat, in seconds since 1970. */
  timestamp: number;
};

/** Processes that serve queues, by their names. */
export function describeWorkers(workers: readonly WorkerView[]): Record<string, FlowerWorker> {
  const serving = workers.filter(({ queues }) => Object.keys(queues).length > 0);
  return Object.fromEntries(serving.map((worker) => [worker.id, describe(worker)]));
}

function describe(worker: WorkerView): FlowerWorker {
  const { queues, active, state, startedAt, lastBeatAt } = worker;
  const served = Object.keys(queues).filter((queue) => (queues[queue] ?? 0) > 0);
  return {
    status: state === "online",
    active: active.map(({ id, name, queue, startedAt }) => ({
      id,
      name,
      time_start: Date.parse(startedAt) / 1_000,
      delivery_info: { routing_key: queue },
    })),
    registered: jobNames.filter((name) => served.includes(jobs[name].queue)),
    active_queues: served.map((name) => ({ name })),
    stats: {
      pid: worker.pid,
      hostname: worker.host,
      uptime: Math.round((lastBeatAt.getTime() - startedAt.getTime()) / 1_000),
      sw_ver: worker.version,
      clock_skew_seconds: worker.clockSkewMs / 1_000,
      pool: { "max-concurrency": Object.values(queues).reduce((sum, concurrency) => sum + concurrency, 0) },
      rusage: { rss_bytes: worker.rssBytes },
    },
    timestamp: lastBeatAt.getTime() / 1_000,
  };
}
