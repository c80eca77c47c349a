import { userInfo } from "node:os";

import { addBenign, type BenignLine, listBenign, removeBenign } from "@cti/domain/entities/benign";
import { findSource } from "@cti/domain/sources/find";
import { benignMatches } from "@cti/pipeline/benign/benign-entry";
import { indicatorTypes } from "@cti/pipeline/entities/entity-types";
import { type Command, Option } from "commander";

import type { Run } from "../command.ts";
import { parseCount } from "../options.ts";
import { note, printRows } from "../output.ts";
import { count, formatTime } from "../terminal/format.ts";
import type { Column } from "../terminal/table.ts";

const columns: Column<BenignLine>[] = [
  { title: "id", value: (row) => row.id, right: true },
  { title: "match", value: (row) => row.match },
  { title: "value", value: (row) => row.value, grows: true },
  { title: "type", value: (row) => row.type },
  { title: "source", value: (row) => row.source ?? "everywhere" },
  { title: "by", value: (row) => row.actor },
  { title: "since", value: (row) => formatTime(row.created_at) },
  { title: "note", value: (row) => row.note, grows: true },
];

type AddOptions = { match: string; type?: string; source?: string; note?: string };

export function registerBenign(program: Command, run: Run): void {
  const benign = program
    .command("benign")
    .description("what you know as harmless: marked so in every article, never dropped");

  benign
    .command("add <value>")
    .description("declare a value, a domain or a range harmless, everywhere or in one source")
    .addOption(
      new Option("--match <how>", "exact, domain (with all below it), cidr or prefix")
        .choices([...benignMatches])
        .default("exact"),
    )
    .addOption(new Option("-t, --type <type>", "only as this type").choices([...indicatorTypes]))
    .option("-s, --source <slug>", "only in articles of this source")
    .option("--note <text>", "why")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh benign add example.org --match domain --note 'our own site'\n  $ ./run_cli.sh benign add 192.0.2.0/24 --match cidr",
    )
    .action((value: string, { match, type, source, note: why }: AddOptions) =>
      run(async (context) => {
        const { db } = await context.openDatabase();
        const sourceId = source ? (await findSource(db, source)).id : null;
        const entry = {
          value,
          match,
          type: type ?? null,
          sourceId,
          note: why ?? null,
          actor: userInfo().username,
        };
        const { id, articles } = await addBenign(db, entry, new Date());
        note(`Entry ${id}: ${value} is harmless. ${again(articles)}`);
      }),
    );

  benign
    .command("list")
    .description("your own entries; `knowledge list` shows the lists of others")
    .option("--json", "print an array of objects")
    .action((options: { json?: true }) =>
      run(async (context) => {
        const { db } = await context.openDatabase();
        printRows(await listBenign(db), columns, { ...options, empty: "No entry of your own." });
      }),
    );

  benign
    .command("remove")
    .description("take an entry back")
    .argument("<id>", "its number in `benign list`", parseCount)
    .action((id: number) =>
      run(async (context) => {
        const { db } = await context.openDatabase();
        const { value, articles } = await removeBenign(db, id);
        note(`${value} is an entry no longer. ${again(articles)}`);
      }),
    );
}

function again(articles: number): string {
  return articles === 0
    ? "No stored article mentions it."
    : `${count(articles, "article")} will be extracted again by the next collect or \`pipeline run\`.`;
}
