import { styleText } from "node:util";

import { Command } from "commander";

import { registerAnalyses } from "./commands/analyses.ts";
import { registerAnalyze } from "./commands/analyze.ts";
import { registerArticles } from "./commands/articles.ts";
import { registerAudit } from "./commands/audit.ts";
import { registerBackup } from "./commands/backup.ts";
import { registerBenign } from "./commands/benign.ts";
import { registerCollect } from "./commands/collect.ts";
import { registerCompletion } from "./commands/completion.ts";
import { registerConfig } from "./commands/config.ts";
import { registerDaemon } from "./commands/daemon.ts";
import { registerDb } from "./commands/db.ts";
import { registerDoctor } from "./commands/doctor.ts";
import { registerEmbed } from "./commands/embed.ts";
import { registerEntities } from "./commands/entities.ts";
import { registerExport } from "./commands/export.ts";
import { registerExtract } from "./commands/extract.ts";
import { registerHealth } from "./commands/health.ts";
import { registerHistory } from "./commands/history.ts";
import { registerIndicators } from "./commands/indicators.ts";
import { registerInit } from "./commands/init.ts";
import { registerJobs } from "./commands/jobs.ts";
import { registerKnowledge } from "./commands/knowledge.ts";
import { registerModels } from "./commands/models.ts";
import { registerMonitor } from "./commands/monitor.ts";
import { registerPipeline } from "./commands/pipeline.ts";
import { registerRank } from "./commands/rank.ts";
import { registerReports } from "./commands/reports.ts";
import { registerSchedules } from "./commands/schedules.ts";
import { registerSearch } from "./commands/search.ts";
import { registerSources } from "./commands/sources.ts";
import { registerStats } from "./commands/stats.ts";
import { registerStories } from "./commands/stories.ts";
import { registerTenants } from "./commands/tenants.ts";
import { registerTokens } from "./commands/tokens.ts";
import { registerUp } from "./commands/up.ts";
import { registerUsers } from "./commands/users.ts";
import { registerWatch } from "./commands/watch.ts";
import type { Run } from "./command.ts";
import { type Context, type GlobalOptions, createContext } from "./context.ts";
import { exitCodes, explain } from "./exit.ts";
import { collectAll } from "./options.ts";
import { note } from "./output.ts";
import { clean } from "./terminal/clean.ts";

/** Every command there is, in the order of the help. */
const commands: ((program: Command, run: Run) => void)[] = [
  registerInit,
  registerSources,
  registerCollect,
  registerMonitor,
  registerUp,
  registerDaemon,
  registerArticles,
  registerSearch,
  registerStories,
  registerIndicators,
  registerEntities,
  registerExtract,
  registerRank,
  registerWatch,
  registerBenign,
  registerKnowledge,
  registerPipeline,
  registerAnalyze,
  registerAnalyses,
  registerEmbed,
  registerModels,
  registerExport,
  registerStats,
  registerHistory,
  registerSchedules,
  registerJobs,
  registerHealth,
  registerReports,
  registerUsers,
  registerTokens,
  registerTenants,
  registerAudit,
  registerDb,
  registerBackup,
  registerConfig,
  registerDoctor,
  registerCompletion,
];

export type Program = { run: (argv: string[]) => Promise<number> };

/** `run` resolves to the exit code and never rejects. */
export function buildProgram(environment: NodeJS.ProcessEnv): Program {
  const program = new Command("cti")
    .description("CTI Scraper: collects what the threat intelligence field publishes, on your own machine.")
    .version("0.1.0")
    .option("--set <key=value>", "override a setting; may be repeated", collectAll)
    .option("--log-level <level>", "trace, debug, info, warn, error, fatal or silent")
    .option("--data-dir <folder>", "folder of the embedded database")
    .option("--server <url>", "ask this server instead of the database of this machine (CTI_SERVER)")
    .option("--token-file <file>", "where the API token for it stands, if not in CTI_TOKEN")
    .option("--insecure", "show it that token over plain HTTP as well")
    .option("--debug", "show the whole error when something unforeseen happens")
    .showSuggestionAfterError()
    .showHelpAfterError("(add --help for what is possible)")
    .configureHelp({ sortSubcommands: false, showGlobalOptions: false })
    .exitOverride()
    .addHelpText(
      "after",
      `
Examples:
  $ ./run_cli.sh init                    load the built-in sources
  $ ./run_cli.sh collect                 read what is due
  $ ./run_cli.sh stories list --since 24h
  $ ./run_cli.sh search 'actor:APT29 since:7d'
  $ ./run_cli.sh indicators export --role c2 --format plain
  $ ./run_cli.sh export --format json --days 7 > week.json

Exit codes: 0 ok, 1 failed, 2 usage, 3 partial, 4 not allowed, 5 database, server or model unreachable, 6 conflict, 130 interrupted.`,
    );

  let command = "";
  program.hook("preAction", (_, action) => void (command = pathOf(action)));

  const run = async (work: (context: ReturnType<typeof createContext>) => Promise<void>): Promise<void> => {
    const context = createContext(program.opts<GlobalOptions>(), environment, command);
    const release = closeAtTheEnd(context);
    try {
      await work(context);
    } finally {
      release();
      await context.close();
    }
  };

  for (const register of commands) register(program, run);
  inheritExitOverride(program);

  return {
    run: async (argv) => {
      try {
        await program.parseAsync(argv);
        return Number(process.exitCode ?? 0);
      } catch (error) {
        const { code, message, unforeseen } = explain(error);
        if (message)
          note(
            message
              .split("\n")
              .map((line) => `${styleText("red", "error:", { stream: process.stderr })} ${clean(line)}`)
              .join("\n"),
          );
        if (unforeseen && program.opts<{ debug?: true }>().debug && error instanceof Error)
          note(error.stack ?? "");
        else if (unforeseen)
          note("This was not foreseen; --debug before the command shows where it happened.");
        return code;
      }
    },
  };
}

/** However the process ends, it leaves the embedded database: on signals, a closed pipe, or an error nobody caught. */
function closeAtTheEnd(context: Context): () => void {
  let isEnding = false;
  const end = (code: number): void => {
    if (isEnding) return;
    isEnding = true;
    const late = setTimeout(() => process.exit(code), 5_000);
    late.unref();
    void context.close().finally(() => process.exit(code));
  };
  // collect and monitor take SIGINT and SIGTERM themselves, to finish what they have in hand.
  const onSignal = (signal: NodeJS.Signals): void => {
    if (process.listenerCount(signal) === 1) end(exitCodes.interrupted);
  };
  const onPipe = (error: NodeJS.ErrnoException): void => {
    if (error.code !== "EPIPE") note(`error: the output could not be written: ${error.message}`);
    end(error.code === "EPIPE" ? exitCodes.ok : exitCodes.failed);
  };
  // A connection that breaks inside a transaction surfaces in the driver's own callback, where no catch can see it.
  const onLost = (error: Error): void => {
    const isLost = /postgres\/src\/connection/.test(error.stack ?? "");
    const log = context.lostConnections();
    if (isLost && log) return log.warn({ reason: error.message }, "a connection to the database was lost");
    note(
      isLost
        ? "error: The connection to the database was lost."
        : `error: ${clean(error.stack ?? error.message)}`,
    );
    end(isLost ? exitCodes.unreachable : exitCodes.failed);
  };
  process
    .on("SIGINT", onSignal)
    .on("SIGTERM", onSignal)
    .on("SIGHUP", onSignal)
    .on("uncaughtException", onLost);
  process.stdout.on("error", onPipe);
  return () => {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal).off("SIGHUP", onSignal);
  };
}

/** `sources list`, as people write it. */
function pathOf(command: Command): string {
  const above = command.parent?.parent ? `${pathOf(command.parent)} ` : "";
  return above + command.name();
}

/** Commander gives exitOverride to commands added later, but not its suggestion settings to those added before. */
function inheritExitOverride(command: Command): void {
  for (const child of command.commands) {
    child.exitOverride().showSuggestionAfterError().showHelpAfterError("(add --help for what is possible)");
    inheritExitOverride(child);
  }
}
