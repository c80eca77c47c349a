import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { count } from "../../kit/number.ts";
import { visible } from "../../kit/remote.tsx";
import { Empty, Loaded } from "../../kit/states.tsx";
import { Table, type Column } from "../../kit/table.tsx";
import { duration } from "../../kit/time.tsx";
import { kindName } from "../analyses/words.ts";
import { reportQuery, type ReportLine } from "./queries.ts";

/** What is borne out by the texts, and what people say of it, by kind, prompt and model. */
export function ModelReport(): ReactElement {
  const query = useQuery(reportQuery);
  return (
    <Loaded query={query} lines={4}>
      {(lines) =>
        lines.length === 0 ? (
          <Empty title="Nothing was asked yet">
            As soon as analyses were made, it stands here how much of them the texts bear out and what people
            say of them.
          </Empty>
        ) : (
          <Table
            label="Answers by kind, prompt and model"
            columns={columns}
            rows={lines}
            keyOf={({ kind, prompt_version: prompt, model }) => `${kind} ${prompt} ${model}`}
          />
        )
      }
    </Loaded>
  );
}

const columns: Column<ReportLine>[] = [
  {
    name: "Kind",
    cell: ({ kind, prompt_version: prompt, model }) => (
      <>
        <span className="whitespace-nowrap">{kindName(kind)}</span>
        <span className="block text-small text-muted">
          {visible(prompt)} · {visible(model)}
        </span>
      </>
    ),
  },
  {
    name: "Made",
    right: true,
    cell: ({ completed, failed }) => (
      <Link to="/ops/runs" search={{ kind: "analysis" }} className="hover:underline">
        {count(completed)}
        {failed > 0 && <span className="block text-small text-bad">{count(failed)} failed</span>}
      </Link>
    ),
  },
  { name: "Borne out", cell: (line) => <Support line={line} /> },
  {
    name: "Helpful",
    right: true,
    cell: ({ up, down }) => <Pair good={up} bad={down} words={["helpful", "not helpful"]} />,
  },
  {
    name: "Claims judged",
    right: true,
    wide: true,
    cell: ({ accepted, rejected }) => (
      <Pair good={accepted} bad={rejected} words={["accepted", "rejected"]} />
    ),
  },
  {
    name: "Asked again",
    right: true,
    wide: true,
    cell: ({ repairs }) => (
      <span title="answers that were no good and had to be asked for again">{count(repairs)}</span>
    ),
  },
  {
    name: "Each took",
    right: true,
    wide: true,
    cell: ({ seconds, completed, prompt_tokens: read, output_tokens: written }) =>
      completed === 0 ? (
        "–"
      ) : (
        <span className="whitespace-nowrap">
          {duration((seconds / completed) * 1_000)}
          <span className="block text-small text-muted">{count((read + written) / completed)} tokens</span>
        </span>
      ),
  },
];

function Support({ line: { supported, unsupported } }: { line: ReportLine }): ReactElement {
  const all = supported + unsupported;
  if (all === 0) return <span className="text-faint">–</span>;
  const share = Math.floor((supported / all) * 100);
  return (
    <span className="flex min-w-28 flex-col gap-1">
      <span className="whitespace-nowrap">
        {share}&nbsp;%{" "}
        <span className="text-small text-muted">
          {count(supported)} of {count(all)}
        </span>
      </span>
      <span className="h-1 w-full rounded-full bg-raised" aria-hidden="true">
        <span className="block h-full rounded-full bg-accent" style={{ width: `${share}%` }} />
      </span>
    </span>
  );
}

function Pair({
  good,
  bad,
  words: [goodWord, badWord],
}: {
  good: number;
  bad: number;
  words: readonly [string, string];
}): ReactElement {
  if (good + bad === 0) return <span className="text-faint">–</span>;
  return (
    <span className="whitespace-nowrap">
      <span className="text-good" title={goodWord}>
        +{count(good)}
        <span className="sr-only"> {goodWord}</span>
      </span>{" "}
      <span className={bad > 0 ? "text-bad" : "text-faint"} title={badWord}>
        −{count(bad)}
        <span className="sr-only"> {badWord}</span>
      </span>
    </span>
  );
}
