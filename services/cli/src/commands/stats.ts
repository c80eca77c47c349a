import type { Command } from "commander";

import type { Run } from "../command.ts";
import { print, printJson } from "../output.ts";
import { formatBytes } from "../terminal/format.ts";

export function registerStats(program: Command, run: Run): void {
  program
    .command("stats")
    .description("how much there is")
    .option("--json", "print one object")
    .action((options: { json?: true }) =>
      run(async (context) => {
        const stats = await (await context.openData()).stats();
        if (options.json) return printJson(stats);
        const { sources, articles } = stats;
        print(
          `sources   ${sources.total} (${sources.enabled} enabled, ${sources.due} due, ${sources.failing} failing)`,
        );
        print(
          `articles  ${articles.total} (${articles.last_24h} in 24 h, ${articles.last_7d} in 7 days), ${articles.words.toLocaleString("en-GB")} words`,
        );
        print(
          `          ${articles.versions} earlier versions · ${articles.copies} copies elsewhere · ${articles.incomplete} without their page · ${articles.rejected} rejected`,
        );
        const { extracted, entities, twins, stories, several_tell } = stats.understood;
        print(
          `stories   ${stories} (${several_tell} told by several) · ${twins} twins · ${entities} entities in ${extracted} extracted articles`,
        );
        print(
          `languages ${stats.languages.map(({ language, count }) => `${language} ${count}`).join(" · ") || "–"}`,
        );
        print(
          `most from ${
            stats.top_sources
              .slice(0, 5)
              .map(({ source, articles }) => `${source} ${articles}`)
              .join(" · ") || "–"
          }`,
        );
        print(`database  ${formatBytes(stats.database_bytes)}`);
      }),
    );
}
