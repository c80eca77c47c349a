import { CatalogueError, noBadRows, noteBadRow, readCveId, type BadRows } from "./bad-rows.ts";
import { readCsv } from "./read-csv.ts";

/** How likely a flaw is to be exploited within 30 days, and its rank among all; both 0 to 1. */
export type EpssScore = { cve: string; epss: number; percentile: number };

/** One day's scores; model version and day are null where the file does not tell. */
export type EpssScores = { model: string | null; scored: string | null; scores: EpssScore[]; bad: BadRows };

/**
 * Reads the CSV that FIRST publishes each day: a comment line with the model, a header, one row a flaw. Bad rows are counted, the rest goes on.
 * Throws CatalogueError when it has no columns `cve` and `epss`.
 */
export function readEpss(text: string): EpssScores {
  const result: EpssScores = { model: null, scored: null, scores: [], bad: noBadRows() };
  let columns: Columns | null = null;
  for (const { line, fields } of readCsv(text)) {
    if (fields[0]?.startsWith("#") === true) readComment(fields.join(","), result);
    else if (columns === null) columns = columnsOf(fields);
    else readRow(fields, columns, line, result);
  }
  if (columns === null) throw new CatalogueError("These are no EPSS scores: there is no header row");
  return result;
}

type Columns = { cve: number; epss: number; percentile: number };

function columnsOf(fields: readonly string[]): Columns {
  const names = fields.map((field) => field.trim().toLowerCase());
  const columns = {
    cve: names.indexOf("cve"),
    epss: names.indexOf("epss"),
    percentile: names.indexOf("percentile"),
  };
  if (columns.cve >= 0 && columns.epss >= 0) return columns;
  throw new CatalogueError("These are no EPSS scores: the header row has no columns cve and epss");
}

/** `#model_version:v2023.03.01,score_date:2024-05-01T00:00:00+0000` */
function readComment(comment: string, result: EpssScores): void {
  result.model ??= /model_version:([^,\s]{1,40})/.exec(comment)?.[1] ?? null;
  result.scored ??= /score_date:(\d{4}-\d{2}-\d{2})/.exec(comment)?.[1] ?? null;
}

function readRow(
  fields: readonly string[],
  columns: Columns,
  line: number,
  { scores, bad }: EpssScores,
): void {
  const written = fields[columns.cve];
  const cve = readCveId(written);
  if (cve === null) return noteBadRow(bad, `line ${line}`, `${(written ?? "").slice(0, 40)} is no CVE id`);
  const epss = shareOf(fields[columns.epss]);
  if (epss === null) return noteBadRow(bad, cve, `epss is no number from 0 to 1 (line ${line})`);
  // Files of the first model have no percentile.
  const percentile = columns.percentile < 0 ? 0 : shareOf(fields[columns.percentile]);
  if (percentile === null) return noteBadRow(bad, cve, `percentile is no number from 0 to 1 (line ${line})`);
  scores.push({ cve, epss, percentile });
}

function shareOf(written: string | undefined): number | null {
  const text = written?.trim() ?? "";
  const share = /^\d{1,3}(?:\.\d{1,20})?(?:e-\d{1,3})?$/i.test(text) ? Number(text) : Number.NaN;
  return share >= 0 && share <= 1 ? share : null;
}
