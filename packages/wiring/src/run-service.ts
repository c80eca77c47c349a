import { setTimeout as pause } from "node:timers/promises";
import path from "node:path";

import { ConfigError } from "@cti/config/config-error";
import { type Config, loadConfig, unknownVariables } from "@cti/config/load";
import { migrationStatus } from "@cti/db/migrate";
import { type Database, openDatabase } from "@cti/db/open";
import { createLogger, type Logger } from "@cti/observe/logger";

import { databaseUrl } from "./settings.ts";

export type ServiceParts = { config: Config; log: Logger; database: Database };

/** What a service gives back when it runs; `ended` resolves to an exit code when it wants to end by itself. */
export type RunningService = { close(): Promise<void>; ended?: Promise<number> };

/** Asks whoever supervises the process to start it afresh (EX_TEMPFAIL of sysexits.h). */
export const restartCode = 75;

/**
 * The life of a process of ours: settings, log, database, then the service until a signal ends it.
 * The first SIGTERM or SIGINT lets it finish, a second one ends it at once. Resolves to the exit code:
 * 0 ended as asked, 1 failed, 2 wrong settings, 5 no database.
 */
export async function runService(options: {
  name: string;
  root: string;
  environment: NodeJS.ProcessEnv;
  start: (parts: ServiceParts) => Promise<RunningService>;
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
      return await runUntilEnd(options.start, { config, log, database }, signals.first);
    } finally {
      await database.close();
    }
  } catch (error) {
    log.fatal({ err: error }, error instanceof Error ? error.message : "failed");
    return 1;
  } finally {
    signals.release();
  }
}

async function runUntilEnd(
  start: (parts: ServiceParts) => Promise<RunningService>,
  parts: ServiceParts,
  signal: AbortSignal,
): Promise<number> {
  const { log } = parts;
  const service = await start(parts);
  log.info("started");
  const asked = new Promise<number>((resolve) => {
    if (signal.aborted) resolve(0);
    signal.addEventListener("abort", () => resolve(0));
  });
  const code = await Promise.race(service.ended ? [asked, service.ended] : [asked]);
  await service.close();
  log.info({ code }, "stopped");
  return code;
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
