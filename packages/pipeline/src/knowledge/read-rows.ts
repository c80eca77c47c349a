import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

import { KnowledgeError } from "./knowledge-error.ts";

const FOLDER = new URL("../../knowledge/", import.meta.url);

/** The rows of a data file of this package: fields between ` | `, comments and empty lines left out. */
export function readRows(file: string): string[][] {
  return parseRows(readDataFile(file), file);
}

/** Changes when any data file of this package does. */
export function knowledgeDigest(): string {
  if (digest !== undefined) return digest;
  const hash = createHash("sha256");
  for (const file of readdirSync(FOLDER).toSorted()) hash.update(`${file}\n`).update(readDataFile(file));
  return (digest = hash.digest("hex").slice(0, 12));
}

let digest: string | undefined;

/** The text of a data file of this package; the only place where the pipeline reads a file. */
export function readDataFile(file: string): string {
  return readFileSync(new URL(file, FOLDER), "utf8");
}

/** Fields are trimmed; every row has `fields` of them at least, `-` being an empty one. */
export function parseRows(text: string, file: string, fields = 1): string[][] {
  const rows: string[][] = [];
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#")) continue;
    const row = trimmed.split(/\s\|(?=\s|$)/).map((field) => (field.trim() === "-" ? "" : field.trim()));
    if (row[0] === "" || row.length < fields)
      throw new KnowledgeError("bad-row", `${file} line ${index + 1} needs ${fields} fields between " | "`);
    rows.push(row);
  }
  return rows;
}

/** The entries of a list field, between `;`. */
export function listOf(field: string | undefined): string[] {
  return (field ?? "")
    .split(";")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "" && entry !== "-");
}
