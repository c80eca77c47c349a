import { styleText } from "node:util";

import type { Command } from "commander";

import type { Run } from "../command.ts";
import type { HealthReport } from "../data/data.ts";
import { exitCodes, Exit } from "../exit.ts";
import { print, printJson } from "../output.ts";
import { clean } from "../terminal/clean.ts";

const colours = { ok: "green", degraded: "yellow", error: "red" } as const;

export function registerHealth(program: Command, run: Run): void {
  program
    .command("health")
    .description("how the running stack is doing, component by component, with the next step")
    .option("--json", "print the report as /health gives it")
    .addHelpText("after", "\nExit codes: 0 ok, 3 degraded, 1 error. The rules are in docs/health.md.")
    .action((options: { json?: true }) =>
      run(async (context) => {
        const report = await (await context.openData()).health();
        if (options.json) printJson(report);
        else printReport(report);
        if (report.status === "error") throw new Exit(exitCodes.failed);
        if (report.status === "degraded") throw new Exit(exitCodes.partial);
      }),
    );
}

function printReport({ components }: HealthReport): void {
  for (const [name, { status, message }] of Object.entries(components))
    print(
      `${styleText(colours[status], status.padEnd(9), { stream: process.stdout })}${name.padEnd(10)} ${clean(message)}`,
    );
}
