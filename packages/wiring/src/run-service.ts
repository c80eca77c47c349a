import { setTimeout as pause } from "node:timers/promises";
import path from "node:path";

import { ConfigError } from "@cti/config/config-error";
import { type Config, loadConfig, unknownVariables } from "@cti/config/load";
import { migrationStatus } from "@cti/db/migrate";
import { type Database, openDatabase } from "@cti/db/open";
import { createLogger, type Logger } from "@cti/observe/logger";
import { ServeError } from "@cti/observe/serve-error";
import { QueueError } from "@cti/queue/queue-error";

import { type Closers, createClosers } from "./closers.ts";
import { databaseUrl } from "./settings.ts";

export type ServiceParts = {
  config: Config;
  log: Logger;
  database: Database;
  /** Told of all that must be closed in the end, the latest first; also when the start fails half-way. */
  closers: Closers;
};

/** What a service gives back when it runs; `ended` resolves to an exit code when it wants to end by itself. */
export type RunningService = { ended?: Promise<number> };

/** Asks whoever supervises the process to start it afresh (EX_TEMPFAIL of sysexits.h). */
export const restartCode = 75;

/**
 * The life of a process of ours: settings, log, database, then the service until a signal ends it.
 * The first SIGTERM or SIGINT lets it finish, a second one ends it at once. Resolves to the exit code:
 * 0 ended as asked, 1 failed, 2 wrong settings, 5 no database or queue.
 */
export async function runService(options: {
  name: string;
  root: string;
  environment: NodeJS.ProcessEnv;
  start: (parts: ServiceParts) => Promise<RunningService>;
  /** Whether the message of this error says all that an operator needs. */
  isForeseen?: (error: unknown) => boolean;
}): Promise<number> {
  let config: Config;
  try {
    config = loadConfig(options);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`error: ${error.message}\n`);
    return 2;
  }
  const log = createLogger({
    level: config.settings["log.level"],
    format: config.settings["log.format"],
    name: options.name,
    to: "stdout",
  });
  for (const variable of unknownVariables(config)) log.warn({ variable }, "no such setting");
  const signals = listenForSignals(log);
  try {
    const database = await reachDatabase(config, options.name, { log, signal: signals.first });
    if (!database) return signals.first.aborted ? 0 : 5;
    try {
      const parts = { config, log, database, closers: createClosers() };
      const code = await runUntilEnd(options.start, parts, signals.first);
      log.info({ code }, "stopped");
      return code;
    } finally {
      await database.close();
    }
  } catch (error) {
    return explainEnd(log, error, options.isForeseen);
  } finally {
    signals.release();
  }
}

async function runUntilEnd(
  start: (parts: ServiceParts) => Promise<RunningService>,
  parts: ServiceParts,
  signal: AbortSignal,
): Promise<number> {
  try {
    return await untilAsked(start, parts, signal);
  } finally {
    await parts.closers.closeAll();
  }
}

async function untilAsked(
  start: (parts: ServiceParts) => Promise<RunningService>,
  parts: ServiceParts,
  signal: AbortSignal,
): Promise<number> {
  const { ended } = await start(parts);
  parts.log.info("started");
  const asked = new Promise<number>((resolve) => {
    if (signal.aborted) resolve(0);
    signal.addEventListener("abort", () => resolve(0));
  });
  return Promise.race(ended ? [asked, ended] : [asked]);
}

function explainEnd(log: Logger, error: unknown, isForeseen?: (error: unknown) => boolean): number {
  if (error instanceof QueueError || error instanceof ServeError || isForeseen?.(error)) {
    log.fatal({ reason: error instanceof Error ? error.message : String(error) }, "cannot start");
    return error instanceof QueueError ? 5 : 1;
  }
  log.fatal({ err: error }, error instanceof Error ? error.message : "failed");
  return 1;
}

/** Containers start side by side: a database that does not answer yet is waited for, for a minute. */
async function reachDatabase(
  { settings, root }: Config,
  name: string,
  { log, signal }: { log: Logger; signal: AbortSignal },
): Promise<Database | null> {
  const url = databaseUrl(settings);
  for (const deadline = Date.now() + 60_000; !signal.aborted;) {
    try {
      const database = await openDatabase({
        url,
        dataDir: path.resolve(root, settings["data_dir"]),
        poolSize: settings["database.pool_size"],
        name: `cti ${name} ${process.pid}`,
      });
      const pending = url ? (await migrationStatus(database.url)).pending.length : 0;
      if (pending === 0) return database;
      await database.close();
      throw new Error(`the schema is ${pending} migrations behind: run \`./run_cli.sh db migrate\``);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (Date.now() > deadline || !url) {
        log.fatal({ reason: message }, "no database");
        return null;
      }
      log.warn({ reason: message }, "waiting for the database");
      await pause(2_000, undefined, { signal }).catch(() => undefined);
    }
  }
  return null;
}

/** npm and a terminal may both send the same signal: a second one counts only when it comes later. */
function listenForSignals(log: Logger): { first: AbortSignal; release: () => void } {
  const controller = new AbortController();
  let firstAt = 0;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (!controller.signal.aborted) {
      firstAt = Date.now();
      log.info({ signal }, "stopping; a second signal ends at once");
      controller.abort();
    } else if (Date.now() - firstAt > 500) process.exit(130);
  };
  // A connection that breaks inside a transaction surfaces in the driver's own callback, where no catch can see it.
  const onUncaught = (error: Error): void => {
    if (/postgres\/(src|cjs\/src)\/connection|bullmq|ioredis|node_modules\/pg/.test(error.stack ?? "")) {
      log.error({ err: error }, "a connection was lost");
      return;
    }
    log.fatal({ err: error }, "unforeseen error");
    process.exit(1);
  };
  process.on("SIGTERM", onSignal).on("SIGINT", onSignal);
  process.on("uncaughtException", onUncaught).on("unhandledRejection", onUncaught);
  return {
    first: controller.signal,
    release: () => {
      process.off("SIGTERM", onSignal).off("SIGINT", onSignal);
      process.off("uncaughtException", onUncaught).off("unhandledRejection", onUncaught);
    },
  };
}
