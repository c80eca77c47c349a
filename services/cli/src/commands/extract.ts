import { extractOnce, type OneOffExtraction } from "@cti/domain/entities/extract-once";
import { indicatorTypes, nameTypes } from "@cti/pipeline/entities/entity-types";
import { defang } from "@cti/pipeline/indicators/defang";
import { type Command, Option } from "commander";

import type { Run } from "../command.ts";
import { note, print, printJson, printRows, printText } from "../output.ts";
import { readInput } from "../read-input.ts";
import type { Column } from "../terminal/table.ts";

type Options = { type?: string[]; all?: true; raw?: true; offline?: true; json?: true };
type Row = OneOffExtraction["mentions"][number];

export function registerExtract(program: Command, run: Run): void {
  program
    .command("extract <input>")
    .description(
      "what a file, a page or the standard input (-) names: indicators, actors, malware, techniques …; nothing is stored",
    )
    .addOption(
      new Option("-t, --type <type...>", "only of these types").choices([...indicatorTypes, ...nameTypes]),
    )
    .option("--all", "also what is merely mentioned, benign or only concluded")
    .option("--raw", "clickable values; tables are defanged otherwise")
    .option("--offline", "without the database: only what the product itself knows")
    .option("--json", "print one object: title, text, scores, mentions with offsets into the text")
    .addHelpText(
      "after",
      `
Examples:
  $ ./run_cli.sh extract report.txt
  $ ./run_cli.sh extract https://example.com/blog/post --json
  $ pdftotext report.pdf - | ./run_cli.sh extract - --all`,
    )
    .action((input: string, options: Options) =>
      run(async (context) => {
        const deps = await context.openExtractor({ offline: options.offline ?? false });
        const extraction = await extractOnce(deps, await openInput(input));
        const wanted = ({ type, status }: Row): boolean =>
          (!options.type || options.type.includes(type)) &&
          (options.all === true || options.json === true || status === "indicator" || status === "named");
        const mentions = extraction.mentions.filter(wanted);
        if (options.json) return printJson({ ...extraction, mentions });
        printExtraction({ ...extraction, mentions }, options.raw ?? false);
      }),
    );
}

async function openInput(input: string): Promise<Parameters<typeof extractOnce>[1]> {
  return /^https?:\/\//i.test(input) ? { url: input } : readInput(input, "a file, a URL, or -");
}

function printExtraction(
  { title, mentions, quality, hunt, words, language }: OneOffExtraction,
  raw: boolean,
): void {
  if (title) printText(title);
  print(`${words} words${language ? ` · ${language}` : ""} · quality ${quality} · hunt score ${hunt}`);
  const shown = ({ type, value }: Row): string =>
    !raw && (indicatorTypes as readonly string[]).includes(type) ? defang(type, value) : value;
  const columns: Column<Row>[] = [
    { title: "type", value: (row) => row.type },
    { title: "value", value: (row) => (row.label ? `${shown(row)} ${row.label}` : shown(row)), grows: true },
    { title: "role", value: (row) => row.role },
    { title: "conf", value: (row) => row.confidence.toFixed(2), right: true },
    {
      title: "status",
      value: (row) => (row.benign ? `${row.status}: ${row.benign}` : row.status),
      grows: true,
    },
    { title: "times", value: (row) => row.count, right: true },
    { title: "sentence", value: (row) => row.sentence.replace(/\s+/g, " "), grows: true },
  ];
  const rows = mentions.filter(
    (mention, at) =>
      mentions.findIndex((other) => other.type === mention.type && other.value === mention.value) === at,
  );
  if (rows.length === 0) note("Nothing was found; --all shows also what is merely mentioned or benign.");
  else printRows(rows, columns, { empty: "" });
}
