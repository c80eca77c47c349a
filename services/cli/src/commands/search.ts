import { fields } from "@cti/pipeline/query/fields";
import { type Command, Option } from "commander";

import type { Run } from "../command.ts";
import type { Context } from "../context.ts";
import type { Near } from "../data/data.ts";
import { exitCodes, Exit } from "../exit.ts";
import { parseCount } from "../options.ts";
import { note, printRows } from "../output.ts";
import { articleColumns } from "./article-columns.ts";
import { limitNear, printNear } from "./print-near.ts";

type Options = {
  order?: "match" | "newest" | "score" | "hunt";
  limit: number;
  meaning?: true;
  json?: true;
};

/** So many matches are compared by how well they match. */
const mostRanked = 1_000;

/** `search` and `articles search` are the same command. */
export function registerSearch(parent: Command, run: Run): void {
  parent
    .command("search <query...>")
    .description('the search language: words, "phrases", rans*, fields, and, OR, NOT or -, parentheses')
    // -word is a part of the search, not an option.
    .allowUnknownOption()
    .addOption(
      new Option("--order <order>", "best match first, or by").choices(["match", "newest", "score", "hunt"]),
    )
    .option("--meaning", "what means this, in whatever words, by the local model (`embed`); at most 100")
    .option("-n, --limit <number>", "at most this many", parseCount, 50)
    .option("--json", "print an array of objects; with --meaning one object")
    .addHelpText("after", help())
    .action((words: string[], options: Options) =>
      run(async (context) => {
        const mistaken = words.find((word) => /^--[a-z]/.test(word));
        if (mistaken)
          throw new Exit(
            exitCodes.usage,
            `${mistaken} is no option of search; -word searches without a word`,
          );
        if (options.meaning) return printNear(await findNear(context, words.join(" "), options), options);
        const { articles } = await context.openData();
        const { order = "match", limit } = options;
        const rows = await articles.search(words.join(" "), { order, limit });
        const excerpt = {
          title: "excerpt",
          value: (row: (typeof rows)[number]) => row.excerpt ?? "",
          grows: true,
        };
        const hasExcerpts = rows.some((row) => row.excerpt);
        printRows(rows, hasExcerpts ? [...articleColumns, excerpt] : articleColumns, {
          ...options,
          empty: "Nothing matches this search.",
        });
        if (order === "match" && rows.length === mostRanked && limit > mostRanked)
          note("The best of the newest 1,000 matches; --order newest lists all.");
      }),
    );
}

async function findNear(context: Context, text: string, options: Options): Promise<Near> {
  const limit = nearLimit(options);
  if (text.trim() === "")
    throw new Exit(
      exitCodes.usage,
      'Write what you look for, such as --meaning "attackers reset passwords over the phone"',
    );
  const { articles } = await context.openData();
  return articles.meaning(text, limit);
}

function nearLimit({ order, limit }: Options): number {
  if (order !== undefined)
    throw new Exit(exitCodes.usage, "--order is for words; --meaning puts the nearest first");
  return limitNear(limit);
}

function help(): string {
  const lines = fields.map(({ example, meaning }) => `  ${example.padEnd(28)} ${meaning}`);
  return `
Fields:
${lines.join("\n")}

Examples:
  $ ./run_cli.sh search lumma stealer -ransomware
  $ ./run_cli.sh search 'actor:APT29 since:7d score>=50'
  $ ./run_cli.sh search 'update-check[.]example OR hxxps://cdn[.]example/a'
  $ ./run_cli.sh search '(has:ioc OR hunt>=60) tier:1 lang:en' --order hunt
  $ ./run_cli.sh search --meaning "backdoors that hide in backup software"`;
}
