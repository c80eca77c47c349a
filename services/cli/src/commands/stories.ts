import { type Command, Option } from "commander";

import type { Run } from "../command.ts";
import type { Membership, Story, StoryLine } from "../data/data.ts";
import { parseCount, parseId, parseSince } from "../options.ts";
import { note, print, printJson, printRows, printText } from "../output.ts";
import { count, formatTime } from "../terminal/format.ts";
import type { Column } from "../terminal/table.ts";
import { registerProposals } from "./story-proposals.ts";

const columns: Column<StoryLine>[] = [
  { title: "id", value: (row) => row.id, right: true },
  { title: "score", value: (row) => row.score?.toFixed(1) ?? "–", right: true },
  { title: "articles", value: (row) => row.articles, right: true },
  { title: "twins", value: (row) => row.twins, right: true },
  { title: "owners", value: (row) => row.owners, right: true },
  { title: "newest", value: (row) => formatTime(row.last_at) },
  { title: "title", value: (row) => (row.pinned ? `* ${row.title}` : row.title), grows: true },
];

type ListOptions = {
  since?: Date;
  source?: string;
  minArticles: number;
  order: "rank" | "time";
  limit: number;
  json?: true;
};

export function registerStories(program: Command, run: Run): void {
  const stories = program
    .command("stories")
    .description("articles on the same event, with the reasons why they belong together");

  stories
    .command("list")
    .description("the most important ones first; pinned ones (*) at the top")
    .option("--since <age|date>", "only with an article published since", parseSince)
    .option("-s, --source <slug>", "only with an article of this source")
    .option("--min-articles <number>", "only of at least so many articles, twins not counted", parseCount, 1)
    .addOption(
      new Option("--order <order>", "by rank or by the newest article")
        .choices(["rank", "time"])
        .default("rank"),
    )
    .option("-n, --limit <number>", "at most this many", parseCount, 50)
    .option("--json", "print an array of objects")
    .addHelpText(
      "after",
      "\nExamples:\n  $ ./run_cli.sh stories list --since 24h\n  $ ./run_cli.sh stories list --min-articles 3 --order time",
    )
    .action(({ since, source, minArticles, order, limit, json }: ListOptions) =>
      run(async (context) => {
        const { stories: found } = await context.openData();
        const filter = {
          since: since ?? null,
          source: source ?? null,
          minArticles,
          order: order === "rank" ? "score" : "newest",
        } as const;
        printRows(await found.list(filter, limit), columns, {
          ...(json && { json }),
          empty: "No story. `collect` reads what is due and groups it.",
        });
      }),
    );

  stories
    .command("show")
    .description("one story: its articles, why each belongs, what they name, what was changed by hand")
    .argument("<id>", "its number", parseId)
    .option("--json", "print one object")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh stories show 3")
    .action((id: number, options: { json?: true }) =>
      run(async (context) => {
        const story = await (await context.openData()).stories.show(id);
        if (options.json) printJson(story);
        else printStory(story);
      }),
    );

  stories
    .command("why")
    .description("why an article belongs to a story, in a sentence and in numbers")
    .argument("<story>", "number of the story", parseId)
    .argument("<article>", "number of the article", parseId)
    .option("--json", "print one object")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh stories why 3 12")
    .action((storyId: number, articleId: number, options: { json?: true }) =>
      run(async (context) => {
        const explanation = await (await context.openData()).stories.why(storyId, articleId);
        if (options.json) printJson(explanation);
        else printWhy(explanation);
      }),
    );

  registerChanges(stories, run);
  registerProposals(stories, run);
}

function registerChanges(stories: Command, run: Run): void {
  stories
    .command("merge")
    .description("put the articles of other stories into the first one, for good")
    .argument("<into>", "number of the story that stays", parseId)
    .argument(
      "<from...>",
      "numbers of those that go into it",
      (value: string, before: number[] | undefined) => [...(before ?? []), parseId(value)],
    )
    .option("--reason <text>", "why", "merged by hand")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh stories merge 3 7")
    .action((into: number, from: number[], options: { reason: string }) =>
      run(async (context) => {
        const { stories: found } = await context.openData();
        for (const other of from) {
          const { change_id, moved } = await found.merge(into, other, options.reason);
          note(
            `Story ${other} went into ${into} with ${count(moved, "article")}; \`stories undo ${change_id}\` takes it back.`,
          );
        }
      }),
    );

  stories
    .command("split")
    .description("take articles out of a story into one of their own, for good")
    .argument("<story>", "number of the story", parseId)
    .argument(
      "<articles...>",
      "numbers of the articles that go",
      (value: string, before: number[] | undefined) => [...(before ?? []), parseId(value)],
    )
    .option("--reason <text>", "why", "split by hand")
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh stories split 3 12 15 --reason 'another campaign'")
    .action((storyId: number, articleIds: number[], options: { reason: string }) =>
      run(async (context) => {
        const { stories: found } = await context.openData();
        const { change_id, into, moved } = await found.split(storyId, articleIds, options.reason);
        note(
          `${count(moved, "article")} went into the new story ${into}; \`stories undo ${change_id}\` takes it back.`,
        );
      }),
    );

  stories
    .command("undo")
    .description("take back a merge or a split, made by rule or by hand")
    .argument("<change>", "its number in `stories show`", parseId)
    .addHelpText("after", "\nExample:\n  $ ./run_cli.sh stories undo 5")
    .action((changeId: number) =>
      run(async (context) => {
        const { stories: found } = await context.openData();
        const { kind, moved, stories: ids } = await found.undo(changeId);
        note(
          `The ${kind} is taken back: ${count(moved, "article")} moved between the stories ${ids.join(" and ")}.`,
        );
      }),
    );

  for (const [name, pinned] of [
    ["pin", true],
    ["unpin", false],
  ] as const)
    stories
      .command(name)
      .description(pinned ? "keep a story at the top of the list" : "let a pinned story go")
      .argument("<id>", "its number", parseId)
      .action((id: number) =>
        run(async (context) => {
          const story = await (await context.openData()).stories.pin(id, pinned);
          note(`Story ${story.id} is ${pinned ? "pinned" : "no longer pinned"}.`);
        }),
      );
}

function printStory(story: Story): void {
  printText(story.title);
  const parts = [
    `story ${story.id}${story.pinned ? " (pinned)" : ""}`,
    story.score === null ? "not ranked yet" : `score ${story.score.toFixed(1)}`,
    count(story.article_count, "article"),
    count(story.twin_count, "twin"),
    count(story.owner_count, "owner"),
    `${formatTime(story.first_at)} to ${formatTime(story.last_at)}`,
  ];
  print(parts.join(" · "));
  for (const { name, reason } of story.score_parts) printText(`  ${name}: ${reason}`);
  print("");
  for (const member of story.articles) {
    const twin = member.twin_of === null ? "" : ` · twin of ${member.twin_of}`;
    printText(
      `${String(member.article_id).padStart(6)}  ${formatTime(member.published_at)}  ${member.source}  ${member.title}${twin}`,
    );
    if (member.why) printText(`        ${member.why}`);
  }
  const named = story.entities
    .slice(0, 30)
    .map(({ type, value, label, articles }) => `${type} ${value}${label ? ` ${label}` : ""} (${articles})`);
  if (named.length > 0) printText(`\nnames ${named.join(", ")}`);
  for (const { article_id, title, kind } of story.roundups)
    printText(`${kind === "roundup" ? "round-up" : "related"} ${article_id}: ${title}`);
  for (const change of story.changes)
    printText(
      `change ${change.id} ${formatTime(change.at)}: ${change.kind} ${change.from} → ${change.into} by ${change.actor}: ${change.reason}${change.undone_at ? " (taken back)" : ""}`,
    );
}

function printWhy({ story, article, by, kind, similarity, reasons }: Membership): void {
  printText(`article ${article.id}: ${article.title}`);
  printText(`story ${story.id}: ${story.title}`);
  print(`${kind} by ${by}, similarity ${similarity.toFixed(2)}`);
  const { sentence, ...numbers } = reasons;
  if (typeof sentence === "string") printText(sentence);
  for (const [name, value] of Object.entries(numbers)) printText(`  ${name}: ${JSON.stringify(value)}`);
}
