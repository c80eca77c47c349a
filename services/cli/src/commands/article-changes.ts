import { type TriageState, triageStates } from "@cti/db/schema/triage";
import { type IndicatorType } from "@cti/pipeline/entities/entity-types";
import { defang } from "@cti/pipeline/indicators/defang";
import { styleText } from "node:util";
import { type Command, Option } from "commander";

import type { Run } from "../command.ts";
import type { ArticleDiff } from "../data/data.ts";
import { exitCodes, Exit } from "../exit.ts";
import { parseCount, parseId } from "../options.ts";
import { note, print, printJson, printText } from "../output.ts";
import { clean, cleanLines } from "../terminal/clean.ts";
import { count } from "../terminal/format.ts";

type MarkOptions = { state?: TriageState; star?: boolean };

export function registerArticleChanges(articles: Command, run: Run): void {
  articles
    .command("diff")
    .description("what the publisher changed: words, and which indicators came or went")
    .argument("<id>", "number of the article", parseId)
    .option("--from <version>", "the earlier version (the one before the newest by default)", parseCount)
    .option("--to <version>", "the later version (the newest by default)", parseCount)
    .option("--json", "print one object")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh articles diff 12 --from 1 --to 3")
    .action((id: number, options: { from?: number; to?: number; json?: true }) =>
      run(async (context) => {
        const { articles: found } = await context.openData();
        const diff = await found.diff(id, { from: options.from ?? null, to: options.to ?? null });
        if (options.json) printJson(diff);
        else printDiff(diff);
      }),
    );

  articles
    .command("restore")
    .description("take rejected articles back in, past the rules of their source")
    .argument("<ids...>", "numbers from `articles list --rejected`", collectIds)
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh articles restore 12")
    .action((ids: number[]) =>
      run(async (context) => {
        const { articles: found } = await context.openData();
        for (const id of ids) {
          const { title, reason } = await found.restore(id);
          note(clean(`Article ${id} is back (it was rejected: ${reason}): ${title}`));
        }
        note("The next `collect` or `pipeline run` extracts and groups what came back.");
      }),
    );

  articles
    .command("mark")
    .description("put articles into a triage state, or star them")
    .argument("<ids...>", "numbers of articles", collectIds)
    .addOption(new Option("--state <state>", "where they go").choices([...triageStates]))
    .option("--star", "star them")
    .option("--no-star", "take the star away")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh articles mark 12 13 --state kept --star")
    .action((ids: number[], { state, star }: MarkOptions, command: Command) =>
      run(async (context) => {
        const isStarGiven = command.getOptionValueSource("star") === "cli";
        if (!state && !isStarGiven)
          throw new Exit(exitCodes.usage, "Say what to do: --state, --star or --no-star");
        const { articles: found } = await context.openData();
        await found.mark(ids, { state: state ?? null, starred: isStarGiven ? (star ?? null) : null });
        note(`${count(ids.length, "article")} marked.`);
      }),
    );
}

function collectIds(value: string, before: number[] | undefined): number[] {
  return [...(before ?? []), parseId(value)];
}

function printDiff({ article_id, from, to, title, changes, indicators }: ArticleDiff): void {
  print(`article ${article_id}, version ${from} → ${to}`);
  if (title.before !== title.after) printText(`title: ${title.before}\n    → ${title.after}`);
  for (const [sign, list] of [
    ["+", indicators.added],
    ["-", indicators.removed],
  ] as const)
    for (const { type, value } of list) printText(`${sign} ${type} ${defang(type as IndicatorType, value)}`);
  print("");
  const { stdout } = process;
  for (const [at, { kind, text }] of changes.entries()) {
    const shown = cleanLines(text);
    if (kind === "added") stdout.write(styleText("green", `{+${shown}+}`, { stream: stdout }));
    else if (kind === "removed") stdout.write(styleText("red", `[-${shown}-]`, { stream: stdout }));
    else stdout.write(surroundings(shown, { isFirst: at === 0, isLast: at === changes.length - 1 }));
  }
  print("");
}

/** Of what stayed the same, a line's worth on both sides of a change. */
function surroundings(text: string, { isFirst, isLast }: { isFirst: boolean; isLast: boolean }): string {
  if (text.length <= 200) return text;
  const before = isFirst ? "" : text.slice(0, 90);
  const after = isLast ? "" : text.slice(-90);
  return `${before} […] ${after}`;
}
