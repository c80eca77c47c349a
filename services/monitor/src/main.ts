import path from "node:path";

import { dashboardLogin } from "@cti/wiring/dashboard-login";
import { plainPulse, startHeartbeat } from "@cti/wiring/heartbeat";
import { openStack } from "@cti/wiring/open-stack";
import { runService } from "@cti/wiring/run-service";
import { version } from "@cti/wiring/settings";

import { readAuth } from "./auth.ts";
import { MonitorError } from "./monitor-error.ts";
import { startMonitor } from "./start-monitor.ts";

process.exitCode = await runService({
  name: "monitor",
  root: path.resolve(import.meta.dirname, "../../.."),
  environment: process.env,
  isForeseen: (error) => error instanceof MonitorError,
  start: async ({ config, log, database, closers }) => {
    const { settings } = config;
    const auth = readAuth(dashboardLogin(config));
    const stack = await openStack({ kind: "monitor", config, database, log });
    closers.add(() => stack.close());
    const { db } = database;
    const now = (): Date => new Date();
    const startedAt = now();
    const monitor = await startMonitor({
      db,
      queues: stack.queues,
      bullQueues: stack.bullQueues,
      health: stack.health,
      metrics: stack.metrics,
      log,
      now,
      settings: {
        host: settings["monitor.host"],
        port: settings["monitor.port"],
        hosts: settings["monitor.hosts"],
        auth,
        version,
      },
    });
    closers.add(() => monitor.close());
    const heartbeat = await startHeartbeat(
      { db: database.db, now, log },
      { everyMs: 10_000, pulse: () => plainPulse(stack.name, "monitor", startedAt) },
    );
    closers.add(() => heartbeat.stop(3_000));
    return {};
  },
});
