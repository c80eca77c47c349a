import { tmpdir } from "node:os";

import { appRole, type Client, openClient } from "@cti/db/client";
import { noKeys } from "@cti/domain/backup/encryption";
import type { Models } from "@cti/llm/models/open-models";
import { createLogger } from "@cti/observe/logger";
import { openQueues } from "@cti/queue/open-queues";
import type { QueueConnection, Queues } from "@cti/queue/queue-types";
import { type TestCollector, testCollector } from "@cti/testing/collector";
import { type TestDb, testDb } from "@cti/testing/test-db";

import {
  type RunningWorker,
  startWorker,
  type StartWorkerOptions,
  type WorkerSettings,
} from "../src/start-worker.ts";

/** What workers work at: a database of its own with its queues, and whatever was started there. */
export type WorkerDesk = {
  db: TestDb;
  /** As a worker opens it: for no tenant. */
  client: Client;
  collector: TestCollector;
  connection: QueueConnection;
  queues: Queues;
  start: (
    settings?: Partial<WorkerSettings>,
    options?: Partial<StartWorkerOptions>,
  ) => Promise<RunningWorker>;
  /** Ends the workers first. */
  close: () => Promise<void>;
};

export const quiet = createLogger({
  level: "silent",
  format: "json",
  name: "test",
  destination: { write: () => undefined },
});

/** `allow`: hosts that may be collected from. */
export async function openWorkerDesk(models: Models, allow: string[] = []): Promise<WorkerDesk> {
  const db = await testDb();
  const client = openClient(db.url, { poolSize: 8, name: "worker", role: appRole });
  const collector = testCollector(client, { allow });
  const connection = { redisUrl: null, databaseUrl: db.url, name: "test" };
  const queues = await openQueues(connection);
  const running: RunningWorker[] = [];
  return {
    db,
    client,
    collector,
    connection,
    queues,
    start: async (settings, options) => {
      const worker = await startWorker({
        deps: collector.deps,
        connection,
        queues,
        models,
        log: quiet,
        settings: { ...usual, ...settings },
        ...options,
      });
      running.push(worker);
      return worker;
    },
    close: async () => {
      await Promise.all(running.map((worker) => worker.close({ graceMs: 0 })));
      await queues.close();
      await collector.close();
      await client.close();
      await db.drop();
    },
  };
}

const usual: WorkerSettings = {
  name: "one",
  kind: "worker",
  version: "1.2.3",
  concurrency: { collect: 4, process: 1, upkeep: 1, analyse: 0 },
  keepDays: 90,
  backup: { folder: tmpdir(), keys: noKeys, keep: { daily: 1, weekly: 0 } },
  analyses: { maxParts: 12, top: 10 },
  timeZone: "UTC",
  maxMemoryBytes: 1e12,
};
