import { isLabel, holdsValue } from "./line-looks.ts";

/** A row of a table: its cells' texts, what they span (1 where not told), and which of them are header cells. */
export type TableRow = {
  cells: readonly string[];
  colspans: readonly number[] | null;
  rowspans: readonly number[] | null;
  heads: readonly boolean[] | null;
};

/**
 * The header cells above each cell of each row, in the order of the row's cells; null for header rows and where
 * nothing heads a row. Rows of a table without a header row are headed by their own first cell when it is a label.
 */
export function columnsOfRows(rows: readonly TableRow[]): (string[] | null)[] {
  const headers = headerRows(rows);
  if (!headers.includes(true)) return rows.map((row) => ownLabel(row));
  const grid: Grid = { names: [], left: [] };
  let wasHeader = false;
  let shared: string[] | null = null;
  return rows.map((row, at) => {
    const isHeader = headers[at] === true;
    const places = place(row, grid);
    if (isHeader) {
      if (!wasHeader) grid.names = [];
      name(row, places, grid);
      shared = null;
    }
    wasHeader = isHeader;
    if (isHeader) return null;
    const columns = places.map((column) => grid.names[column] ?? "");
    if (shared !== null && isSame(shared, columns)) return shared;
    if (columns.every((column) => column === "")) return ownLabel(row);
    shared = columns;
    return columns;
  });
}

/** Whether the first of some rows heads the others, judged by its words alone. */
function looksLikeHeader(rows: readonly TableRow[]): boolean {
  const first = rows[0];
  if (first === undefined || rows.length < 2) return false;
  const filled = first.cells.filter((cell) => cell !== "");
  if (filled.length === 0 || filled.length * 2 < first.cells.length || !filled.every(isLabel)) return false;
  const known = filled.filter((cell) => HEADER_WORDS.test(cell)).length;
  if (filled[0]?.endsWith(":") === true) return false;
  if (known === filled.length) return true;
  const sample = rows.slice(1, 9);
  const labelled = sample.filter(({ cells: [cell] }) => HEADER_WORDS.test(cell ?? "")).length;
  // Two columns without header cells are mostly names and what they stand for.
  if (first.cells.length === 2) return known > 0 && labelled * 2 < sample.length;
  return known > 0 || sample.some(({ cells }) => cells.some(holdsValue));
}

const MAX_COLUMNS = 64;
const HEADER_WORDS =
  /\b(?:indicators?|iocs?|types?|values?|hash(?:es)?|md5|sha-?\d+|ip|ips|address(?:es)?|domains?|urls?|hosts?|hostnames?|files?|filenames?|names?|paths?|ports?|descriptions?|comments?|notes?|dates?|first seen|last seen|cves?|cvss|severity|score|tactics?|techniques?|id|ids|malware|actors?|tools?|vendors?|products?|versions?|affected|fixed|country|sectors?|commands?|keys?|emails?|subjects?|sizes?|details?|context|roles?|category|count|procedure|registry|asn|aliases|family|c2|c&c|command and control|payloads?|exfil\w*|phishing|delivery|loaders?|droppers?|downloaders?|purpose|usage|notes|servers?|typ|werte?|beschreibung|kommentar|rolle|valeurs?|commentaires?|rôle|valor(?:es)?|tipo|valore|descripción|descrizione|comentarios?|commenti|ruolo)\b/i;

/** Columns that rows above still fill, and the header cell of each. */
type Grid = { names: string[]; left: number[] };

function headerRows(rows: readonly TableRow[]): boolean[] {
  const headers = rows.map(({ cells, heads }, at) => {
    if (heads === null || cells.length === 0) return false;
    const marked = heads.filter(Boolean).length;
    return marked === cells.length && (cells.length > 1 || at === 0);
  });
  if (!headers.includes(true) && looksLikeHeader(rows)) headers[0] = true;
  // A table of header cells only has none that head anything.
  return headers.every(Boolean) ? headers.map((_, at) => at === 0 && rows.length > 1) : headers;
}

/** The column at which each cell of a row stands. */
function place(row: TableRow, grid: Grid): number[] {
  const places: number[] = [];
  const taken = grid.left.map((rest) => rest > 0);
  for (let at = 0; at < grid.left.length; at++) grid.left[at] = Math.max(0, (grid.left[at] ?? 0) - 1);
  let column = 0;
  for (let at = 0; at < row.cells.length; at++) {
    while (taken[column] === true) column++;
    places.push(column);
    const width = Math.max(1, row.colspans?.[at] ?? 1);
    const height = row.rowspans?.[at] ?? 1;
    const end = Math.min(column + width, Math.max(MAX_COLUMNS, column + 1));
    if (height > 1) for (let to = column; to < end && to < MAX_COLUMNS; to++) spanDown(grid, to, height - 1);
    column = end;
  }
  return places;
}

function spanDown(grid: Grid, column: number, rest: number): void {
  while (grid.left.length <= column) grid.left.push(0);
  grid.left[column] = rest;
}

function name(row: TableRow, places: readonly number[], grid: Grid): void {
  row.cells.forEach((cell, at) => {
    const from = places[at] ?? 0;
    const to = Math.min(from + Math.max(1, row.colspans?.[at] ?? 1), MAX_COLUMNS);
    for (let column = from; column < to; column++) {
      while (grid.names.length <= column) grid.names.push("");
      if (cell !== "" || grid.names[column] === undefined) grid.names[column] = cell.slice(0, 200);
    }
  });
}

function ownLabel({ cells, heads }: TableRow): string[] | null {
  const [label, second] = cells;
  if (label === undefined || second === undefined || label === "") return null;
  const isLabelled = heads?.[0] === true || (cells.length === 2 && isLabel(label));
  return isLabelled ? ["", ...cells.slice(1).map(() => label.slice(0, 200))] : null;
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((column, at) => column === right[at]);
}
