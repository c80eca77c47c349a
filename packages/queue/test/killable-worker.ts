import { jobNames } from "../src/jobs.ts";
import type { QueueConnection } from "../src/queue-types.ts";
import { startQueueWorker } from "../src/start-queue-worker.ts";

// A worker process whose jobs never end, to be killed; it prints the id of each job that it takes.
const connection = JSON.parse(process.argv[2] ?? "{}") as QueueConnection;
const run = async ({ id }: { id: string }): Promise<never> => {
  process.stdout.write(`${id}\n`);
  return await new Promise(() => undefined);
};
await startQueueWorker(connection, {
  name: "killable",
  concurrency: { collect: 4, process: 0, upkeep: 0, analyse: 0 },
  workloads: jobNames.map((job) => ({ job, run })),
  onEnd: () => undefined,
  onError: () => undefined,
});
