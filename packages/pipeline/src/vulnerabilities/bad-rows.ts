/** Rows of a catalogue that were left out: how many, and the first 100 with their line or id and the reason. */
export type BadRows = { count: number; examples: { at: string; reason: string }[] };

export function noBadRows(): BadRows {
  return { count: 0, examples: [] };
}

export function noteBadRow(bad: BadRows, at: string, reason: string): void {
  bad.count++;
  if (bad.examples.length < MAX_EXAMPLES) bad.examples.push({ at: at.slice(0, 100), reason });
}

/** A file that is not the catalogue it was taken for, as a whole. */
export class CatalogueError extends Error {
  override name = "CatalogueError";
  readonly reason = "bad_catalogue";
}

/** The id of a flaw in its usual form, upper case (CVE record format, 5.1); null for anything else. */
export function readCveId(value: unknown): string | null {
  if (typeof value !== "string" || value.length > 30) return null;
  const id = value.trim().toUpperCase();
  return /^CVE-(?:19|20)\d{2}-\d{4,19}$/.test(id) ? id : null;
}

export function asObject(value: unknown): Map<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? new Map(Object.entries(value))
    : null;
}

const MAX_EXAMPLES = 100;
