import { type Command, Option } from "commander";

import type { Run } from "../command.ts";
import { articleColumns } from "./article-columns.ts";
import { registerArticleChanges } from "./article-changes.ts";
import { limitNear, printNear } from "./print-near.ts";
import { registerSearch } from "./search.ts";
import type { Article, ArticleFilter, ArticleLine, ArticleVersion } from "../data/data.ts";
import { exitCodes, Exit } from "../exit.ts";
import { parseCount, parseId, parseSince } from "../options.ts";
import { print, printJson, printRows, printText } from "../output.ts";
import { formatTime } from "../terminal/format.ts";
import type { Column } from "../terminal/table.ts";

type ListOptions = {
  source?: string;
  tag?: string;
  language?: string;
  since?: Date;
  limit: number;
  order: "newest" | "score" | "hunt";
  rejected?: true;
  incomplete?: true;
  json?: true;
};

export function registerArticles(program: Command, run: Run): void {
  const articles = program.command("articles").description("what was collected: list, show and search");

  listOptions(articles.command("list").description("the newest articles"))
    .option("--rejected", "those that a rule or a block page keeps out, with the reason")
    .option("--incomplete", "those whose page could not be read")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh articles list --since 7d\n  $ ./run_cli.sh articles list --rejected",
    )
    .action((options: ListOptions) =>
      run(async (context) => {
        const { articles: found } = await context.openData();
        const rows = await found.list(toFilter(options), options.limit);
        const reasons: Column<ArticleLine>[] =
          options.rejected || options.incomplete
            ? [{ title: "reason", value: (row) => row.rejected_reason ?? row.scrape_error }]
            : [];
        printRows(rows, [...articleColumns.slice(0, -1), ...reasons, ...articleColumns.slice(-1)], {
          ...options,
          empty: "No article. `collect` reads what is due; `collect --force` everything.",
        });
      }),
    );

  registerSearch(articles, run);
  registerArticleChanges(articles, run);

  articles
    .command("similar")
    .description("articles about much the same, the nearest first; by words where nothing is embedded")
    .argument("<id>", "number of the article", parseId)
    .option("-n, --limit <number>", "at most this many, and at most 100", parseCount, 20)
    .option("--json", "print one object")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh articles similar 12")
    .action((id: number, options: { limit: number; json?: true }) =>
      run(async (context) => {
        const { articles: found } = await context.openData();
        printNear(await found.similar(id, limitNear(options.limit)), options);
      }),
    );

  articles
    .command("show <id>")
    .description("one article: its text, where else it stands, what its publisher changed")
    .option("--html", "the sanitised HTML instead of the text")
    .option("--version-text <number>", "the text as it was in this version", parseCount)
    .option("--json", "print one object")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh articles show 12")
    .action((id: string, options: { html?: true; versionText?: number; json?: true }) =>
      run(async (context) => {
        if (!/^\d{1,15}$/.test(id))
          throw new Exit(exitCodes.usage, `${id} is no article id; \`articles list\` shows them`);
        const { articles: found } = await context.openData();
        const article = await found.show(Number(id));
        if (options.json) return printJson(article);
        if (options.html) return printText(article.html);
        const version = options.versionText ?? article.version;
        if (version > article.version)
          throw new Exit(exitCodes.usage, `Article ${article.id} has versions 1 to ${article.version}`);
        printArticle(article, version === article.version ? null : await found.version(article.id, version));
      }),
    );
}

function listOptions(command: Command): Command {
  return command
    .option("-s, --source <slug>", "only of this source")
    .option("-t, --tag <tag>", "only of sources with this tag")
    .option("--language <code>", "only in this language, such as en or fr")
    .option("--since <age|date>", "only published since", parseSince)
    .addOption(
      new Option("--order <order>", "what comes first")
        .choices(["newest", "score", "hunt"])
        .default("newest"),
    )
    .option("-n, --limit <number>", "at most this many", parseCount, 50)
    .option("--json", "print an array of objects");
}

function toFilter(options: ListOptions): ArticleFilter {
  const {
    source = null,
    tag = null,
    language = null,
    since = null,
    order,
    rejected = false,
    incomplete = false,
  } = options;
  return { source, tag, language, since, rejected, incomplete, order };
}

function printArticle(article: Article, earlier: ArticleVersion | null): void {
  printText(earlier?.title ?? article.title);
  printText(
    `${article.source} · ${article.authors.join(", ") || "no author"} · ${formatTime(article.published_at)}${article.published_flag ? ` (${article.published_flag})` : ""} · ${article.language ?? "?"} · ${article.word_count} words`,
  );
  printText(article.url ?? "(no address)");
  if (article.scrape_error) printText(`page: ${article.scrape_error}: ${article.scrape_message ?? ""}`);
  if (article.text_note) printText(`note: ${article.text_note}`);
  if (article.twin_of !== null)
    printText(`twin of article ${article.twin_of}, which was ${article.first_because ?? "first"}`);
  for (const twin of article.twins)
    printText(
      `also at ${twin.source}: ${twin.url ?? twin.title} (article ${twin.id}, ${twin.kind}, ${(100 * twin.similarity).toFixed(0)} % the same)`,
    );
  for (const [name, parts, total] of [
    ["quality", article.quality_parts, article.quality],
    ["hunt", article.hunt_parts, article.hunt],
  ] as const)
    if (parts)
      printText(
        `${name} ${total}: ${parts.map(({ points, reason }) => `${points > 0 ? "+" : ""}${points} ${reason}`).join(", ")}`,
      );
  for (const copy of article.copies)
    printText(`also at ${copy.source}: ${copy.url ?? copy.title} (${copy.reason.replace("_", " ")})`);
  for (const each of article.versions)
    print(
      `version ${each.version} was replaced ${formatTime(each.replaced_at)}; --version-text ${each.version} shows it`,
    );
  print("");
  printText(earlier?.text ?? article.text);
}
