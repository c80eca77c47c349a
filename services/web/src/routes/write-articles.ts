import type { ExportedArticle } from "@cti/domain/articles/export-articles";

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
    else if (format === "csv") yield `${fields.map((field) => cellOf(article[field])).join(",")}\r\n`;
    else yield separator + JSON.stringify(article);
    separator = ",\n";
  }
  if (format === "json") yield separator === "[\n" ? "[]\n" : "\n]\n";
}

/** RFC 4180. A cell that begins like a formula gets an apostrophe, or a spreadsheet would run what a feed says. */
export function cellOf(value: string | number | null | readonly string[]): string {
  if (typeof value === "number") return String(value);
  const text = typeof value === "string" ? value : (value?.join("; ") ?? "");
  const harmless = /^(?:[\t\r]|\s*[=+\-@＝＋－＠])/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
