import type { EntityLine } from "@cti/domain/entities/entity-line";
import type { IndicatorType } from "@cti/pipeline/entities/entity-types";
import { csvCell } from "@cti/pipeline/csv-cell";
import { defang } from "@cti/pipeline/indicators/defang";

export const indicatorFormats = {
  csv: { type: "text/csv", ending: "csv" },
  ndjson: { type: "application/x-ndjson", ending: "ndjson" },
  json: { type: "application/json", ending: "json" },
  text: { type: "text/plain", ending: "txt" },
} as const;

export type IndicatorFormat = keyof typeof indicatorFormats;

const fields = [
  "type",
  "value",
  "role",
  "confidence",
  "status",
  "benign",
  "articles",
  "sources",
  "first_seen",
  "last_seen",
] as const;

type Row = Pick<EntityLine, (typeof fields)[number]>;

/** Batches of indicators as they go to other programs, a piece of text for each. */
export async function* writeIndicators(
  batches: AsyncIterable<EntityLine[]>,
  { format, defanged }: { format: IndicatorFormat; defanged: boolean },
): AsyncGenerator<string> {
  if (format === "csv") yield `${fields.join(",")}\r\n`;
  if (format === "json") yield "[";
  let isFirst = true;
  for await (const batch of batches) {
    const rows = batch.map((line): Row => {
      const value = defanged ? defang(line.type as IndicatorType, line.value) : line.value;
      return Object.fromEntries(
        fields.map((field) => [field, field === "value" ? value : line[field]]),
      ) as Row;
    });
    if (rows.length === 0) continue;
    if (format === "json")
      yield (isFirst ? "\n" : ",\n") + rows.map((row) => JSON.stringify(row)).join(",\n");
    else yield rows.map(writers[format]).join("");
    isFirst = false;
  }
  if (format === "json") yield "\n]\n";
}

const writers: Record<Exclude<IndicatorFormat, "json">, (row: Row) => string> = {
  csv: (row) => `${fields.map((field) => csvCell(plain(row[field]))).join(",")}\r\n`,
  ndjson: (row) => `${JSON.stringify(row)}\n`,
  text: ({ value }) => `${oneLine(value)}\n`,
};

function plain(value: Row[keyof Row]): string | number | null {
  return value instanceof Date ? value.toISOString() : value;
}

/** One value is one line, whatever an article put into a file name. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, "\ufffd");
}
