import type { CollectOptions, CollectSummary } from "@cti/domain/sources/collect";
import { styleText } from "node:util";
import type { Command } from "commander";

import { accountName } from "../account-name.ts";
import { collectAndUnderstand, type Collected } from "../collect-and-understand.ts";
import type { Run } from "../command.ts";
import { exitCodes, Exit } from "../exit.ts";
import { onInterrupt } from "../interrupt.ts";
import { collectAll, parseCount, parseSince, parseTier } from "../options.ts";
import { print, printJson } from "../output.ts";
import { clean } from "../terminal/clean.ts";
import { count, formatDuration } from "../terminal/format.ts";
import { createProgress, createStageProgress } from "../terminal/progress.ts";
import { formatTable } from "../terminal/table.ts";
import { printStages } from "./pipeline.ts";

type Options = {
  source?: string[];
  tag?: string;
  tier?: number;
  limit?: number;
  since?: Date;
  force?: true;
  dryRun?: true;
  samples?: true;
  incremental?: true;
  quiet?: true;
  json?: true;
};

export function registerCollect(program: Command, run: Run): void {
  program
    .command("collect")
    .description("read the sources that are due and store their new articles")
    .option("-s, --source <slug>", "only this source, due or not; may be repeated", collectAll)
    .option("-t, --tag <tag>", "only sources with this tag")
    .option("--tier <1-3>", "only sources of this tier", parseTier)
    .option("-n, --limit <number>", "at most this many entries of each source", parseCount)
    .option("--since <age|date>", "only entries published since", parseSince)
    .option("-f, --force", "all sources, due or not")
    .option("--incremental", "only what is new since the last time (this is what always happens)")
    .option("--dry-run", "fetch and read, but store nothing")
    .option("--samples", "serve the sample web meanwhile, so that its sources can be collected")
    .option("-q, --quiet", "no progress, only failures")
    .option("--json", "print one object with the result")
    .addHelpText(
      "after",
      `
Examples:
  $ ./run_cli.sh collect                          what is due
  $ ./run_cli.sh collect --force --tier 1         all of tier 1, now
  $ ./run_cli.sh collect -s krebs-on-security     one source
  $ ./run_cli.sh collect --dry-run --limit 5      what would come, from 5 entries of each
  $ ./run_cli.sh collect --samples --tag samples  the sample web, without internet

Exit codes: 0 all sources were read, 3 some failed, 1 all failed, 130 interrupted.`,
    )
    .action((options: Options) =>
      run(async (context) => {
        const deps = await context.openCollector({ samples: options.samples ?? false });
        const interrupt = onInterrupt("Finishing the sources in hand");
        const progress = createProgress(process.stderr, { quiet: options.quiet ?? false });
        try {
          const events = {
            signal: interrupt.signal,
            onEvent: progress.onEvent,
            onCollected: progress.stop,
            onStage: createStageProgress(process.stderr),
          };
          const summary = await collectAndUnderstand(deps, toCollectOptions(options), events).finally(
            progress.stop,
          );
          if (options.json) printJson(summary);
          else printSummary(summary, options.dryRun ?? false);
          finishCollect(summary);
        } finally {
          interrupt.release();
        }
      }),
    );
}

function toCollectOptions(options: Options): CollectOptions {
  return {
    named: options.source ?? [],
    tag: options.tag ?? null,
    tier: options.tier ?? null,
    force: options.force ?? false,
    limit: options.limit ?? null,
    since: options.since ?? null,
    dryRun: options.dryRun ?? false,
    trigger: "cli",
    actor: accountName(),
  };
}

export function printSummary(summary: Collected, dryRun: boolean): void {
  const { sources, articles, failures } = summary;
  const rows = [
    {
      what: "sources",
      counts: {
        total: sources.total,
        ok: sources.ok,
        "not modified": sources.notModified,
        failed: sources.failed,
        skipped: sources.skipped,
      },
    },
    { what: "articles", counts: { ...articles } },
  ];
  for (const { what, counts } of rows) {
    const line = Object.entries(counts).map(([name, number]) => `${number} ${name}`);
    print(`${what.padEnd(9)} ${line.join(" · ")}`);
  }
  printStages(summary.stages);
  if (failures.length > 0) {
    print("");
    const columns = [
      { title: "source", value: (row: Failure) => row.source },
      { title: "reason", value: (row: Failure) => row.reason },
      { title: "message", value: (row: Failure) => clean(row.message), grows: true },
    ];
    const shown = process.stdout.isTTY ? failures.slice(0, 20) : failures;
    print(formatTable(shown, columns, process.stdout.isTTY ? process.stdout.columns : null));
    if (shown.length < failures.length)
      print(`… and ${failures.length - shown.length} more; ./run_cli.sh history show ${summary.runId ?? ""}`);
    const dns = failures.filter(({ reason }) => reason === "dns").length;
    if (dns > 5 && dns > 0.8 * failures.length)
      print("Hardly any name can be resolved: is this machine offline?");
    print("");
  }
  const name = summary.runId === null ? "Dry run" : `Run ${summary.runId}`;
  const colour = summary.status === "completed" ? "green" : summary.status === "failed" ? "red" : "yellow";
  const status = styleText(colour, summary.status.replaceAll("_", " "), { stream: process.stdout });
  const verdict = dryRun ? "; nothing was stored" : `: ${count(articles.new, "new article")}`;
  print(`${name} ${status} in ${formatDuration(summary.durationMs)}${verdict}`);
}

type Failure = CollectSummary["failures"][number];

/** The exit code that a run deserves. */
export function finishCollect({ status }: CollectSummary): void {
  switch (status) {
    case "cancelled":
      throw new Exit(exitCodes.interrupted);
    case "failed":
      throw new Exit(exitCodes.failed);
    case "completed_with_errors":
      throw new Exit(exitCodes.partial);
    case "completed":
    case "running":
      return;
  }
}
