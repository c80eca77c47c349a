import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { bytes, count } from "../../kit/number.ts";
import { Outcome } from "../../kit/outcome.tsx";
import { visible } from "../../kit/remote.tsx";
import { Table, type Column } from "../../kit/table.tsx";
import { duration, Time } from "../../kit/time.tsx";
import type { Check } from "./queries.ts";
import { capital, reasonWords } from "./words.ts";

/** Looks at a source: what each found, cost and brought. */
export function CheckTable({ checks }: { checks: readonly Check[] }): ReactElement {
  return <Table label="Checks" columns={columns} rows={checks} keyOf={({ id }) => id} />;
}

const columns: Column<Check>[] = [
  { name: "When", cell: ({ started_at }) => <Time at={started_at} /> },
  { name: "Outcome", cell: (check) => <WhatCame check={check} /> },
  { name: "New", right: true, cell: ({ counts }) => <Count value={counts["new"]} strong /> },
  {
    name: "Updated",
    right: true,
    className: "max-xl:hidden",
    cell: ({ counts }) => <Count value={counts["updated"]} />,
  },
  {
    name: "Known",
    right: true,
    className: "max-xl:hidden",
    cell: ({ counts }) => <Count value={known(counts)} />,
  },
  {
    name: "Left out",
    right: true,
    className: "max-xl:hidden",
    cell: ({ counts }) => <Count value={counts["rejected"]} />,
  },
  { name: "Failed", right: true, wide: true, cell: ({ counts }) => <Count value={counts["failed"]} bad /> },
  {
    name: "Size",
    right: true,
    wide: true,
    cell: ({ wire_bytes: size }) =>
      size === 0 ? <Count value={0} /> : <span className="whitespace-nowrap">{bytes(size)}</span>,
  },
  {
    name: "Took",
    right: true,
    cell: ({ duration_ms }) => <span className="whitespace-nowrap">{duration(duration_ms)}</span>,
  },
  {
    name: "Run",
    right: true,
    cell: ({ run_id: run }) =>
      run && (
        <Link
          to="/ops/runs/$id"
          params={{ id: String(run) }}
          className="text-accent underline decoration-line-strong underline-offset-2 hover:decoration-accent"
        >
          {run}
        </Link>
      ),
  },
];

function known(counts: Check["counts"]): number {
  return (counts["unchanged"] ?? 0) + (counts["duplicate"] ?? 0);
}

function WhatCame({ check }: { check: Check }): ReactElement {
  const { outcome, reason, message, warnings } = check;
  const notes = [...(message ? [message] : []), ...warnings];
  return (
    <>
      <Outcome state={outcome} {...(outcome === "failed" && { word: capital(reasonWords(reason)) })} />
      {notes.slice(0, 3).map((note, index) => (
        <span key={index} className="block text-tiny text-muted">
          {visible(note)}
        </span>
      ))}
    </>
  );
}

function Count({
  value = 0,
  strong = false,
  bad = false,
}: {
  value?: number | undefined;
  strong?: boolean;
  bad?: boolean;
}): ReactElement {
  if (value === 0) return <span className="text-faint">–</span>;
  return <span className={bad ? "text-bad" : strong ? "font-semibold" : ""}>{count(value)}</span>;
}
