import type { LinkProps } from "@tanstack/react-router";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useMemo, useState, type ReactElement, type ReactNode } from "react";

import { More } from "../../kit/more.tsx";
import { count } from "../../kit/number.ts";
import { Table } from "../../kit/table.tsx";
import type { ChartSeries } from "./chart-options.ts";

const Chart = lazy(() => import("./chart.tsx").then((loaded) => ({ default: loaded.Chart })));

const marks: Record<string, string> = {
  accent: "bg-accent",
  violet: "bg-violet",
  good: "bg-good",
  warn: "bg-warn",
  bad: "bg-bad",
  faint: "bg-faint",
};

/** A time and its numbers, one per series; the link leads to what they count. */
export type ChartRow = { at: number; name: string; values: number[]; link?: LinkProps };

/** A picture with what it says at the pointer, its colours in words, and the same as a table. */
export function ChartPanel({
  title,
  kind,
  series,
  rows,
  note,
}: {
  title: string;
  kind: "days" | "hours" | "line";
  /** In the order in which they are drawn: of a stack the highest first. */
  series: readonly ChartSeries[];
  rows: readonly ChartRow[];
  note?: ReactNode;
}): ReactElement {
  const [point, setPoint] = useState<number | null>(null);
  const at = useMemo(() => rows.map((row) => row.at), [rows]);
  const pointed = point === null ? undefined : rows[point];
  return (
    <figure className="flex min-w-0 flex-col gap-2">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-medium">{title}</h3>
        <span className="text-small text-muted">
          {pointed ? `${pointed.name}: ${valuesOf(pointed, series)}` : note}
        </span>
      </figcaption>
      <Suspense fallback={<div className="h-40" />}>
        <Chart at={at} series={series} kind={kind} onPoint={setPoint} />
      </Suspense>
      <ul className="flex flex-wrap gap-x-4 text-small text-muted">
        {series.map(({ name, colour }) => (
          <li key={name} className="inline-flex items-center gap-1.5">
            <span aria-hidden="true" className={`size-2 rounded-[2px] ${marks[colour] ?? "bg-faint"}`} />
            {name}
          </li>
        ))}
      </ul>
      <More summary="As a table">
        <div className="max-h-64 overflow-y-auto">
          <Table
            label={title}
            rows={rows}
            keyOf={(row) => row.at}
            columns={[
              { name: "Time", cell: (row) => row.name },
              ...series.map(({ name }, index) => ({
                name,
                right: true,
                cell: (row: ChartRow) => <Value row={row} index={index} />,
              })),
            ]}
          />
        </div>
      </More>
    </figure>
  );
}

/** `1,302 tier 2, 22 tier 1`; what is not there is left out. */
function valuesOf({ values }: ChartRow, series: readonly ChartSeries[]): string {
  const words = series
    .map(({ name }, index) => ({ name, value: values[index] ?? 0 }))
    .filter(({ value }) => value > 0)
    .map(({ name, value }) => `${count(value)} ${name}`);
  return words.length > 0 ? words.join(", ") : "none";
}

function Value({ row, index }: { row: ChartRow; index: number }): ReactElement {
  const value = row.values[index] ?? 0;
  if (!row.link || value === 0) return <span className="text-faint">{count(value)}</span>;
  return (
    <Link {...row.link} className="hover:underline">
      {count(value)}
    </Link>
  );
}
