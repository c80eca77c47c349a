import type { Near } from "../data/data.ts";
import { exitCodes, Exit } from "../exit.ts";
import { note, printJson, printRows } from "../output.ts";
import { clean } from "../terminal/clean.ts";
import type { Column } from "../terminal/table.ts";
import { articleColumns } from "./article-columns.ts";

type NearArticle = Near["items"][number];

const columns: Column<NearArticle>[] = [
  { title: "near", value: (row) => row.similarity.toFixed(2), right: true },
  ...articleColumns.map((column): Column<NearArticle> => ({
    ...column,
    value: ({ article }) => column.value(article),
  })),
];

const most = 100;

/** More are not compared. */
export function limitNear(limit: number): number {
  if (limit > most) throw new Exit(exitCodes.usage, `At most ${most} of the nearest are found`);
  return limit;
}

/** Articles that are near to something, and why they were found by words where they were. */
export function printNear(near: Near, { json }: { json?: true }): void {
  if (json) return printJson(near);
  printRows(near.items, columns, { empty: "Nothing is near." });
  if (near.message !== null) note(clean(near.message));
}
