import { watchKinds, type WatchKind } from "@cti/db/schema/watchlists";
import { Argument, type Command, InvalidArgumentError } from "commander";

import type { Run } from "../command.ts";
import type { Watch } from "../data/data.ts";
import { parseId } from "../options.ts";
import { note, printRows } from "../output.ts";
import { clean } from "../terminal/clean.ts";
import type { Column } from "../terminal/table.ts";

const columns: Column<Watch>[] = [
  { title: "id", value: (row) => row.id, right: true },
  { title: "kind", value: (row) => row.kind },
  { title: "value", value: (row) => row.value, grows: true },
  { title: "weight", value: (row) => row.weight, right: true },
  { title: "note", value: (row) => row.note, grows: true },
];

export function registerWatch(program: Command, run: Run): void {
  const watch = program
    .command("watch")
    .description("what you care about: articles that speak of it rank higher and say so");

  watch
    .command("add")
    .description("watch a term, an entity, a sector, a product, a vendor or a country")
    .addArgument(new Argument("<kind>", "what it is").choices([...watchKinds]))
    .argument("<value>", "its name")
    .option("--weight <number>", "how much it matters, 0.1 to 5", parseWeight, 1)
    .option("--note <text>", "why you watch it")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh watch add product FortiOS --weight 2\n  $ ./run_cli.sh watch add sector healthcare\n  $ ./run_cli.sh watch add entity 'Lazarus Group'\n  $ ./run_cli.sh watch add term 'device code'",
    )
    .action((kind: WatchKind, value: string, options: { weight: number; note?: string }) =>
      run(async (context) => {
        const { weight, note: why = null } = options;
        const { id } = await (await context.openData()).watches.add({ kind, value, weight, note: why });
        note(`Watching ${kind} ${value} (${id}); \`pipeline run\` applies it to what is there.`);
      }),
    );

  watch
    .command("list")
    .description("what is watched")
    .option("--json", "print an array of objects")
    .action((options: { json?: true }) =>
      run(async (context) => {
        const items = await (await context.openData()).watches.list();
        printRows(items.toSorted(byName), columns, {
          ...options,
          empty: "Nothing is watched. `watch add product FortiOS` is a start.",
        });
      }),
    );

  watch
    .command("remove")
    .description("watch it no longer")
    .argument("<id>", "its number in `watch list`", parseId)
    .action((id: number) =>
      run(async (context) => {
        const { kind, value } = await (await context.openData()).watches.remove(id);
        note(clean(`${kind} ${value} is watched no longer.`));
      }),
    );
}

function byName(one: Watch, other: Watch): number {
  return one.kind.localeCompare(other.kind) || one.value.localeCompare(other.value);
}

function parseWeight(text: string): number {
  const number = Number(text);
  if (number >= 0.1 && number <= 5) return number;
  throw new InvalidArgumentError("Write a number from 0.1 to 5.");
}
