import { hostname } from "node:os";
import path from "node:path";

import type { Config } from "@cti/config/load";
import type { Settings } from "@cti/config/settings";
import type { Database } from "@cti/db/open";
import type { HealthSettings } from "@cti/domain/health/component-health";
import { healthChecks } from "@cti/domain/health/health-checks";
import { listWorkers } from "@cti/domain/workers/list-workers";
import { createHealth, type Health } from "@cti/observe/health";
import type { Models } from "@cti/llm/models/open-models";
import type { Logger } from "@cti/observe/logger";
import { createMetrics, type GaugeReading, type Metrics } from "@cti/observe/metrics";
import { type ObservabilityServer, serveObservability } from "@cti/observe/serve";
import { openBullQueues } from "@cti/queue/bull-queues";
import { jobNames, queueNames } from "@cti/queue/jobs";
import type { JobEnd, QueueConnection, Queues } from "@cti/queue/queue-types";
import { renderQueueMetrics } from "@cti/queue/render-queue-metrics";

import { openModelsOf } from "./open-models.ts";
import { queueConnection } from "./queue-connection.ts";
import { version } from "./settings.ts";

/** What the processes of the stack have in common: queues, local models, health, metrics. */
export type Stack = {
  /** host:pid:kind, by which workers, jobs and metrics name this process. */
  name: string;
  connection: QueueConnection;
  queues: Queues;
  /** BullMQ's own objects, for its dashboard. */
  bullQueues: readonly unknown[];
  models: Models;
  health: Health;
  metrics: Metrics;
  /** Counts a job that ended, and what it collected. */
  countJob(end: JobEnd): void;
  /** Serves /health and /metrics at this setting's port; null when it is 0. */
  serve(setting: "worker.port" | "scheduler.port"): Promise<ObservabilityServer | null>;
  close(): Promise<void>;
};

export async function openStack(options: {
  kind: "worker" | "scheduler" | "monitor" | "web" | "daemon" | "cli";
  config: Config;
  database: Database;
  log: Logger;
}): Promise<Stack> {
  const { kind, config, database, log } = options;
  const { settings } = config;
  const name = `${hostname()}:${process.pid}:${kind}`;
  const connection = queueConnection(settings, database, `cti ${kind} ${process.pid}`);
  const { queues, bull } = await openBullQueues(connection);
  const models = openModelsOf(settings);
  const folder = path.resolve(config.root, settings["data_dir"]);
  const health = createHealth({
    version,
    checks: healthChecks(
      { db: database.db, now: () => new Date(), settings: healthSettings(settings) },
      { queues, folder, models },
    ),
    advisory: ["backup", "disk", "clock"],
    now: () => new Date(),
    timeoutMs: 5_000,
  });
  const metrics = createMetrics({
    process: kind,
    queues: queueNames,
    jobs: jobNames,
    onError: (error) => log.debug({ err: error }, "a source of metrics failed"),
  });
  metrics.onScrape(async () => renderQueueMetrics(await queues.states()));
  metrics.onScrape(async () => workerGauges(await listWorkers(database.db, { all: false })));
  return {
    name,
    connection,
    queues,
    bullQueues: bull,
    models,
    health,
    metrics,
    countJob: (end) => countJob(metrics, end),
    serve: async (setting) => {
      const port = settings[setting];
      if (port === 0) return null;
      const server = await serveObservability({
        host: settings["health.host"],
        port,
        setting,
        health,
        metrics,
      });
      log.info(
        { url: `http://${settings["health.host"]}:${server.port}/health` },
        "health and metrics are served",
      );
      return server;
    },
    close: async () => {
      await models.close();
      await queues.close();
    },
  };
}

function healthSettings(settings: Settings): HealthSettings {
  return {
    failingSources: settings["health.failing_sources"],
    backlogMs: settings["health.backlog"],
    databaseSlowMs: settings["health.database_slow"],
    diskFree: settings["health.disk_free"],
    clockSkewMs: settings["health.clock_skew"],
    lookEveryMs: settings["scheduler.look_every"],
    scheduling: settings["scheduler.enabled"],
  };
}

function workerGauges(workers: Awaited<ReturnType<typeof listWorkers>>): GaugeReading[] {
  return workers.map(({ host, pid, state }) => ({
    name: "cti_worker_online",
    labels: { worker: `${host}:${pid}` },
    value: state === "online" ? 1 : 0,
  }));
}

function countJob(metrics: Metrics, end: JobEnd): void {
  metrics.jobEnded(end);
  if (end.name !== "collect-source" || end.result === null) return;
  const { outcome, counts } = end.result;
  if (outcome === "ok" || outcome === "not_modified" || outcome === "failed") metrics.sourceChecked(outcome);
  if (typeof counts === "object" && counts !== null) metrics.articles(counts);
}
