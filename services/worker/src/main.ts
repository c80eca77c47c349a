import path from "node:path";

import { readKnowledgeVersion } from "@cti/domain/knowledge/load-knowledge";
import { backupSettings } from "@cti/wiring/backup-settings";
import { openCollector } from "@cti/wiring/open-collector";
import { analysisSettings } from "@cti/wiring/open-models";
import { openStack } from "@cti/wiring/open-stack";
import { workerConcurrency } from "@cti/wiring/queue-connection";
import { restartCode, runService } from "@cti/wiring/run-service";
import { version } from "@cti/wiring/settings";

import { startWorker } from "./start-worker.ts";

process.exitCode = await runService({
  name: "worker",
  root: path.resolve(import.meta.dirname, "../../.."),
  environment: process.env,
  start: async ({ config, log, database, closers }) => {
    const { settings } = config;
    const stack = await openStack({ kind: "worker", config, database, log });
    closers.add(() => stack.close());
    // Before the worker: with its port taken it must not have begun anything.
    const server = await stack.serve("worker.port");
    closers.add(() => server?.close());
    const collector = await openCollector({
      settings,
      database,
      log,
      alsoAllow: [],
      onFetch: (seconds) => stack.metrics.fetched(seconds),
    });
    closers.add(() => collector.close());
    const recycled = Promise.withResolvers<number>();
    const worker = await startWorker({
      deps: collector.deps,
      connection: stack.connection,
      queues: stack.queues,
      models: stack.models,
      log,
      settings: {
        name: stack.name,
        kind: "worker",
        version,
        concurrency: workerConcurrency(settings),
        keepDays: settings["history.keep_days"],
        backup: backupSettings(config),
        analyses: analysisSettings(settings),
        timeZone: settings["scheduler.time_zone"],
        maxMemoryBytes: settings["worker.max_memory"],
      },
      onEnd: (end) => stack.countJob(end),
      knowledgeVersion: () => readKnowledgeVersion(database.db),
      onRecycle: () => recycled.resolve(restartCode),
    });
    closers.add(() => worker.close({ graceMs: settings["worker.grace"] }));
    return { ended: recycled.promise };
  },
});
