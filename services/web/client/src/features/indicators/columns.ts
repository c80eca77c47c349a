import { entityColumns, type ColumnName, type EntityColumn } from "../entities/entity-columns.tsx";
import { words } from "./filters.ts";

const names = entityColumns.map(({ name }) => name);
const usual: readonly ColumnName[] = [
  "type",
  "role",
  "confidence",
  "first",
  "last",
  "articles",
  "sources",
  "status",
];
const storage = "cti.indicators.columns";

/** The columns to show: those of the address, else those chosen last on this browser, else all of them. */
export function chosenColumns(text: string | undefined): readonly ColumnName[] {
  const chosen = text ?? remembered();
  if (chosen === "none") return [];
  const known = words(chosen, names);
  return known.length > 0 ? known : usual;
}

export function columnsOf(chosen: readonly ColumnName[]): EntityColumn[] {
  return entityColumns.filter(({ name }) => chosen.includes(name));
}

/** As the address has it; also remembered. "" is the usual choice. */
export function writeColumns(chosen: readonly string[]): string {
  const inOrder = names.filter((name) => chosen.includes(name));
  const text = inOrder.length === 0 ? "none" : inOrder.length === usual.length ? "" : inOrder.join(",");
  try {
    localStorage.setItem(storage, text);
  } catch {
    // Without storage the address keeps it.
  }
  return text;
}

function remembered(): string {
  try {
    return localStorage.getItem(storage) ?? "";
  } catch {
    return "";
  }
}
