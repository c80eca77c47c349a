import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

import { ApiAway, ApiProblem } from "@cti/contract/client";
import type { ExportedArticle } from "@cti/domain/articles/export-articles";
import { csvCell } from "@cti/pipeline/csv-cell";
import { type Command, Option } from "commander";

import type { Run } from "../command.ts";
import { exitCodes, Exit } from "../exit.ts";
import { parseCount } from "../options.ts";
import { note, writeAll } from "../output.ts";
import { safeJson } from "../terminal/clean.ts";

type Format = "json" | "csv" | "ndjson";
type Options = { format: Format; days?: number; source?: string; output?: string };

export function registerExport(program: Command, run: Run): void {
  program
    .command("export")
    .description("articles with their text, as JSON, NDJSON or CSV")
    .addOption(
      new Option("--format <format>", "how to write them").choices(["json", "csv", "ndjson"]).default("json"),
    )
    .option("--days <number>", "only those published in the last days", parseCount)
    .option("-s, --source <slug>", "only of this source")
    .option("-o, --output <file>", "write to this file instead of stdout")
    .addHelpText(
      "after",
      `
Examples:
  $ ./run_cli.sh export --format json --days 7 > week.json
  $ ./run_cli.sh export --format csv --source krebs-on-security -o krebs.csv`,
    )
    .action((options: Options) =>
      run(async (context) => {
        const { articles } = await context.openData();
        const since = options.days ? new Date(Date.now() - options.days * 86_400_000) : null;
        const pieces = writers[options.format](articles.export({ since, source: options.source ?? null }));
        if (!options.output) return writeAll(pieces, process.stdout);
        // A half-written file never stands under the name that was asked for.
        const unfinished = `${options.output}.part`;
        try {
          await pipeline(pieces, createWriteStream(unfinished));
          await rename(unfinished, options.output);
        } catch (error) {
          await rm(unfinished, { force: true });
          if (error instanceof ApiProblem || error instanceof ApiAway) throw error;
          const why = error instanceof Error ? error.message : String(error);
          throw new Exit(exitCodes.failed, `${options.output} could not be written: ${why}`);
        }
        note(`written to ${options.output}`);
      }),
    );
}

const writers: Record<Format, (articles: AsyncIterable<ExportedArticle>) => AsyncGenerator<string>> = {
  json: writeJson,
  ndjson: writeNdjson,
  csv: writeCsv,
};

async function* writeJson(articles: AsyncIterable<ExportedArticle>): AsyncGenerator<string> {
  let separator = "[\n";
  for await (const article of articles) {
    yield separator + safeJson(article);
    separator = ",\n";
  }
  yield separator === "[\n" ? "[]\n" : "\n]\n";
}

async function* writeNdjson(articles: AsyncIterable<ExportedArticle>): AsyncGenerator<string> {
  for await (const article of articles) yield `${safeJson(article)}\n`;
}

const csvFields = [
  "id",
  "source_id",
  "title",
  "url",
  "published_at",
  "authors",
  "tags",
  "content",
  "discovered_at",
] as const;

/** RFC 4180, CRLF line ends. */
async function* writeCsv(articles: AsyncIterable<ExportedArticle>): AsyncGenerator<string> {
  yield `${csvFields.join(",")}\r\n`;
  for await (const article of articles)
    yield `${csvFields.map((field) => csvCell(article[field])).join(",")}\r\n`;
}
