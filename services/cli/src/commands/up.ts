import type { StageDeps } from "@cti/domain/stages/run-stages";
import { recordScheduleRun } from "@cti/domain/schedules/record";
import type { Command } from "commander";

import { collectAndUnderstand, type Collected } from "../collect-and-understand.ts";
import type { Run } from "../command.ts";
import { onInterrupt } from "../interrupt.ts";
import { parseInterval } from "../options.ts";
import { note, print } from "../output.ts";
import { count } from "../terminal/format.ts";
import { createProgress, createStageProgress } from "../terminal/progress.ts";
import { finishCollect, printSummary } from "./collect.ts";
import { loadBuiltInPack, loadSamples } from "./init.ts";
import { monitor } from "./monitor.ts";

type Options = { samples: boolean; interval?: number; once?: true };

export function registerUp(program: Command, run: Run): void {
  program
    .command("up")
    .description("the local stack in the foreground: database, sources, samples, then collecting on schedule")
    .option("--no-samples", "without the sample web")
    .option("--interval <time>", "pause between two rounds (monitor.interval by default)", parseInterval)
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

        const interval = options.interval ?? context.config.settings["monitor.interval"];
        print(`
CTI Scraper is running: it collects what is due every ${interval / 1_000} s, until Ctrl-C.
Look at the data from another terminal:
  ./run_cli.sh stories list            ./run_cli.sh search 'has:ioc since:7d'
  ./run_cli.sh articles list           ./run_cli.sh indicators list --role c2
  ./run_cli.sh sources list --active   ./run_cli.sh history list
  ./run_cli.sh export --format json --days 7
`);
        const onRound = (): Promise<void> =>
          recordScheduleRun(deps.db, {
            name: "rss_fetcher",
            intervalSeconds: Math.round(interval / 1_000),
            now: new Date(),
          });
        await monitor(deps, { interval, once: false, json: false, trigger: "schedule", onRound });
      }),
    );
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
