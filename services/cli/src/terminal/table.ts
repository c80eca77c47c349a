import { stripVTControlCharacters, styleText } from "node:util";

import { clean } from "./clean.ts";

export type Column<T> = {
  title: string;
  value: (row: T) => string | number | null;
  right?: boolean;
  grows?: boolean;
};

/** Rows as aligned text. `width` cuts the growing columns to the terminal; null leaves them whole. */
export function formatTable<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  width: number | null,
): string {
  const cells = rows.map((row) => columns.map(({ value }) => clean(String(value(row) ?? "–"))));
  const widths = columns.map(({ title }, at) =>
    Math.max(title.length, ...cells.map((row) => widthOf(row[at] ?? ""))),
  );
  if (width !== null) fit(columns, widths, width);
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, at) => pad(cut(text, widths[at] ?? 0), widths[at] ?? 0, columns[at]?.right ?? false))
      .join("  ")
      .trimEnd();
  const head = line(columns.map(({ title }) => title.toUpperCase()));
  return [styleText("dim", head, { stream: process.stdout }), ...cells.map(line)].join("\n");
}

function fit<T>(columns: readonly Column<T>[], widths: number[], width: number): void {
  const growing = columns.flatMap(({ grows }, at) => (grows ? [at] : []));
  const over = (): number => widths.reduce((sum, each) => sum + each + 2, -2) - width;
  while (over() > 0) {
    const widest = growing.toSorted((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0))[0];
    const current = widest === undefined ? 0 : (widths[widest] ?? 0);
    if (widest === undefined || current <= 12) return;
    widths[widest] = Math.max(12, current - over());
  }
}

/** Wide characters take two places in a terminal. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of stripVTControlCharacters(text))
    width += isWide(character.codePointAt(0) ?? 0) ? 2 : 1;
  return width;
}

export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = "";
  for (const character of text) {
    if (widthOf(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

function pad(text: string, width: number, right: boolean): string {
  const space = " ".repeat(Math.max(0, width - widthOf(text)));
  return right ? space + text : text + space;
}

function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0x1f300 && code <= 0x1faff)
  );
}
