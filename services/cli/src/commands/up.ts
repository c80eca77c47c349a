import type { StageDeps } from "@cti/domain/stages/run-stages";
import type { Logger } from "@cti/observe/logger";
import type { Command } from "commander";

import { collectAndUnderstand, type Collected } from "../collect-and-understand.ts";
import type { Run } from "../command.ts";
import { exitCodes, Exit } from "../exit.ts";
import { onInterrupt } from "../interrupt.ts";
import type { LocalStack } from "../local-stack.ts";
import { parseInterval } from "../options.ts";
import { note, print } from "../output.ts";
import { count } from "../terminal/format.ts";
import { createProgress, createStageProgress } from "../terminal/progress.ts";
import { finishCollect, printSummary } from "./collect.ts";
import { openDaemonLog } from "./daemon.ts";
import { loadBuiltInPack, loadSamples } from "./init.ts";

type Options = { samples: boolean; interval?: number; once?: true };

export function registerUp(program: Command, run: Run): void {
  program
    .command("up")
    .description(
      "the local stack in the foreground: database, sources, samples, then scheduler, worker, API and dashboard",
    )
    .option("--no-samples", "without the sample web")
    .option(
      "--interval <time>",
      "how often what is due is queued (scheduler.components.rss_fetcher)",
      parseInterval,
    )
    .option("--once", "stop when the samples are collected")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./start_development.sh\n  $ ./run_cli.sh up --no-samples --interval 10m",
    )
    .action((options: Options) =>
      run(async (context) => {
        const { folder } = await context.openDatabase();
        print(
          `database  ${folder ? `embedded PostgreSQL in ${folder}` : "the one of DATABASE_URL"}, schema up to date`,
        );
        const pack = await loadBuiltInPack(context);
        print(
          `sources   ${count(pack.added.length, "source")} added from the built-in pack, ${pack.unchanged + pack.updated.length} there already`,
        );
        const deps = await context.openCollector({ samples: options.samples });
        const summary = options.samples ? await collectSamples(context, deps) : null;
        if (summary && (options.once || summary.status === "cancelled")) finishCollect(summary);
        if (options.once) return;

        const { log, close } = openDaemonLog(context, false);
        try {
          await runUntilInterrupt(context, { ...options, log });
        } finally {
          await close();
        }
      }),
    );
}

async function runUntilInterrupt(
  context: Parameters<typeof loadSamples>[0],
  { samples, interval, log }: Options & { log: Logger },
): Promise<void> {
  const interrupt = onInterrupt("Finishing the jobs in hand");
  try {
    // Loaded only here: other commands start without it.
    const { startLocalStack } = await import("../local-stack.ts");
    const stack = await startLocalStack(context, {
      samples,
      log,
      ...(interval !== undefined && { rssFetcherMinutes: Math.max(1, Math.round(interval / 60_000)) }),
    });
    print(welcome(stack));
    await new Promise<void>((resolve) => {
      if (interrupt.signal.aborted) resolve();
      interrupt.signal.addEventListener("abort", () => resolve());
    });
    await stack.close();
    if (!interrupt.signal.aborted)
      throw new Exit(exitCodes.failed, "The memory limit worker.max_memory is reached.");
    throw new Exit(exitCodes.interrupted);
  } finally {
    interrupt.release();
  }
}

function welcome({ web, dashboard, healthUrl }: LocalStack): string {
  const setup =
    web.url !== null && web.setupToken !== null
      ? `\n             make the first account, within an hour: ${web.url}/setup?token=${web.setupToken}`
      : "";
  const login =
    dashboard.url !== null && dashboard.newPassword !== null
      ? `   user admin, password ${dashboard.newPassword} (shown this once)`
      : "";
  return `
CTI Scraper is running until Ctrl-C: it collects, groups and ranks by itself (./run_cli.sh schedules list).
  web        ${web.url === null ? `not served: ${web.reason}` : `${web.url}${setup}`}
  dashboard  ${dashboard.url === null ? `not served: ${dashboard.reason}` : `${dashboard.url}${login}`}
  health     ${healthUrl ?? "not served (worker.port is 0)"}
Look at the data from another terminal:
  ./run_cli.sh stories list            ./run_cli.sh search 'has:ioc since:7d'
  ./run_cli.sh articles list           ./run_cli.sh indicators list --role c2
  ./run_cli.sh jobs list               ./run_cli.sh history list
`;
}

async function collectSamples(
  context: Parameters<typeof loadSamples>[0],
  deps: StageDeps,
): Promise<Collected> {
  await loadSamples(context);
  note("samples   collecting the sample web, which needs no internet");
  const interrupt = onInterrupt("Finishing the sources in hand");
  const progress = createProgress(process.stderr, { quiet: false });
  const options = {
    named: [],
    tag: "samples",
    tier: null,
    force: true,
    limit: null,
    since: null,
    dryRun: false,
  } as const;
  try {
    const summary = await collectAndUnderstand(
      deps,
      { ...options, named: [...options.named], trigger: "cli", actor: "up" },
      {
        signal: interrupt.signal,
        onEvent: progress.onEvent,
        onCollected: progress.stop,
        onStage: createStageProgress(process.stderr),
      },
    ).finally(progress.stop);
    printSummary(summary, false);
    return summary;
  } finally {
    interrupt.release();
  }
}
