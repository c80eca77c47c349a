import { jobStates, type QueueState } from "./queue-types.ts";

export type QueueGauge = { name: string; labels: Record<string, string>; value: number };

/** The state of the queues as numbers to export. An empty queue waits for 0 seconds. */
export function renderQueueMetrics(states: readonly QueueState[]): QueueGauge[] {
  return states.flatMap(({ queue, counts, oldestWaitingMs }) => [
    ...jobStates.map((state) => ({ name: "cti_queue_jobs", labels: { queue, state }, value: counts[state] })),
    { name: "cti_queue_oldest_waiting_seconds", labels: { queue }, value: (oldestWaitingMs ?? 0) / 1_000 },
  ]);
}
