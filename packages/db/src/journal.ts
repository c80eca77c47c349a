import { readFileSync } from "node:fs";
import path from "node:path";

export const migrationsFolder = path.resolve(import.meta.dirname, "../migrations");

/** A migration as the journal names it; `when` is the number by which a database remembers it. */
export type JournalEntry = { tag: string; when: number };

/** Every migration that this version of the product has, in their order. */
export function readJournal(): JournalEntry[] {
  const text = readFileSync(path.join(migrationsFolder, "meta/_journal.json"), "utf8");
  return (JSON.parse(text) as { entries: JournalEntry[] }).entries;
}
