import { type AuditRow, listAudit } from "@cti/domain/audit/list-audit";
import { verifyAudit } from "@cti/domain/audit/verify-audit";
import type { Command } from "commander";

import type { Run } from "../command.ts";
import { exitCodes, Exit } from "../exit.ts";
import { parseCount, parseSince } from "../options.ts";
import { note, print, printJson, printRows } from "../output.ts";
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

  audit
    .command("list")
    .description("the latest entries")
    .option("--actor <name>", "only by this actor")
    .option("--action <action>", "only this action")
    .option("--since <age|date>", "only since then", parseSince)
    .option("-n, --limit <number>", "at most this many", parseCount, 20)
    .option("--json", "print an array of objects")
    .action((options: { actor?: string; action?: string; since?: Date; limit: number; json?: true }) =>
      run(async (context) => {
        const { db } = await context.openDatabase();
        const { rows } = await listAudit(db, options);
        printRows(rows, columns, { ...options, empty: "Nothing has been changed yet." });
      }),
    );

  audit
    .command("verify")
    .description("check the chain: finds a changed, removed or reordered entry; exit 1 when there is one")
    .option("--json", "print one object")
    .action((options: { json?: true }) =>
      run(async (context) => {
        const { db } = await context.openDatabase();
        const check = await verifyAudit(db);
        if (options.json) printJson(check);
        if (check.firstBreak)
          throw new Exit(exitCodes.failed, `Entry ${check.firstBreak.id}: ${check.firstBreak.message}`);
        if (options.json) return;
        print(`${count(check.rows, "entry")}, unbroken; the last hash is ${check.head}`);
        note("Kept elsewhere, that hash also shows whether the end was cut off later.");
      }),
    );
}
