import type { Settings } from "@cti/config/settings";
import type { Database } from "@cti/db/open";
import type { QueueName } from "@cti/queue/jobs";
import type { QueueConnection } from "@cti/queue/queue-types";

/** Redis when it is set, else the database that everything else is in. */
export function queueConnection(settings: Settings, database: Database, name: string): QueueConnection {
  return { redisUrl: settings["queue.redis_url"], databaseUrl: database.url, name };
}

export function workerConcurrency(settings: Settings): Record<QueueName, number> {
  return {
    collect: settings["worker.concurrency_collect"],
    process: settings["worker.concurrency_process"],
    upkeep: settings["worker.concurrency_upkeep"],
  };
}
