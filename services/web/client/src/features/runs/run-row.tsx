import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { plural } from "../../kit/number.ts";
import { OutcomeIcon, OutcomeText } from "../../kit/outcome.tsx";
import { duration, Time } from "../../kit/time.tsx";
import { ProgressBar } from "./progress-bar.tsx";
import type { RunLine } from "./queries.ts";
import type { Progress } from "./use-run-progress.ts";
import type { RunSource } from "./use-run-sources.ts";
import { brought, kindTitle, startedBy } from "./words.ts";

const grid =
  "grid w-full grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 px-4 md:grid-cols-[minmax(0,1fr)_minmax(0,11rem)_6rem] md:px-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,10rem)_7rem_5rem_6rem] xl:grid-cols-[minmax(0,1fr)_minmax(0,15rem)_7rem_6rem_6rem]";

export function RunHeadings(): ReactElement {
  return (
    <div role="presentation" className={grid}>
      {["Run", "Brought", "Status", "Took", "Started"].map((name) => (
        <span
          key={name}
          role="columnheader"
          className={`${name === "Run" ? "pl-7" : ""} ${name === "Status" || name === "Took" ? "max-lg:hidden" : ""}`}
        >
          {name}
        </span>
      ))}
    </div>
  );
}

/** One run: what it did, what it brought, how it ended. */
export function RunRow({
  run,
  source,
  progress,
}: {
  run: RunLine;
  source: RunSource | undefined;
  progress: Progress | undefined;
}): ReactElement {
  const params = { id: String(run.id) };
  return (
    <div role="presentation" className={`${grid} py-1.5`}>
      <div role="gridcell" className="flex min-w-0 items-center gap-3">
        <OutcomeIcon state={run.status} />
        <div className="min-w-0">
          <p className="truncate font-medium">
            <Link to="/ops/runs/$id" params={params} tabIndex={-1} className="hover:underline">
              {kindTitle(run.kind)}
              {source && <span className="text-muted"> · {source.name}</span>}
            </Link>
          </p>
          <p className="truncate text-small text-muted">
            <span className="md:hidden">
              {brought(run)
                .map(({ text }) => `${text}, `)
                .join("")}
            </span>
            <span className="max-md:hidden">Run {run.id}, </span>
            {startedBy(run)}
          </p>
        </div>
      </div>
      <div role="gridcell" className="min-w-0 text-small max-md:hidden">
        {run.status === "running" ? (
          <ProgressBar kind={run.kind} startedAt={run.started_at} progress={progress} />
        ) : (
          <Brought run={run} source={source} />
        )}
      </div>
      <div role="gridcell" className="text-small max-lg:hidden">
        <OutcomeText state={run.status} />
      </div>
      <div role="gridcell" className="text-small text-muted max-lg:hidden">
        {duration(run.duration_ms)}
      </div>
      <div role="gridcell" className="text-right text-small text-muted md:text-left">
        <Time at={run.started_at} />
        <span className="block lg:hidden">
          <OutcomeText state={run.status} />
        </span>
      </div>
    </div>
  );
}

function Brought({ run, source }: { run: RunLine; source: RunSource | undefined }): ReactElement {
  const { id, counts, errors } = run;
  const params = { id: String(id) };
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      {brought(run).map(({ key, text }) =>
        source && key === "new" && (counts["new"] ?? 0) > 0 ? (
          <Link
            key={key}
            to="/articles"
            search={{ source: source.slug }}
            tabIndex={-1}
            title={`Articles of ${source.name}`}
            className="font-medium underline-offset-2 hover:underline"
          >
            {text}
          </Link>
        ) : (
          <span key={key} className="text-muted">
            {text}
          </span>
        ),
      )}
      {errors > 0 && (
        <Link
          to="/ops/runs/$id"
          params={params}
          hash="errors"
          tabIndex={-1}
          className="text-warn underline-offset-2 hover:underline"
        >
          {plural(errors, "error")}
        </Link>
      )}
    </span>
  );
}
