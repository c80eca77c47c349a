import { getRouteApi, Link } from "@tanstack/react-router";
import { RotateCw, Square } from "lucide-react";
import type { ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { IconButton } from "../../kit/button.tsx";
import { OutcomeIcon, OutcomeText } from "../../kit/outcome.tsx";
import { visible } from "../../kit/remote.tsx";
import { duration, Time } from "../../kit/time.tsx";
import { cancelJob, retryJob } from "./actions.ts";
import type { JobLine } from "./queries.ts";
import { jobTitle, queueTitle } from "./words.ts";

const route = getRouteApi("/inside/ops/jobs");

const wideGrid = "grid-cols-[minmax(0,1fr)_auto] lg:grid-cols-[minmax(0,1fr)_8.5rem_6rem_6rem_4.5rem]";

/** What its columns say where they all stand. */
export function JobHeadings(): ReactElement {
  return (
    <div role="presentation" className={`grid w-full gap-x-4 px-4 md:px-6 ${wideGrid}`}>
      {["Job", "State", "Took", "Added"].map((name) => (
        <span
          key={name}
          role="columnheader"
          className={`${name === "Job" ? "pl-7" : ""} ${name === "State" || name === "Took" ? "max-lg:hidden" : ""} ${name === "Added" ? "max-lg:text-right" : ""}`}
        >
          {name}
        </span>
      ))}
      <span role="columnheader" className="max-lg:hidden">
        <span className="sr-only">Steer</span>
      </span>
    </div>
  );
}

/** One job: what it does, where it stands, what it said. */
export function JobRow({
  job,
  source,
  narrow,
}: {
  job: JobLine;
  source: string | undefined;
  /** Beside an open job there is room for less. */
  narrow: boolean;
}): ReactElement {
  const search = route.useSearch();
  const wide = narrow ? "hidden" : "max-lg:hidden";
  const columns = narrow ? "grid-cols-[minmax(0,1fr)_auto]" : wideGrid;
  return (
    <div role="presentation" className={`grid w-full items-center gap-x-4 px-4 py-1.5 md:px-6 ${columns}`}>
      <div role="gridcell" className="flex min-w-0 items-center gap-3">
        <OutcomeIcon state={job.state} />
        <div className="min-w-0">
          <p className="truncate font-medium">
            <Link
              to="/ops/jobs"
              search={{ ...search, job: job.id }}
              tabIndex={-1}
              className="hover:underline"
            >
              {jobTitle(job.name)}
              {source !== undefined && <span className="text-muted"> · {source}</span>}
            </Link>
          </p>
          <p className={`truncate text-small ${job.error === null ? "text-muted" : "text-bad"}`}>
            {job.error === null ? triesOf(job) : visible(job.error)}
          </p>
        </div>
      </div>
      <div role="gridcell" className={`text-small ${wide}`}>
        <OutcomeText state={job.state} />
      </div>
      <div role="gridcell" className={`text-small text-muted ${wide}`}>
        {took(job)}
      </div>
      <div role="gridcell" className="text-right text-small text-muted lg:text-left">
        <Time at={job.added_at} />
        <span className={narrow ? "block" : "block lg:hidden"}>
          <OutcomeText state={job.state} />
        </span>
      </div>
      <div role="gridcell" className={`text-right ${wide}`}>
        <Steer job={job} />
      </div>
    </div>
  );
}

function triesOf({ queue, attempts, max_attempts: most }: JobLine): string {
  if (attempts === 0) return queueTitle(queue);
  return `${queueTitle(queue)}, try ${attempts}${most === null ? "" : ` of ${most}`}`;
}

function took({ started_at: from, finished_at: to }: JobLine): string {
  if (from === null || to === null) return "–";
  return duration(Date.parse(to) - Date.parse(from));
}

function Steer({ job }: { job: JobLine }): ReactElement | null {
  const { operate } = useRights();
  if (!operate) return null;
  if (job.state === "failed")
    return (
      <IconButton
        label={`Retry ${jobTitle(job.name)}`}
        icon={<RotateCw size={15} aria-hidden />}
        tabIndex={-1}
        onClick={() => void retryJob(job)}
      />
    );
  if (["waiting", "delayed", "active"].includes(job.state))
    return (
      <IconButton
        label={`Cancel ${jobTitle(job.name)}`}
        icon={<Square size={14} aria-hidden />}
        tabIndex={-1}
        onClick={() => void cancelJob(job)}
      />
    );
  return null;
}
