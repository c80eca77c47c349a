import path from "node:path";

import { createLogger, type Logger } from "@cti/observe/logger";
import { openLogFiles } from "@cti/observe/log-files";
import { runStages, stageNames, type StageResult } from "@cti/domain/stages/run-stages";
import type { Command } from "commander";

import { collectAndUnderstand } from "../collect-and-understand.ts";
import type { Run } from "../command.ts";
import type { Context } from "../context.ts";
import { exitCodes, Exit } from "../exit.ts";
import { onInterrupt } from "../interrupt.ts";
import { note } from "../output.ts";

type Options = { once?: true; debug?: true; samples?: true };

export function registerDaemon(program: Command, run: Run): void {
  program
    .command("daemon")
    .description("scheduler, worker, API and dashboard in one process, for a server without containers")
    .option("--once", "every stage once, in order, without schedules; exit 1 when one failed")
    .option("--samples", "serve the sample web meanwhile")
    .option("--debug", "log also what only developers want to know")
    .addHelpText(
      "after",
      `
Logs go to stdout and to logs/cti_daemon_YYYYMMDD.log (log.dir, log.keep_days).

Examples:
  $ ./run_cli.sh daemon                 until SIGTERM or Ctrl-C
  $ ./run_cli.sh daemon --once --debug  does the pipeline work?`,
    )
    .action((options: Options) =>
      run(async (context) => {
        context.refuseServer();
        const { log, close } = openDaemonLog(context, options.debug ?? false);
        try {
          if (options.once) await runOnce(context, log, options.samples ?? false);
          else await runForEver(context, log, options.samples ?? false);
        } finally {
          await close();
        }
      }),
    );
}

export function openDaemonLog(
  { config: { settings, root } }: Context,
  debug: boolean,
): { log: Logger; close: () => Promise<void> } {
  const files = openLogFiles({
    dir: path.resolve(root, settings["log.dir"]),
    name: "cti_daemon",
    keepDays: settings["log.keep_days"],
    now: () => new Date(),
  });
  const log = createLogger({
    level: settings["log.level"],
    debug,
    format: settings["log.format"],
    name: "daemon",
    to: "stdout",
    also: [files],
  });
  return { log, close: () => files.close() };
}

async function runForEver(context: Context, log: Logger, samples: boolean): Promise<void> {
  const interrupt = onInterrupt("Finishing the jobs in hand");
  try {
    // Loaded only here: other commands start without it.
    const { startLocalStack } = await import("../local-stack.ts");
    const stack = await startLocalStack(context, { samples, log });
    log.info(
      { web: stack.web.url, dashboard: stack.dashboard.url, health: stack.healthUrl },
      "daemon started",
    );
    if (stack.web.url !== null && stack.web.setupToken !== null)
      log.warn(
        { setup_token: stack.web.setupToken },
        "nobody can sign in yet: the first admin is made with this token, within an hour",
      );
    if (stack.dashboard.url !== null && stack.dashboard.newPassword !== null)
      note(
        // A journal or a file would keep it.
        process.stderr.isTTY
          ? `dashboard: user admin, password ${stack.dashboard.newPassword} (shown this once)`
          : "dashboard: give it a login with `monitor password --save`, then start the daemon again",
      );
    await new Promise<void>((resolve) => {
      if (interrupt.signal.aborted) resolve();
      interrupt.signal.addEventListener("abort", () => resolve());
    });
    await stack.close();
    log.info("daemon stopped");
  } finally {
    interrupt.release();
  }
}

/** The five stages in order: rss_fetcher reads what is due, the others take what it and earlier ones left. */
async function runOnce(context: Context, log: Logger, samples: boolean): Promise<void> {
  const deps = await context.openCollector({ samples });
  const interrupt = onInterrupt("Finishing the sources in hand");
  const origin = { trigger: "daemon", actor: "daemon" } as const;
  const unfiltered = {
    named: [],
    tag: null,
    tier: null,
    force: false,
    limit: null,
    since: null,
    dryRun: false,
  };
  try {
    const collected = await collectAndUnderstand(
      { ...deps, stages: { ...deps.stages, enabled: [] } },
      { ...unfiltered, ...origin },
      {
        signal: interrupt.signal,
        onEvent: (event) => {
          if (event.event === "source_finished")
            log.debug({ source: event.result.source.slug, outcome: event.result.outcome }, "source checked");
        },
        onCollected: () => undefined,
        onStage: () => undefined,
      },
    );
    const { status, articles, sources, durationMs, runId } = collected;
    log.info({ stage: "rss_fetcher", run: runId, status, sources, articles, durationMs }, "stage ended");
    const results = await runStages(
      deps,
      { names: stageNames, limit: 1_000_000, all: false, ...origin },
      { signal: interrupt.signal, onProgress: (event) => log.debug(event, "stage goes on") },
    );
    for (const result of [...results, ...idleStages(results)]) log.info(result, "stage ended");
    if (interrupt.signal.aborted) throw new Exit(exitCodes.interrupted);
    const failed = [status, ...results.map((result) => result.status)].includes("failed");
    if (failed) throw new Exit(exitCodes.failed, "A stage failed; `history list` tells why.");
  } finally {
    interrupt.release();
  }
}

/** A stage that had nothing to do ran all the same. */
function idleStages(results: StageResult[]): Omit<StageResult, "runId">[] {
  return stageNames
    .filter((name) => !results.some(({ stage }) => stage === name))
    .map((stage) => ({ stage, status: "completed", done: {}, durationMs: 0 }));
}
