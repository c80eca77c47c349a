import type { Command } from "commander";

import type { Run } from "../command.ts";
import type { MergeProposal } from "../data/data.ts";
import { parseId } from "../options.ts";
import { note, printRows } from "../output.ts";
import { formatTime } from "../terminal/format.ts";
import type { Column } from "../terminal/table.ts";

const columns: Column<MergeProposal>[] = [
  { title: "story", value: (row) => row.story.id, right: true },
  { title: "near", value: (row) => row.similarity.toFixed(2), right: true },
  { title: "articles", value: (row) => row.story.articles, right: true },
  { title: "newest", value: (row) => formatTime(row.story.last_at) },
  { title: "title", value: (row) => row.story.title, grows: true },
  { title: "why", value: (row) => row.sentence, grows: true },
];

/** `stories proposals` and `stories dismiss`. */
export function registerProposals(stories: Command, run: Run): void {
  stories
    .command("proposals")
    .description("stories that may be the same event, by what their articles mean")
    .argument("<id>", "number of the story", parseId)
    .option("--json", "print an array of objects")
    .addHelpText(
      "after",
      "\n`stories merge` makes them one, `stories dismiss` says that they are not.\n\nExample:\n  $ ./run_cli.sh stories proposals 3",
    )
    .action((id: number, options: { json?: true }) =>
      run(async (context) => {
        const rows = await (await context.openData()).stories.proposals(id);
        printRows(rows, columns, { ...options, empty: "Nothing is proposed." });
      }),
    );

  stories
    .command("dismiss")
    .description("say that two stories are not one, so that they are not proposed again")
    .argument("<id>", "number of the story", parseId)
    .argument("<other>", "number of the proposed one", parseId)
    .option("--undo", "take that back: they are proposed again")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh stories dismiss 3 7\n  $ ./run_cli.sh stories dismiss 3 7 --undo",
    )
    .action((id: number, other: number, options: { undo?: true }) =>
      run(async (context) => {
        const { stories: data } = await context.openData();
        if (options.undo) await data.restoreProposal(id, other);
        else await data.dismiss(id, other);
        const state = options.undo ? "proposed again" : "proposed no longer";
        note(`That stories ${id} and ${other} be merged is ${state}.`);
      }),
    );
}
