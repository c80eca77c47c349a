import type { Context } from "../context.ts";
import { csvCell } from "@cti/pipeline/csv-cell";
import { type IndicatorType, indicatorTypes } from "@cti/pipeline/entities/entity-types";
import { defang } from "@cti/pipeline/indicators/defang";
import { type Command, Option } from "commander";

import type { Run } from "../command.ts";
import type { EntityLine, ExportedIndicator } from "../data/data.ts";
import { parseCount } from "../options.ts";
import { printJson, printRows, writeAll } from "../output.ts";
import { clean, safeJson } from "../terminal/clean.ts";
import { formatTime } from "../terminal/format.ts";
import type { Column } from "../terminal/table.ts";
import {
  articlesOf,
  type EntityOptions,
  indicatorOptions,
  limitOption,
  toIndicatorFilter,
} from "./entity-options.ts";
import { lookUpList, type LookUpOptions } from "./look-up.ts";
import { printEntity } from "./print-entity.ts";

type ExportOptions = Omit<EntityOptions, "limit"> & { format: "csv" | "ndjson" | "plain"; defanged?: true };

export function registerIndicators(program: Command, run: Run): void {
  const indicators = program
    .command("indicators")
    .description("addresses, hashes, files and flaws that articles name");

  limitOption(
    indicatorOptions(
      indicators
        .command("list")
        .description("those that most articles mention first; `counts in` says in how many it counts"),
    ),
  )
    .option("--raw", "clickable values; tables are defanged otherwise")
    .option("--json", "print an array of objects (raw values)")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh indicators list --since 7d --role c2\n  $ ./run_cli.sh indicators list -t sha256 --min-confidence 0.8",
    )
    .action((options: EntityOptions & { raw?: true; json?: true }) =>
      run(async (context) => {
        const { entities } = await context.openData();
        const items = await entities.list(toIndicatorFilter(options), options.limit);
        printRows(items, columnsOf(options.raw ?? false), {
          ...options,
          empty: "No indicator. `collect` reads what is due; --all shows also what is merely mentioned.",
        });
      }),
    );

  indicators
    .command("show <value>")
    .description("one indicator, defanged or not: where it stands, as what, and in which company")
    .addOption(
      new Option("-t, --type <type>", "when several types share the value").choices([...indicatorTypes]),
    )
    .option("-n, --limit <number>", "at most this many articles", parseCount, 20)
    .option("--json", "print one object")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh indicators show 'update-check[.]example'")
    .action((value: string, options: { type?: string; limit: number; json?: true }) =>
      run(async (context) => {
        const { entities } = await context.openData();
        const types = options.type ? [options.type] : indicatorTypes;
        const detail = await entities.show({ given: value, types }, options.limit);
        if (options.json) printJson(detail);
        else printEntity(detail);
      }),
    );

  indicators
    .command("look-up [file]")
    .description("what is known of each value of a list, one a line, defanged or not; from a file or stdin")
    .option("--known", "only those that articles name")
    .option("--raw", "clickable values; tables are defanged otherwise")
    .option("--json", "print an array of objects (raw values)")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh indicators look-up seen-in-our-logs.txt --known\n  $ pbpaste | ./run_cli.sh indicators look-up --json",
    )
    .action((file: string | undefined, options: LookUpOptions) =>
      run((context) => lookUpList(context, file, options)),
    );

  indicatorOptions(indicators.command("export").description("all of them, for other programs"))
    .addOption(
      new Option("--format <format>", "plain is one value a line")
        .choices(["csv", "ndjson", "plain"])
        .default("csv"),
    )
    .option("--defanged", "values that nobody clicks by mistake")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh indicators export -t ipv4 domain --role c2 --format plain > block.txt\n  $ ./run_cli.sh indicators export --story 12 --format plain > story-12.txt\n  $ ./run_cli.sh indicators export --since 30d --format csv --defanged > month.csv",
    )
    .action((options: ExportOptions) => run((context) => exportIndicators(context, options)));
}

async function exportIndicators(context: Context, options: ExportOptions): Promise<void> {
  const { entities } = await context.openData();
  const { format, defanged } = options;
  const shown = ({ type, value }: ExportedIndicator): string =>
    defanged ? defang(type as IndicatorType, value) : value;
  async function* pieces(): AsyncGenerator<string> {
    if (format === "csv") yield `${fields.join(",")}\r\n`;
    for await (const row of entities.export(toIndicatorFilter(options)))
      yield writers[format]({ ...row, value: shown(row) });
  }
  await writeAll(pieces(), process.stdout);
}

const fields = [
  "type",
  "value",
  "role",
  "confidence",
  "status",
  "benign",
  "articles",
  "sources",
  "first_seen",
  "last_seen",
] as const;

const writers: Record<ExportOptions["format"], (row: ExportedIndicator) => string> = {
  plain: ({ value }) => `${clean(value)}\n`,
  ndjson: (row) => `${safeJson(Object.fromEntries(fields.map((field) => [field, row[field]])))}\n`,
  csv: (row) => `${fields.map((field) => csvCell(row[field])).join(",")}\r\n`,
};

function columnsOf(raw: boolean): Column<EntityLine>[] {
  return [
    { title: "type", value: (row) => row.type },
    {
      title: "value",
      value: ({ type, value }) => (raw ? value : defang(type as IndicatorType, value)),
      grows: true,
    },
    { title: "role", value: (row) => row.role },
    { title: "conf", value: (row) => row.confidence.toFixed(2), right: true },
    {
      title: "status",
      value: (row) => (row.benign ? `${row.status}: ${row.benign}` : row.status),
      grows: true,
    },
    { title: "mentioned in", value: (row) => row.mentioned_in, right: true },
    { title: "counts in", value: articlesOf, right: true },
    { title: "sources", value: (row) => row.sources, right: true },
    { title: "last seen", value: (row) => formatTime(row.last_seen) },
  ];
}
