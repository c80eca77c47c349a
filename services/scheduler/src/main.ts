import path from "node:path";

import { seedSchedules } from "@cti/domain/schedules/seed-schedules";
import { plainPulse, startHeartbeat } from "@cti/wiring/heartbeat";
import { openStack } from "@cti/wiring/open-stack";
import { runService } from "@cti/wiring/run-service";
import { scheduleSeeds, schedulerSettings } from "@cti/wiring/schedule-seeds";

import { startScheduler } from "./start-scheduler.ts";

process.exitCode = await runService({
  name: "scheduler",
  root: path.resolve(import.meta.dirname, "../../.."),
  environment: process.env,
  start: async ({ config, log, database, closers }) => {
    const { settings } = config;
    const stack = await openStack({ kind: "scheduler", config, database, log });
    closers.add(() => stack.close());
    const server = await stack.serve("scheduler.port");
    closers.add(() => server?.close());
    const now = (): Date => new Date();
    const startedAt = now();
    await seedSchedules(database.db, scheduleSeeds(settings), now());
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
    const heartbeat = await startHeartbeat(
      { db: database.db, now, log },
      { everyMs: 10_000, pulse: () => plainPulse(stack.name, "scheduler", startedAt) },
    );
    closers.add(() => heartbeat.stop(3_000));
    return {};
  },
});
