import { randomBytes } from "node:crypto";
import path from "node:path";

import { openDatabase } from "@cti/db/open";
import { hashPassword } from "@cti/domain/accounts/password-hash";
import { readAuth } from "@cti/monitor/auth";
import { MonitorError } from "@cti/monitor/monitor-error";
import { startMonitor } from "@cti/monitor/start-monitor";
import type { Logger } from "@cti/observe/logger";
import { startScheduler } from "@cti/scheduler/start-scheduler";
import { ensureSetupToken } from "@cti/domain/accounts/setup";
import { readKnowledgeVersion } from "@cti/domain/knowledge/load-knowledge";
import { seedSchedules } from "@cti/domain/schedules/seed-schedules";
import type { StageDeps } from "@cti/domain/stages/run-stages";
import { startWeb } from "@cti/web/start-web";
import { WebError } from "@cti/web/web-error";
import { backupSettings } from "@cti/wiring/backup-settings";
import { type Closers, createClosers } from "@cti/wiring/closers";
import { dashboardLogin, saveDashboardLogin } from "@cti/wiring/dashboard-login";
import { analysisSettings } from "@cti/wiring/open-models";
import { openStack, type Stack } from "@cti/wiring/open-stack";
import { openWeb } from "@cti/wiring/open-web";
import { workerConcurrency } from "@cti/wiring/queue-connection";
import { scheduleSeeds, schedulerSettings } from "@cti/wiring/schedule-seeds";
import { databaseUrl, version } from "@cti/wiring/settings";
import { type RunningWorker, startWorker } from "@cti/worker/start-worker";

import type { Context } from "./context.ts";

export type LocalStack = {
  /** Where the API is served; null when it is not, with the reason. `setupToken` makes the first admin. */
  web: { url: string; setupToken: string | null } | { url: null; reason: string };
  /** Where the dashboard is served; null when it is not, with the reason. */
  dashboard: { url: string; newPassword: string | null } | { url: null; reason: string };
  healthUrl: string | null;
  close(): Promise<void>;
};

type LocalStackOptions = { samples: boolean; log: Logger; rssFetcherMinutes?: number };

/** Scheduler, worker, API and dashboard in this process: the whole stack for one machine. */
export async function startLocalStack(context: Context, options: LocalStackOptions): Promise<LocalStack> {
  const closers = createClosers();
  try {
    const shown = await startAll(context, options, closers);
    return { ...shown, close: () => closers.closeAll() };
  } catch (error) {
    // Half a stack would go on without the database.
    await closers
      .closeAll()
      .catch((cause: unknown) => options.log.warn({ err: cause }, "not all was closed"));
    throw error;
  }
}

async function startAll(
  context: Context,
  options: LocalStackOptions,
  closers: Closers,
): Promise<Omit<LocalStack, "close">> {
  const { config } = context;
  const { settings } = config;
  const { log } = options;
  const now = (): Date => new Date();
  const database = await context.openDatabase();
  context.outliveLostConnections(log);
  const stack = await openStack({ kind: "daemon", config, database, log });
  closers.add(() => stack.close());
  // First of all: with its port taken nothing must have begun.
  const server = await stack.serve("worker.port");
  closers.add(() => server?.close());
  const dashboard = await serveDashboard(context, { stack, log, now });
  closers.add(() => dashboard.close());
  const web = await serveWeb(context, { stack, log, closers });
  await seedSchedules(database.db, seedsOf(settings, options.rssFetcherMinutes), now());
  const worker = await startLastingWorker(context, { stack, samples: options.samples, log });
  closers.add(() => worker.close());
  const scheduler = await startScheduler({
    db: database.db,
    sql: database.sql,
    queues: stack.queues,
    log,
    now,
    random: Math.random,
    settings: schedulerSettings(settings),
  });
  closers.add(() => scheduler.close());
  stack.metrics.onScrape(async () => [
    { name: "cti_scheduler_late_seconds", labels: {}, value: scheduler.lateSeconds() },
  ]);
  return {
    web,
    dashboard: dashboard.shown,
    healthUrl: server && `http://${settings["health.host"]}:${server.port}/health`,
  };
}

type LastingWorker = { close(): Promise<void> };

/** A worker that has outgrown its memory or its knowledge is replaced by another one with threads of its own. */
async function startLastingWorker(
  context: Context,
  { stack, samples, log }: { stack: Stack; samples: boolean; log: Logger },
): Promise<LastingWorker> {
  const { settings } = context.config;
  const { db } = await context.openDatabase();
  let isClosing = false;
  const onRecycle = (): void => void (replacing = replacing.then(replace));
  const start = async (): Promise<{ worker: RunningWorker; collector: StageDeps }> => {
    const collector = await context.openCollector({
      samples,
      onFetch: (seconds) => stack.metrics.fetched(seconds),
    });
    const worker = await startWorker({
      deps: collector,
      connection: stack.connection,
      queues: stack.queues,
      models: stack.models,
      log,
      settings: {
        name: stack.name,
        kind: "daemon",
        version,
        concurrency: workerConcurrency(settings),
        keepDays: settings["history.keep_days"],
        backup: backupSettings(context.config),
        analyses: analysisSettings(settings),
        timeZone: settings["scheduler.time_zone"],
        maxMemoryBytes: settings["worker.max_memory"],
      },
      onEnd: (end) => stack.countJob(end),
      knowledgeVersion: () => readKnowledgeVersion(db),
      onRecycle,
    });
    return { worker, collector };
  };
  const stop = async ({ worker, collector }: Awaited<ReturnType<typeof start>>): Promise<void> => {
    await worker.close({ graceMs: settings["worker.grace"] });
    await collector.reader.close();
    await collector.fetcher.close();
  };
  const replace = async (): Promise<void> => {
    if (isClosing) return;
    await stop(running);
    running = await start();
  };
  let replacing = Promise.resolve();
  let running = await start();
  return {
    close: async () => {
      isClosing = true;
      await replacing;
      await stop(running);
    },
  };
}

function seedsOf(
  settings: Context["config"]["settings"],
  minutes: number | undefined,
): ReturnType<typeof scheduleSeeds> {
  return scheduleSeeds(settings).map((seeded) =>
    minutes !== undefined && seeded.name === "rss_fetcher"
      ? { ...seeded, seed: { ...seeded.seed, intervalSeconds: minutes * 60 } }
      : seeded,
  );
}

/** Set up in a way that must not be served, or without a free port, it is left out and the stack runs without it. */
async function serveWeb(
  context: Context,
  { stack, log, closers }: { stack: Stack; log: Logger; closers: Closers },
): Promise<LocalStack["web"]> {
  const { config } = context;
  // Connections of its own, for no tenant: those of a command belong to one.
  const database = await openDatabase({
    url: databaseUrl(config.settings),
    dataDir: path.resolve(config.root, config.settings["data_dir"]),
    poolSize: config.settings["database.pool_size"],
    name: `cti web ${process.pid}`,
    migrate: false,
  });
  closers.add(() => database.close());
  const parts = await openWeb({ config, database, stack, log });
  closers.add(() => parts.close());
  try {
    const web = await startWeb(parts.deps);
    closers.add(() => web.close());
    return { url: web.url, setupToken: await ensureSetupToken(database.db, parts.deps.now()) };
  } catch (error) {
    if (!(error instanceof WebError)) throw error;
    log.warn({ reason: error.message }, "no API");
    return { url: null, reason: error.message };
  }
}

type Dashboard = { shown: LocalStack["dashboard"]; close: () => Promise<void> };

/** An installation without a login gets one of its own, told once. Without a free port the stack runs without it. */
async function serveDashboard(
  context: Context,
  { stack, log, now }: { stack: Stack; log: Logger; now: () => Date },
): Promise<Dashboard> {
  const { config } = context;
  const { settings } = config;
  const { db } = await context.openDatabase();
  const known = dashboardLogin(config);
  const newPassword = known === null ? randomBytes(15).toString("base64url") : null;
  const login = known ?? `admin:${hashPassword(newPassword ?? "")}`;
  try {
    const { queues, bullQueues, health, metrics } = stack;
    const monitor = await startMonitor({
      db,
      queues,
      bullQueues,
      health,
      metrics,
      log,
      now,
      settings: {
        host: settings["monitor.host"],
        port: settings["monitor.port"],
        hosts: settings["monitor.hosts"],
        auth: readAuth(login),
        version,
      },
    });
    if (newPassword !== null) saveDashboardLogin(config, login);
    return { shown: { url: monitor.url, newPassword }, close: () => monitor.close() };
  } catch (error) {
    if (!(error instanceof MonitorError)) throw error;
    log.warn({ reason: error.message }, "no dashboard");
    return { shown: { url: null, reason: error.message }, close: () => Promise.resolve() };
  }
}
