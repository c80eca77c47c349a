import { benignMatches } from "@cti/pipeline/benign/benign-entry";
import { indicatorTypes } from "@cti/pipeline/entities/entity-types";
import { type Command, Option } from "commander";

import type { Run } from "../command.ts";
import type { BenignEntry, Covered } from "../data/data.ts";
import { parseId } from "../options.ts";
import { note, printRows } from "../output.ts";
import { clean } from "../terminal/clean.ts";
import { count, formatTime } from "../terminal/format.ts";
import type { Column } from "../terminal/table.ts";

const columns: Column<BenignEntry>[] = [
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
        const { benign: entries } = await context.openData();
        const entry = { value, match, type: type ?? null, source: source ?? null, note: why ?? null };
        const { id, ...covered } = await entries.add(entry);
        note(clean(`Entry ${id}: ${covered.value} is harmless. It covers ${told(covered)}.`));
      }),
    );

  benign
    .command("list")
    .description("your own entries; `knowledge list` shows the lists of others")
    .option("--json", "print an array of objects")
    .action((options: { json?: true }) =>
      run(async (context) => {
        const { benign: entries } = await context.openData();
        printRows(await entries.list(), columns, { ...options, empty: "No entry of your own." });
      }),
    );

  benign
    .command("remove")
    .description("take an entry back")
    .argument("<id>", "its number in `benign list`", parseId)
    .action((id: number) =>
      run(async (context) => {
        const { value, covered } = await (await context.openData()).benign.remove(id);
        note(clean(`${value} is an entry no longer.${covered ? ` It covered ${told(covered)}.` : ""}`));
      }),
    );
}

/** An entry counts as soon as it is there: nothing is extracted again for it. */
function told({ entities, articles }: Covered): string {
  if (entities === 0) return "nothing that is stored";
  return `${entities} ${entities === 1 ? "entity" : "entities"} in ${count(articles, "article")}`;
}
