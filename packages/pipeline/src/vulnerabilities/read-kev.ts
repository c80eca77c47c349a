import { asObject, CatalogueError, noBadRows, noteBadRow, readCveId, type BadRows } from "./bad-rows.ts";
import { readCsv } from "./read-csv.ts";

/** A flaw that is known to be exploited. Dates are `YYYY-MM-DD`; texts are "" where the catalogue has none. */
export type KevEntry = {
  cve: string;
  vendor: string;
  product: string;
  name: string;
  dateAdded: string;
  dueDate: string | null;
  ransomware: boolean;
  description: string;
  cwes: string[];
};

/** A catalogue as CISA publishes it; version and release date are null in its CSV form. */
export type KevCatalogue = {
  version: string | null;
  /** As given, ISO 8601. */
  released: string | null;
  entries: KevEntry[];
  bad: BadRows;
};

/**
 * Reads CISA's Known Exploited Vulnerabilities catalogue, parsed JSON. Rows without a usable CVE id or date are counted, a repeated id too,
 * the rest goes on. Throws CatalogueError when it is something else as a whole.
 */
export function readKev(json: unknown): KevCatalogue {
  const catalogue = asObject(json);
  const rows = catalogue?.get("vulnerabilities");
  if (catalogue === null || !Array.isArray(rows))
    throw new CatalogueError('This is no KEV catalogue: it has no list "vulnerabilities"');
  const reader = createReader();
  rows.forEach((row: unknown, at) => {
    const fields = asObject(row);
    if (fields === null) noteBadRow(reader.bad, `row ${at + 1}`, "no object");
    else reader.add(`row ${at + 1}`, fields);
  });
  return {
    version: textOf(catalogue.get("catalogVersion"), 50) || null,
    released: textOf(catalogue.get("dateReleased"), 50) || null,
    entries: reader.entries,
    bad: reader.bad,
  };
}

/** The same catalogue as CSV, with its header row. Throws CatalogueError when a needed column is missing. */
export function readKevCsv(text: string): KevCatalogue {
  const reader = createReader();
  let header: string[] | null = null;
  for (const { line, fields } of readCsv(text)) {
    if (header === null) {
      header = fields.map((field) => field.trim());
      const missing = ["cveID", "dateAdded"].filter((column) => !header?.includes(column));
      if (missing.length > 0)
        throw new CatalogueError(`This is no KEV catalogue: column ${missing.join(", ")} is missing`);
      continue;
    }
    const columns = header;
    reader.add(
      `line ${line}`,
      new Map(fields.map((field, at) => [columns[at] ?? `column ${at + 1}`, field])),
    );
  }
  if (header === null) throw new CatalogueError("This is no KEV catalogue: it is empty");
  return { version: null, released: null, entries: reader.entries, bad: reader.bad };
}

type Reader = { entries: KevEntry[]; bad: BadRows; add(at: string, fields: Map<string, unknown>): void };

function createReader(): Reader {
  const entries: KevEntry[] = [];
  const bad = noBadRows();
  const seen = new Set<string>();
  const add = (at: string, fields: Map<string, unknown>): void => {
    const written = fields.get("cveID");
    const cve = readCveId(written);
    const dateAdded = dateOf(fields.get("dateAdded"));
    if (cve === null) return noteBadRow(bad, at, `cveID ${shown(written)} is no CVE id`);
    if (dateAdded === null)
      return noteBadRow(bad, cve, `dateAdded ${shown(fields.get("dateAdded"))} is no date (${at})`);
    if (seen.has(cve)) return noteBadRow(bad, cve, `listed twice (${at})`);
    seen.add(cve);
    entries.push(entryOf(cve, dateAdded, fields));
  };
  return { entries, bad, add };
}

function entryOf(cve: string, dateAdded: string, fields: Map<string, unknown>): KevEntry {
  return {
    cve,
    vendor: textOf(fields.get("vendorProject"), 300),
    product: textOf(fields.get("product"), 300),
    name: textOf(fields.get("vulnerabilityName"), 500),
    dateAdded,
    dueDate: dateOf(fields.get("dueDate")),
    ransomware: /^known$/i.test(textOf(fields.get("knownRansomwareCampaignUse"), 20)),
    description: textOf(fields.get("shortDescription"), 4_000),
    cwes: cwesOf(fields.get("cwes")),
  };
}

/** A list in JSON, "CWE-1, CWE-2" in CSV. */
function cwesOf(value: unknown): string[] {
  const parts: unknown[] = Array.isArray(value)
    ? value
    : typeof value === "string"
      ? value.split(/[,;|]/)
      : [];
  return parts
    .slice(0, 50)
    .map((part) => textOf(part, 20).toUpperCase())
    .filter((part) => /^CWE-\d{1,6}$/.test(part));
}

function dateOf(value: unknown): string | null {
  const date = textOf(value, 40).slice(0, 10);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
  const time = Date.parse(`${date}T00:00:00Z`);
  // 2024-02-30 parses in some engines as a day in March.
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date ? null : date;
}

function textOf(value: unknown, most: number): string {
  return typeof value === "string" ? value.trim().slice(0, most) : "";
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? "(missing)").slice(0, 60);
}
