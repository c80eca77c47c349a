import { writeDailyReport } from "@cti/domain/reports/write-daily-report";
import type { Command } from "commander";

import { accountName } from "../account-name.ts";
import type { Run } from "../command.ts";
import type { Report, ReportLine } from "../data/data.ts";
import { exitCodes, Exit } from "../exit.ts";
import { parseCount } from "../options.ts";
import { note, print, printJson, printRows, printText } from "../output.ts";
import { count, formatTime } from "../terminal/format.ts";
import type { Column } from "../terminal/table.ts";

const columns: Column<ReportLine>[] = [
  { title: "day", value: (row) => row.day },
  { title: "new", value: (row) => row.articles, right: true },
  { title: "stories", value: (row) => row.stories, right: true },
  { title: "failing sources", value: (row) => row.failing, right: true },
  { title: "written", value: (row) => formatTime(row.created_at) },
];

export function registerReports(program: Command, run: Run): void {
  const reports = program
    .command("reports")
    .description("what each day brought; written at 06:00 by schedule");

  reports
    .command("list")
    .description("the days that have a report, the latest first")
    .option("-n, --limit <number>", "at most this many", parseCount, 14)
    .option("--json", "print an array of objects")
    .action((options: { limit: number; json?: true }) =>
      run(async (context) => {
        const items = await (await context.openData()).reports.list(options.limit);
        printRows(items, columns, {
          ...options,
          empty: "There is no report yet; `reports write` makes the one of yesterday.",
        });
      }),
    );

  reports
    .command("show [day]")
    .description("one day (the latest by default): new articles, top stories, failing and quiet sources")
    .option("--json", "print one object")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh reports show 2026-11-20")
    .action((day: string | undefined, options: { json?: true }) =>
      run(async (context) => {
        const report = await (await context.openData()).reports.show(day ?? null);
        if (!report)
          throw new Exit(
            exitCodes.failed,
            `There is no report${day ? ` of ${day}` : ""}; \`reports list\` shows the days.`,
          );
        if (options.json) return printJson(report);
        printReport(report);
      }),
    );

  reports
    .command("write [day]")
    .description("write the report of a day (yesterday by default) now, or again")
    .action((day: string | undefined) =>
      run(async (context) => {
        const { db, sql } = await context.openDatabase();
        const written = await writeDailyReport(
          { db, sql, now: () => new Date() },
          {
            day: day ?? null,
            timeZone: context.config.settings["scheduler.time_zone"],
            trigger: "cli",
            actor: accountName(),
          },
        );
        note(`Report of ${written.day} written; \`reports show ${written.day}\` prints it.`);
      }),
    );
}

function printReport(report: Report): void {
  const { articles, stories, indicators, sources, runs } = report;
  print(`Report of ${report.day} (${report.time_zone})\n`);
  print(
    `${count(articles.new, "new article")}, ${articles.updated} updated; ${count(runs.total, "run")}, ${runs.failed} failed, ${runs.with_errors} with errors`,
  );
  for (const line of articles.by_source.slice(0, 10)) printText(`  ${line.new} ${line.source}`);
  if (stories.length > 0) print("\nTop stories");
  for (const story of stories)
    printText(
      `  ${story.score === null ? " –" : Math.round(story.score)}  ${story.title} (story ${story.id}, ${count(story.articles, "article")} of ${count(story.owners, "owner")})`,
    );
  if (indicators.length > 0)
    print(`\nSeen for the first time: ${indicators.map((line) => `${line.new} ${line.type}`).join(" · ")}`);
  if (sources.failing.length > 0) print("\nFailing sources");
  for (const { source, reason, failures, last_success_at } of sources.failing.slice(0, shown))
    printText(
      `  ${source}: ${reason}, ${count(failures, "time")} in a row, last read ${formatTime(last_success_at)}`,
    );
  printRest(sources.failing.length);
  if (sources.quiet.length > 0) print("\nQuiet sources");
  for (const { source, last_new_at } of sources.quiet.slice(0, shown))
    printText(`  ${source}: nothing new since ${formatTime(last_new_at)}`);
  printRest(sources.quiet.length);
}

const shown = 15;

function printRest(all: number): void {
  if (all > shown) print(`  … and ${all - shown} more; --json has them all`);
}
