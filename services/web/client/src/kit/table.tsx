import type { ReactElement, ReactNode } from "react";

export type Column<Row> = {
  /** Its heading. */
  name: string;
  cell: (row: Row) => ReactNode;
  /** Numbers stand at the right. */
  right?: boolean;
  className?: string;
  /** Hidden on narrow screens. */
  wide?: boolean;
};

/** A table of up to some hundred rows; lists that go on are a GridList. */
export function Table<Row>({
  label,
  columns,
  rows,
  keyOf,
  rowClass,
}: {
  /** What it is a table of, for who cannot see it. */
  label: string;
  columns: Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string | number;
  rowClass?: (row: Row) => string;
}): ReactElement {
  const shown = (column: Column<Row>): string =>
    `${column.right ? "text-right" : "text-left"} ${column.wide ? "max-md:hidden" : ""} ${column.className ?? ""}`;
  return (
    // Positioned, so that words only for screen readers stay within it.
    <div className="relative overflow-x-auto" role="region" aria-label={label} tabIndex={0}>
      <table className="w-full border-collapse text-[0.875rem]">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr className="border-b border-line">
            {columns.map((column) => (
              <th
                key={column.name}
                scope="col"
                className={`px-2 py-2 text-tiny font-semibold text-muted first:pl-3 last:pr-3 md:px-3 md:first:pl-4 md:last:pr-4 ${shown(column)}`}
              >
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={keyOf(row)}
              className={`border-b border-line last:border-0 hover:bg-hover ${rowClass?.(row) ?? ""}`}
            >
              {columns.map((column) => (
                <td
                  key={column.name}
                  className={`px-2 py-2 align-baseline first:pl-3 last:pr-3 md:px-3 md:first:pl-4 md:last:pr-4 ${shown(column)}`}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
