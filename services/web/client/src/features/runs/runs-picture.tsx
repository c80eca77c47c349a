import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import type { Answer } from "../../api/client.ts";
import { More } from "../../kit/more.tsx";
import { count, plural } from "../../kit/number.ts";
import { outcomeWord } from "../../kit/outcome-words.ts";
import { type Part, PartList, StackBar } from "../../kit/stack-bar.tsx";
import { Table } from "../../kit/table.tsx";
import { duration } from "../../kit/time.tsx";
import { runStatsQuery, statsDays } from "./queries.ts";
import { reasonWords } from "../sources/words.ts";

type Stats = Answer<"getRunStats">;

const since = `${statsDays}d`;
const statuses = [
  ["completed", "good"],
  ["completed_with_errors", "warn"],
  ["failed", "bad"],
  ["cancelled", "muted"],
  ["running", "accent"],
] as const;

/** How the runs of the last days ended and what became of what they found: a glance above the list. */
export function RunsPicture(): ReactElement | null {
  const { data } = useQuery(runStatsQuery);
  // A glance that is not there is no reason to keep people from the list.
  if (!data || data.runs === 0) return null;
  const runs = runParts(data);
  const articles = articleParts(data);
  return (
    <section aria-label={`The last ${statsDays} days`} className="flex flex-col gap-2">
      <div className="grid gap-x-8 gap-y-2 lg:grid-cols-2">
        <Meter
          title={`${plural(data.runs, "run")} in ${statsDays} days, ${duration(data.average_duration_ms)} each`}
          parts={runs}
        />
        <div className="max-lg:hidden">
          <Meter title="Items they found, but for the unchanged" parts={articles} />
        </div>
      </div>
      <More summary="As a table, with the reasons of failures">
        <div className="grid max-h-64 gap-x-8 overflow-y-auto md:grid-cols-3">
          <Numbers label="Runs" parts={runs} />
          <Numbers label="Items" parts={articles} />
          <Reasons reasons={data.failures_by_reason} />
        </div>
      </More>
    </section>
  );
}

function runParts({ by_status: counts }: Stats): Part[] {
  return statuses
    .map(([status, tone]) => ({
      name: outcomeWord(status).toLowerCase(),
      value: counts[status] ?? 0,
      tone,
      link: { to: "/ops/runs", search: { status, since, all: "true" } } as const,
    }))
    .filter(({ value, name }) => value > 0 || name === "completed" || name === "failed");
}

function articleParts({ articles }: Stats): Part[] {
  return [
    { name: "new", value: articles.new, tone: "accent", link: { to: "/articles" } },
    { name: "updated", value: articles.updated, tone: "violet" },
    { name: "duplicate", value: articles.duplicate, tone: "muted" },
    {
      name: "rejected",
      value: articles.rejected,
      tone: "warn",
      link: { to: "/articles", search: { rejected: "true" } },
    },
    { name: "failed", value: articles.failed, tone: "bad" },
  ];
}

function Meter({ title, parts }: { title: string; parts: Part[] }): ReactElement {
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-small text-muted">{title}</p>
      <StackBar label={title} parts={parts} />
      <PartList parts={parts} />
    </div>
  );
}

function Numbers({ label, parts }: { label: string; parts: Part[] }): ReactElement {
  return (
    <Table
      label={label}
      rows={parts}
      keyOf={({ name }) => name}
      columns={[
        { name: label, cell: ({ name }) => name },
        { name: "Count", right: true, cell: ({ value }) => count(value) },
      ]}
    />
  );
}

function Reasons({ reasons }: { reasons: Stats["failures_by_reason"] }): ReactElement {
  if (reasons.length === 0) return <p className="px-3 py-2 text-muted">No check of a source failed.</p>;
  return (
    <Table
      label="Why checks failed"
      rows={reasons}
      keyOf={({ reason }) => reason}
      columns={[
        {
          name: "Why checks failed",
          cell: ({ reason }) => (
            <Link to="/ops/sources" search={{ state: "failing" }} className="hover:underline">
              {reasonWords(reason)}
            </Link>
          ),
        },
        { name: "Count", right: true, cell: ({ count: times }) => count(times) },
      ]}
    />
  );
}
