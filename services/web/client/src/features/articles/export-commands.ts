import { apiFilters, type ArticleFilters } from "./article-search.ts";

export type ExportFormat = "ndjson" | "csv" | "json";

/** Where the file is. */
export function exportPath(filters: ArticleFilters, format: ExportFormat, now: Date): string {
  const params = new URLSearchParams({ format });
  for (const [name, value] of Object.entries(apiFilters(filters, now)))
    if (value !== undefined) params.set(name, value);
  return `/api/v1/articles/export?${params.toString()}`;
}

/** How the same is had in a shell. The program's own command knows days and a source, no more. */
export function exportCommands(
  filters: ArticleFilters,
  format: ExportFormat,
  { origin, now }: { origin: string; now: Date },
): { name: string; command: string }[] {
  const { q, source, tag, language, since, until, state, rejected, incomplete } = filters;
  const days = /^(\d{1,3})d$/.exec(since ?? "")?.[1];
  const isKnown = !(q ?? tag ?? language ?? until ?? state ?? rejected ?? incomplete) && (!since || days);
  const own = [
    "./run_cli.sh export",
    `--format ${format}`,
    days && `--days ${days}`,
    source && `--source ${quoted(source)}`,
    `-o articles.${format}`,
  ];
  const url = quoted(origin + exportPath(filters, format, now));
  return [
    ...(isKnown ? [{ name: "On the server", command: own.filter(Boolean).join(" ") }] : []),
    {
      name: "From anywhere, with a token of yours",
      command: `curl -fH "Authorization: Bearer $CTI_TOKEN" -o articles.${format} ${url}`,
    },
  ];
}

/** One word of a shell. */
function quoted(text: string): string {
  return /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
