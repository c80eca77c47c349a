import { once } from "node:events";

import { cleanLines, safeJson } from "./terminal/clean.ts";
import { type Column, formatTable } from "./terminal/table.ts";

/** stdout is data: a table for people, or with --json what programs read. */
export function printRows<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  options: { json?: boolean; empty: string },
): void {
  if (options.json) return printJson(rows);
  if (rows.length === 0) return note(options.empty);
  print(formatTable(rows, columns, process.stdout.isTTY ? process.stdout.columns : null));
}

export function printJson(value: unknown): void {
  process.stdout.write(`${safeJson(value, 2)}\n`);
}

/** Remote text among it cannot steer the terminal. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function printText(text: string): void {
  print(cleanLines(text));
}

/** stderr is for people: progress, hints, warnings. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Writes a stream of pieces without holding more than the reader takes; a reader that has enough ends it. */
export async function writeAll(pieces: AsyncIterable<string>, to: NodeJS.WritableStream): Promise<void> {
  try {
    for await (const piece of pieces) if (!to.write(piece)) await once(to, "drain");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPIPE")) throw error;
  }
}
