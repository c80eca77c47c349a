import { Link } from "@tanstack/react-router";
import type { ReactElement, ReactNode } from "react";

import { Outcome } from "../../kit/outcome.tsx";
import { Facts } from "../../kit/page.tsx";
import { Remote, visible } from "../../kit/remote.tsx";
import { utcSeconds } from "../../kit/time-words.ts";
import { duration, Time } from "../../kit/time.tsx";
import { factsOf } from "../runs/facts.ts";
import type { Job } from "./queries.ts";
import { useSourceOfJob } from "./use-source-of-job.ts";
import { queueTitle } from "./words.ts";

/** All that is known of a job: what it carries, how far it is, what it gave, its tries. */
export function JobDetail({ job }: { job: Job }): ReactElement {
  const sourceOf = useSourceOfJob();
  const source = sourceOf(job.source_id);
  const rows: [string, ReactNode][] = [
    ["Queue", queueTitle(job.queue)],
    ["Tries", job.max_attempts === null ? job.attempts : `${job.attempts} of ${job.max_attempts}`],
    ["Added", utcSeconds(job.added_at)],
    ["Started", job.started_at === null ? "not yet" : utcSeconds(job.started_at)],
    ["Ended", job.finished_at === null ? "not yet" : `${utcSeconds(job.finished_at)}${tookOf(job)}`],
  ];
  if (job.source_id !== null)
    rows.push([
      "Source",
      <Link key="source" to="/ops/sources/$id" params={{ id: String(job.source_id) }} className={link}>
        {source ?? `source ${job.source_id}`}
      </Link>,
    ]);
  if (job.run_id !== null) rows.push(["Run", <RunLink key="run" id={job.run_id} />]);
  if (job.worker !== null)
    rows.push([
      "Worker",
      <Link key="worker" to="/ops/jobs" search={{ tab: "history", worker: job.worker }} className={link}>
        {visible(job.worker)}
      </Link>,
    ]);
  rows.push([
    "Id",
    <span key="id" className="font-mono text-small">
      {job.id}
    </span>,
  ]);
  return (
    <>
      {job.error !== null && (
        <p className="rounded-md bg-bad-soft px-3 py-2 text-bad">
          <Remote text={job.error} />
        </p>
      )}
      <Facts rows={rows} />
      <Data title="Asked for" record={job.payload} />
      <Data title="Progress" record={job.progress} />
      <Data title="Result" record={job.result} />
      {job.tries.length > 0 && <Tries tries={job.tries} />}
      {!job.is_held && (
        <p className="text-small text-muted">
          The queue has forgotten it; this is what was written down. So it can be neither cancelled nor
          retried.
        </p>
      )}
    </>
  );
}

const link = "underline-offset-2 hover:underline text-accent";

function tookOf({ started_at: from, finished_at: to }: Job): string {
  return from === null || to === null ? "" : `, took ${duration(Date.parse(to) - Date.parse(from))}`;
}

function RunLink({ id }: { id: number }): ReactElement {
  return (
    <Link to="/ops/runs/$id" params={{ id: String(id) }} className={link}>
      Run {id}
    </Link>
  );
}

function Data({ title, record }: { title: string; record: Job["result"] }): ReactElement | null {
  // Source and run stand above as links; counts of nothing say nothing.
  const { sourceId: _source, runId: _run, ...rest } = record ?? {};
  const facts = factsOf(rest).filter(({ name, value }) => value !== 0 || !name.startsWith("Counts"));
  if (facts.length === 0) return null;
  return (
    <div>
      <h3 className="overline-label mb-1.5">{title}</h3>
      <Facts
        rows={facts.map(({ name, text }): [string, ReactNode] => [name, <Remote key={name} text={text} />])}
      />
    </div>
  );
}

function Tries({ tries }: { tries: Job["tries"] }): ReactElement {
  return (
    <div>
      <h3 className="overline-label mb-1.5">Tries that ended</h3>
      <ol className="flex flex-col gap-2">
        {tries.map((attempt) => (
          <li key={`${attempt.attempt} ${attempt.started_at}`} className="border-l-2 border-line pl-3">
            <span className="flex flex-wrap items-center gap-x-3">
              <span className="text-muted">{attempt.attempt}.</span>
              <Outcome state={attempt.outcome} />
              <span className="text-small text-muted">
                <Time at={attempt.finished_at} />
              </span>
              {attempt.run_id !== null && <RunLink id={attempt.run_id} />}
            </span>
            {attempt.error !== null && (
              <span className="block text-small text-bad">
                <Remote text={attempt.error} />
              </span>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}
