import type { Settings } from "@cti/config/settings";
import type { Database } from "@cti/db/open";
import type { QueueName } from "@cti/queue/jobs";
import type { QueueConnection } from "@cti/queue/queue-types";

/** Redis when it is set, else the database that everything else is in. */
export function queueConnection(settings: Settings, database: Database, name: string): QueueConnection {
  return { redisUrl: redisUrl(settings), databaseUrl: database.url, name };
}

/** A password of its own can come from a file that only we can read; one in the address wins. */
function redisUrl(settings: Settings): string | null {
  const address = settings["queue.redis_url"];
  const password = settings["queue.redis_password"];
  if (address === null || password === null) return address;
  const url = new URL(address);
  if (url.password === "") url.password = encodeURIComponent(password);
  return url.href;
}

export function workerConcurrency(settings: Settings): Record<QueueName, number> {
  return {
    collect: settings["worker.concurrency_collect"],
    process: settings["worker.concurrency_process"],
    upkeep: settings["worker.concurrency_upkeep"],
    analyse: settings["worker.concurrency_analyse"],
  };
}
