import { type AuditFormat, auditFormats } from "@cti/domain/audit/export-audit";
import { type Command, Option } from "commander";

import type { Run } from "../command.ts";
import type { AuditFilter, AuditRow } from "../data/data.ts";
import { exitCodes, Exit } from "../exit.ts";
import { parseCount, parseSince } from "../options.ts";
import { note, print, printJson, printRows, writeAll } from "../output.ts";
import { count, formatTime } from "../terminal/format.ts";
import type { Column } from "../terminal/table.ts";

const columns: Column<AuditRow>[] = [
  { title: "id", value: (row) => row.id, right: true },
  { title: "at", value: (row) => formatTime(row.at) },
  { title: "actor", value: (row) => row.actor },
  { title: "from", value: (row) => row.address ?? "" },
  { title: "action", value: (row) => row.action },
  { title: "subject", value: (row) => row.subject },
  { title: "detail", value: (row) => JSON.stringify(row.detail), grows: true },
];

export function registerAudit(program: Command, run: Run): void {
  const audit = program.command("audit").description("who changed what, when and from where");

  filterOptions(audit.command("list").description("the latest entries"))
    .option("-n, --limit <number>", "at most this many", parseCount, 20)
    .option("--json", "print an array of objects")
    .action((options: AuditFilter & { limit: number; json?: true }) =>
      run(async (context) => {
        const { audit: log } = await context.openData();
        const items = await log.list(filterOf(options), options.limit);
        printRows(items, columns, { ...options, empty: "Nothing has been changed yet." });
      }),
    );

  audit
    .command("verify")
    .description("check the chain: finds a changed, removed or reordered entry; exit 1 when there is one")
    .option("--json", "print one object")
    .action((options: { json?: true }) =>
      run(async (context) => {
        const check = await (await context.openData()).audit.verify();
        if (options.json) printJson(check);
        if (check.first_break)
          throw new Exit(exitCodes.failed, `Entry ${check.first_break.id}: ${check.first_break.message}`);
        if (options.json) return;
        print(`${count(check.rows, "entry")}, unbroken; the last hash is ${check.head}`);
        note("Kept elsewhere, that hash also shows whether the end was cut off later.");
      }),
    );

  filterOptions(audit.command("export").description("all entries, the latest first, for other programs"))
    .addOption(
      new Option("--format <format>", "how to write them").choices([...auditFormats]).default("ndjson"),
    )
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh audit export --since 30d --format csv > month.csv\n  $ ./run_cli.sh audit export --action user > users.ndjson",
    )
    .action(({ format, ...options }: AuditFilter & { format: AuditFormat }) =>
      run(async (context) => {
        const { audit: log } = await context.openData();
        await writeAll(log.export(filterOf(options), format), process.stdout);
      }),
    );
}

function filterOptions(command: Command): Command {
  return command
    .option("--actor <name>", "only by this actor")
    .option("--action <action>", "only actions that begin so, such as user or user.role")
    .option("--subject <subject>", "only about this subject")
    .option("--since <age|date>", "only since then", parseSince)
    .option("--until <age|date>", "only before then", parseSince);
}

function filterOf({ actor, action, subject, since, until }: AuditFilter): AuditFilter {
  return {
    ...(actor !== undefined && { actor }),
    ...(action !== undefined && { action }),
    ...(subject !== undefined && { subject }),
    ...(since && { since }),
    ...(until && { until }),
  };
}
