import { countDue } from "@cti/domain/stages/count-due";
import { runStages, type StageName, stageNames, type StageResult } from "@cti/domain/stages/run-stages";
import { type Command, Option } from "commander";

import { accountName } from "../account-name.ts";
import type { Run } from "../command.ts";
import { exitCodes, Exit } from "../exit.ts";
import { onInterrupt } from "../interrupt.ts";
import { parseCount } from "../options.ts";
import { note, print, printJson, printRows } from "../output.ts";
import { createStageProgress } from "../terminal/progress.ts";
import { formatDuration } from "../terminal/format.ts";

type Options = { stage?: StageName[]; all?: true; limit: number; json?: true };

export function registerPipeline(program: Command, run: Run): void {
  const pipeline = program
    .command("pipeline")
    .description(
      "the stages after collecting: article_scraper, entity_extractor, semantic_clusterer, article_ranker",
    );

  pipeline
    .command("run")
    .description(
      "do what is due: read pages that failed, extract, group, rank; `collect` does it for what it collected",
    )
    .addOption(new Option("--stage <name...>", "only these stages").choices([...stageNames]))
    .option("--all", "extract and rank everything again, due or not")
    .option("-n, --limit <number>", "at most so many articles in each stage", parseCount, 1_000_000)
    .option("--json", "print an array of objects")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh pipeline run                            after `knowledge sync`: old articles with new knowledge\n  $ ./run_cli.sh pipeline run --stage article_ranker --all  after changing weights",
    )
    .action((options: Options) =>
      run(async (context) => {
        const deps = await context.openCollector();
        const interrupt = onInterrupt("Finishing the batch in hand");
        try {
          const results = await runStages(
            deps,
            {
              names: options.stage ?? stageNames,
              limit: options.limit,
              all: options.all ?? false,
              trigger: "cli",
              actor: accountName(),
            },
            { signal: interrupt.signal, onProgress: createStageProgress(process.stderr) },
          );
          if (options.json) printJson(results);
          else if (results.length === 0) note("Nothing is due.");
          else printStages(results);
          finishStages(results);
        } finally {
          interrupt.release();
        }
      }),
    );

  pipeline
    .command("status")
    .description("how much waits for each stage")
    .option("--json", "print an array of objects")
    .action((options: { json?: true }) =>
      run(async (context) => {
        const deps = await context.openCollector();
        const rows = [];
        for (const stage of stageNames)
          rows.push({ stage, due: await countDue(deps, stage, { all: false }) });
        printRows(
          rows,
          [
            { title: "stage", value: (row) => row.stage },
            { title: "due", value: (row) => row.due, right: true },
          ],
          { ...options, empty: "" },
        );
      }),
    );
}

export function printStages(results: StageResult[]): void {
  for (const { stage, done, durationMs, status } of results) {
    const counts = Object.entries(done)
      .filter(([, number]) => number > 0)
      .map(([name, number]) => `${number} ${name}`);
    print(
      `${stage.padEnd(18)} ${counts.join(" · ") || "nothing"} in ${formatDuration(durationMs)}${status === "completed" ? "" : ` (${status.replaceAll("_", " ")})`}`,
    );
  }
}

function finishStages(results: StageResult[]): void {
  if (results.some(({ status }) => status === "cancelled")) throw new Exit(exitCodes.interrupted);
  if (results.some(({ status }) => status === "completed_with_errors")) throw new Exit(exitCodes.partial);
}
