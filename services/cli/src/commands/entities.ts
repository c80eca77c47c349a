import { indicatorTypes, nameTypes } from "@cti/pipeline/entities/entity-types";
import { type Command, Option } from "commander";

import type { Run } from "../command.ts";
import type { EntityLine, EntityName } from "../data/data.ts";
import { exitCodes, Exit } from "../exit.ts";
import { parseCount } from "../options.ts";
import { note, printJson, printRows } from "../output.ts";
import { clean } from "../terminal/clean.ts";
import { formatTime } from "../terminal/format.ts";
import type { Column } from "../terminal/table.ts";
import {
  articlesOf,
  type EntityOptions,
  entityOptions,
  limitOption,
  toNameFilter,
} from "./entity-options.ts";
import { printEntity } from "./print-entity.ts";

const columns: Column<EntityLine>[] = [
  { title: "id", value: (row) => row.id, right: true },
  { title: "type", value: (row) => row.type },
  {
    title: "name",
    value: (row) => (row.label && row.label !== row.value ? `${row.value} ${row.label}` : row.value),
    grows: true,
  },
  { title: "status", value: (row) => row.status },
  { title: "mentioned in", value: (row) => row.mentioned_in, right: true },
  { title: "counts in", value: articlesOf, right: true },
  { title: "sources", value: (row) => row.sources, right: true },
  { title: "first seen", value: (row) => formatTime(row.first_seen) },
  { title: "last seen", value: (row) => formatTime(row.last_seen) },
];

type JudgeOptions = { article?: string; type?: string; note?: string };

export function registerEntities(program: Command, run: Run): void {
  const entities = program
    .command("entities")
    .description("actors, malware, tools, techniques, products, sectors and countries that articles name");

  limitOption(
    entityOptions(
      entities
        .command("list")
        .description("those that most articles mention first; `counts in` says in how many it counts"),
      nameTypes,
    ),
  )
    .option("--all", "also techniques that are only concluded from behaviour, and what was rejected")
    .option("--json", "print an array of objects")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh entities list --type actor ransomware --since 30d\n  $ ./run_cli.sh entities list -t technique --all",
    )
    .action((options: EntityOptions & { json?: true }) =>
      run(async (context) => {
        const { entities: found } = await context.openData();
        const items = await found.list(toNameFilter(options), options.limit);
        printRows(items, columns, { ...options, empty: "No name. `collect` reads what is due." });
      }),
    );

  typeOption(
    entities
      .command("show <name>")
      .description("one by name, alias, ATT&CK id or number: every article with the sentence that names it"),
  )
    .option("-n, --limit <number>", "at most this many articles", parseCount, 20)
    .option("--json", "print one object")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh entities show 'Cozy Bear'\n  $ ./run_cli.sh entities show T1059.001",
    )
    .action((name: string, options: { type?: string; limit: number; json?: true }) =>
      run(async (context) => {
        const { entities: found } = await context.openData();
        const detail = await found.show(nameOf(name, options), options.limit);
        if (options.json) printJson(detail);
        else printEntity(detail);
      }),
    );

  registerVerdict(entities, run, "accept", "accepted");
  registerVerdict(entities, run, "reject", "rejected");

  typeOption(entities.command("unjudge <name>").description("forget what was accepted or rejected"))
    .option("-a, --article <id>", "the decision about this article only")
    .action((name: string, options: JudgeOptions) =>
      run(async (context) => {
        const { entities: found } = await context.openData();
        const { value, isForgotten } = await found.unjudge(nameOf(name, options), articleOf(options));
        note(
          clean(
            isForgotten
              ? `The extractor's word on ${value} counts again.`
              : `Nothing was decided about ${value}.`,
          ),
        );
      }),
    );
}

function registerVerdict(
  entities: Command,
  run: Run,
  name: "accept" | "reject",
  verdict: "accepted" | "rejected",
): void {
  typeOption(
    entities
      .command(`${name} <name>`)
      .description(
        `${name} an indicator or a name, in one article or everywhere; kept when articles are read again`,
      ),
  )
    .option("-a, --article <id>", "in this article only")
    .option("--note <text>", "why")
    .addHelpText(
      "after",
      `\nExample:\n  $ ./run_cli.sh entities ${name} 'cdn[.]example' --article 12 --note "shared hosting"`,
    )
    .action((value: string, options: JudgeOptions) =>
      run(async (context) => {
        const { entities: found } = await context.openData();
        const articleId = articleOf(options);
        const decided = { articleId, verdict, note: options.note ?? null };
        const entity = await found.judge(nameOf(value, options), decided);
        const where = articleId === null ? "everywhere" : `in article ${articleId}`;
        note(clean(`${entity.type} ${entity.value} is ${verdict} ${where}.`));
      }),
    );
}

function nameOf(given: string, { type }: { type?: string }): EntityName {
  return { given, types: type ? [type] : [] };
}

function typeOption(command: Command): Command {
  return command.addOption(
    new Option("-t, --type <type>", "when several types share the name").choices([
      ...indicatorTypes,
      ...nameTypes,
    ]),
  );
}

function articleOf({ article }: JudgeOptions): number | null {
  if (article === undefined) return null;
  if (!/^\d{1,15}$/.test(article))
    throw new Exit(exitCodes.usage, `${article} is no article id; \`articles list\` shows them`);
  return Number(article);
}
