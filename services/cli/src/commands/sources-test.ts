import { findSource } from "@cti/domain/sources/find";
import { blankSource } from "@cti/domain/sources/probe";
import { type TestReport, testSource } from "@cti/domain/sources/test-source";
import type { Source } from "@cti/db/schema/sources";
import { type Command, Option } from "commander";

import type { Run } from "../command.ts";
import { exitCodes, Exit } from "../exit.ts";
import { parseCount } from "../options.ts";
import { print, printJson, printRows, printText } from "../output.ts";
import { clean } from "../terminal/clean.ts";
import { formatBytes, formatTime } from "../terminal/format.ts";

export function registerSourcesTest(sources: Command, run: Run): void {
  sources
    .command("test <source>")
    .description("read a source (or a feed's address) with a full trace; nothing is stored")
    .option("-n, --articles <number>", "how many of its articles to read", parseCount, 3)
    .addOption(new Option("--trace", "kept for old habits: the trace is always shown").hideHelp())
    .option("--samples", "serve the sample web meanwhile")
    .option("--json", "print one object")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh sources test krebs-on-security\n  $ ./run_cli.sh sources test https://example.org/feed.xml",
    )
    .action((name: string, options: { articles: number; samples?: true; json?: true }) =>
      run(async (context) => {
        const deps = await context.openCollector({ samples: options.samples ?? false });
        const source = /^(https?|file):\/\//.test(name)
          ? ({ ...blankSource(name, "rss"), slug: name, template: null } as unknown as Source)
          : await findSource(deps.db, name);
        const report = await testSource(deps, source, options.articles);
        if (options.json) printJson(report);
        else printReport(report);
        if (!report.ok) throw new Exit(exitCodes.failed);
      }),
    );
}

function printReport(report: TestReport): void {
  for (const event of report.trace) printText(describe(event));
  if (report.error) return print(`failed     ${report.error.reason}: ${clean(report.error.message)}`);
  if (report.movedTo) printText(`moved      ${report.movedTo}`);
  printText(
    `feed       ${report.title || "(no title)"}: ${report.entries} entries, ${formatBytes(report.wireBytes)}`,
  );
  for (const warning of report.warnings) printText(`warning    ${warning}`);
  print("");
  printRows(
    report.articles,
    [
      {
        title: "published",
        value: (row) =>
          row.publishedFlag
            ? `${formatTime(row.published)} (${row.publishedFlag})`
            : formatTime(row.published),
      },
      { title: "words", value: (row) => row.words, right: true },
      { title: "from", value: (row) => row.error?.reason ?? row.rejected ?? row.textSource },
      { title: "lang", value: (row) => row.language },
      { title: "title", value: (row) => row.title, grows: true },
    ],
    { empty: "It lists no entry." },
  );
  print("\nNothing was stored.");
}

function describe(event: TestReport["trace"][number]): string {
  const { step } = event;
  const label = step.padEnd(10);
  switch (step) {
    case "dns":
      return `${label} ${event.host} is ${event.addresses.join(", ") || "unknown"} (${Math.round(event.ms)} ms)`;
    case "address":
      return `${label} ${event.address}: ${event.verdict}`;
    case "connect":
      return `${label} to ${event.address} (${Math.round(event.ms)} ms)`;
    case "tls":
      return `${label} ${event.protocol ?? "?"}, ${event.authorized ? "trusted" : "NOT trusted"}, issued by ${event.issuer ?? "?"} (${Math.round(event.ms)} ms)`;
    case "request":
      return `${label} ${event.url}`;
    case "status":
      return `${label} ${event.status} ${Object.entries(event.headers)
        .map(([name, value]) => `${name}: ${value}`)
        .join("; ")}`;
    case "redirect":
      return `${label} ${event.status} to ${event.to}`;
    case "robots":
      return `${label} ${event.allowed ? "allowed" : "forbidden"}${event.rule ? ` by ${event.rule}` : ""}`;
    case "body":
      return `${label} ${formatBytes(event.wireBytes)} on the wire, ${formatBytes(event.bytes)} ${event.encoding ? `after ${event.encoding}` : "plain"}`;
    case "wait":
      return `${label} ${Math.round(event.ms)} ms (${event.reason})`;
  }
}
