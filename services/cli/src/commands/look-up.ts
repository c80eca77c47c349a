import type { IndicatorType } from "@cti/pipeline/entities/entity-types";
import { defang } from "@cti/pipeline/indicators/defang";
import { readList } from "@cti/pipeline/indicators/read-list";

import type { Context } from "../context.ts";
import type { EntityLine } from "../data/data.ts";
import { Exit, exitCodes } from "../exit.ts";
import { note, printJson, printRows } from "../output.ts";
import { readInput } from "../read-input.ts";
import { formatTime } from "../terminal/format.ts";
import type { Column } from "../terminal/table.ts";
import { articlesOf } from "./entity-options.ts";

export type LookUpOptions = { known?: true; raw?: true; json?: true };

type Row = { value: string; entity: EntityLine | null };

/** A list of values of a file or stdin, each with what articles know of it. */
export async function lookUpList(
  context: Context,
  file: string | undefined,
  options: LookUpOptions,
): Promise<void> {
  const { bytes } = await readInput(file ?? "-");
  const { wanted, left } = readList(bytes.toString("utf8"));
  if (wanted.length === 0)
    throw new Exit(exitCodes.usage, "There is no value in it: write one a line, such as evil[.]example");
  const { entities } = await context.openData();
  const found = await entities.lookUp(wanted.map(({ value }) => value));
  const shown = options.known ? found.filter(({ entities: those }) => those.length > 0) : found;
  const known = found.filter(({ entities: those }) => those.length > 0).length;
  if (options.json) printJson(shown);
  else
    printRows(shown.flatMap(rowsOf), columnsOf(options.raw ?? false), {
      empty: "No article names any of them.",
    });
  note(`${known} of ${found.length} are named by articles`);
  if (left > 0) note(`${left} more are left out: give at most 1,000 at a time`);
}

function rowsOf({ value, entities }: { value: string; entities: EntityLine[] }): Row[] {
  return entities.length === 0 ? [{ value, entity: null }] : entities.map((entity) => ({ value, entity }));
}

function columnsOf(raw: boolean): Column<Row>[] {
  return [
    // Its type is not known: whatever could become a link must not.
    {
      title: "value",
      value: ({ value, entity }) => (raw ? value : shown(entity?.type ?? "url", value)),
      grows: true,
    },
    { title: "type", value: ({ entity }) => entity?.type ?? "unknown" },
    { title: "status", value: ({ entity }) => entity?.benign ?? entity?.status ?? "" },
    { title: "role", value: ({ entity }) => entity?.role ?? "" },
    { title: "articles", value: ({ entity }) => (entity ? articlesOf(entity) : "0"), right: true },
    { title: "last seen", value: ({ entity }) => (entity ? formatTime(entity.last_seen) : "") },
  ];
}

function shown(type: string, value: string): string {
  return defang(type as IndicatorType, value);
}
