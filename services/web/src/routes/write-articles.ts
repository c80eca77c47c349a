import type { ExportedArticle } from "@cti/domain/articles/export-articles";
import { csvCell } from "@cti/pipeline/csv-cell";

export const articleFormats = {
  ndjson: { type: "application/x-ndjson", ending: "ndjson" },
  csv: { type: "text/csv", ending: "csv" },
  json: { type: "application/json", ending: "json" },
} as const;

const fields = [
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

/** Articles as they go to other programs, a piece of text for each. */
export async function* writeArticles(
  articles: AsyncIterable<ExportedArticle>,
  format: keyof typeof articleFormats,
): AsyncGenerator<string> {
  if (format === "csv") yield `${fields.join(",")}\r\n`;
  let separator = "[\n";
  for await (const article of articles) {
    if (format === "ndjson") yield `${JSON.stringify(article)}\n`;
    else if (format === "csv") yield `${fields.map((field) => csvCell(article[field])).join(",")}\r\n`;
    else yield separator + JSON.stringify(article);
    separator = ",\n";
  }
  if (format === "json") yield separator === "[\n" ? "[]\n" : "\n]\n";
}
