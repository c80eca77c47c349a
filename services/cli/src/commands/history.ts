import { cleanup } from "@cti/domain/runs/cleanup";
import { type Command, Option } from "commander";

import { accountName } from "../account-name.ts";
import type { Run } from "../command.ts";
import type { RunDetail, RunFilter, RunLine } from "../data/data.ts";
import { exitCodes, Exit } from "../exit.ts";
import { parseCount } from "../options.ts";
import { note, print, printJson, printRows, printText } from "../output.ts";
import { count, formatDuration, formatTime } from "../terminal/format.ts";
import type { Column } from "../terminal/table.ts";

type Line = Omit<RunLine, "errors" | "warnings"> & { errors: number };
const columns: Column<Line>[] = [
  { title: "run", value: (row) => row.id, right: true },
  { title: "kind", value: (row) => row.kind },
  { title: "started", value: (row) => formatTime(row.started_at) },
  {
    title: "took",
    value: (row) => (row.duration_ms === null ? "–" : formatDuration(row.duration_ms)),
    right: true,
  },
  { title: "status", value: (row) => row.status.replaceAll("_", " ") },
  { title: "found", value: (row) => row.counts.found ?? 0, right: true },
  { title: "new", value: (row) => row.counts.new ?? 0, right: true },
  { title: "updated", value: (row) => row.counts.updated ?? 0, right: true },
  { title: "errors", value: (row) => row.errors, right: true },
  { title: "by", value: (row) => `${row.actor ?? "–"} (${row.trigger})` },
];

const statuses = ["running", "completed", "completed_with_errors", "failed", "cancelled"] as const;
type ListOptions = Omit<RunFilter, "all"> & { all?: true; json?: true };

export function registerHistory(program: Command, run: Run): void {
  const history = program.command("history").description("what ran, what it did and what failed");

  history
    .command("list")
    .description("the latest runs, scheduled and manual ones alike")
    .option("-n, --limit <number>", "at most this many", parseCount, 20)
    .option("-a, --all", "also scheduled checks that found nothing new")
    .option("--kind <kind>", "only this kind, such as collect or daily_report")
    .addOption(new Option("--status <status>", "only runs that ended so").choices(statuses))
    .addOption(new Option("--trigger <trigger>", "only runs started so").choices(["cli", "schedule", "api"]))
    .option("--json", "print an array of objects")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh history list\n  $ ./run_cli.sh history list --all --trigger schedule\n  $ ./run_cli.sh history list --status failed",
    )
    .action((options: ListOptions) =>
      run(async (context) => {
        const { runs } = await context.openData();
        const { json, ...filter } = options;
        const { items, hidden } = await runs.list({ ...filter, all: options.all ?? false });
        printRows(items, columns, { ...(json && { json }), empty: "Nothing has run yet." });
        if (hidden && !json)
          note(`${count(hidden, "scheduled check")} without news not shown; --all shows them`);
      }),
    );

  history
    .command("show <run>")
    .description("one run with every source of it")
    .option("--json", "print one object")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh history show 3")
    .action((id: string, options: { json?: true }) =>
      run(async (context) => {
        if (!/^\d{1,9}$/.test(id))
          throw new Exit(exitCodes.usage, `${id} is no run; \`history list\` shows them`);
        const shown = await (await context.openData()).runs.show(Number(id));
        if (options.json) return printJson(shown);
        printRows([{ ...shown, errors: shown.errors.length }], columns, { empty: "" });
        print(`\nparams ${JSON.stringify(shown.params)}`);
        for (const { source, reason, message } of shown.errors)
          printText(`error: ${source ? `${source}: ` : ""}${reason}: ${message}`);
        for (const warning of shown.warnings) printText(`warning: ${warning}`);
        print("");
        printRows(shown.checks, checkColumns, { empty: "No source was checked." });
      }),
    );

  registerUpkeep(history, run);
}

function registerUpkeep(history: Command, run: Run): void {
  history
    .command("stats")
    .description("what the runs of some days did together")
    .option("--days <number>", "how many days back", parseCount, 30)
    .option("--json", "print one object")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh history stats --days 7")
    .action((options: { days: number; json?: true }) =>
      run(async (context) => {
        const stats = await (await context.openData()).runs.stats(options.days);
        if (options.json) return printJson(stats);
        print(
          `${count(stats.runs, "run")} in ${stats.days} days, ${formatDuration(stats.average_duration_ms)} on average`,
        );
        for (const [status, number] of Object.entries(stats.by_status))
          print(`  ${status.replaceAll("_", " ")}: ${number}`);
        print(
          `articles: ${Object.entries(stats.articles)
            .map(([name, number]) => `${number} ${name}`)
            .join(" · ")}`,
        );
        for (const { reason, count } of stats.failures_by_reason)
          print(`  failed checks: ${reason} ${count}`);
      }),
    );

  history
    .command("cleanup")
    .description("forget old runs and checks; articles are not touched")
    .option("--keep-days <number>", "keep this many days (history.keep_days by default)", parseCount)
    .option("--json", "print one object")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh history cleanup --keep-days 30")
    .action((options: { keepDays?: number; json?: true }) =>
      run(async (context) => {
        const { db, sql } = await context.openDatabase();
        const keepDays = options.keepDays ?? context.config.settings["history.keep_days"];
        const { done } = await cleanup(
          { db, sql, now: () => new Date() },
          { keepDays, trigger: "cli", actor: accountName() },
        );
        if (options.json) return printJson(done);
        print(
          `${count(done.runs, "run")}, ${count(done.checks, "check")} and ${count(done.jobRecords, "job record")} older than ${keepDays} days are gone`,
        );
      }),
    );
}

type Check = RunDetail["checks"][number];
const checkColumns: Column<Check>[] = [
  { title: "source", value: (row) => row.source },
  { title: "outcome", value: (row) => row.reason ?? row.outcome.replace("_", " ") },
  { title: "found", value: (row) => row.counts.found ?? 0, right: true },
  { title: "new", value: (row) => row.counts.new ?? 0, right: true },
  { title: "unchanged", value: (row) => row.counts.unchanged ?? 0, right: true },
  { title: "ms", value: (row) => row.duration_ms, right: true },
  { title: "message", value: (row) => row.message ?? "", grows: true },
];
