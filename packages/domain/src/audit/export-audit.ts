import type { Db } from "@cti/db/client";
import { csvCell } from "@cti/pipeline/csv-cell";

import { type AuditFilter, type AuditRow, listAudit } from "./list-audit.ts";

export const auditFormats = ["csv", "ndjson", "json"] as const;
export type AuditFormat = (typeof auditFormats)[number];

const pageSize = 500;

type AuditPage = Awaited<ReturnType<typeof listAudit>>;

/**
 * The whole log as text, the latest rows first, a page of 500 in memory at a time. `during` opens a transaction for
 * each page: between two of them nothing is held.
 */
export async function* exportAudit(
  during: <T>(work: (db: Db) => Promise<T>) => Promise<T>,
  filter: AuditFilter,
  format: AuditFormat,
): AsyncGenerator<string> {
  const { begin, row: write, between, end } = writers[format];
  let cursor: string | null = null;
  let isFirst = true;
  yield begin;
  do {
    const asked = { limit: pageSize, cursor };
    const page: AuditPage = await during((db) => listAudit(db, filter, asked));
    if (page.items.length > 0) yield (isFirst ? "" : between) + page.items.map(write).join(between);
    isFirst = false;
    cursor = page.next_cursor;
  } while (cursor !== null);
  yield end;
}

const columns = ["id", "at", "tenant_id", "actor", "address", "action", "subject", "detail"] as const;

type Writer = { begin: string; row: (row: AuditRow) => string; between: string; end: string };

const writers: Record<AuditFormat, Writer> = {
  csv: {
    begin: `${columns.join(",")}\r\n`,
    row: (row) => `${columns.map((column) => cell(row[column])).join(",")}\r\n`,
    between: "",
    end: "",
  },
  ndjson: { begin: "", row: (row) => `${json(row)}\n`, between: "", end: "" },
  json: { begin: "[\n", row: json, between: ",\n", end: "\n]\n" },
};

function cell(value: AuditRow[(typeof columns)[number]]): string {
  if (value === null) return "";
  if (typeof value === "number") return csvCell(value);
  return csvCell(value instanceof Date ? value.toISOString() : asText(value));
}

function asText(value: string | Record<string, unknown>): string {
  return typeof value === "string" ? value.replaceAll(steering, "\ufffd") : json(value);
}

function json(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    steering,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** What JSON lets through although it would steer a terminal or hide what the text says. */
// oxlint-disable-next-line no-control-regex -- that is what is meant
const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
