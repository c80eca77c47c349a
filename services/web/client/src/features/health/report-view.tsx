import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement, ReactNode } from "react";

import { count, plural } from "../../kit/number.ts";
import { Remote, visible } from "../../kit/remote.tsx";
import { Score } from "../../kit/score.tsx";
import { Loaded } from "../../kit/states.tsx";
import { Time, utc } from "../../kit/time.tsx";
import { typeName } from "../../kit/type-name.ts";
import { SourceName } from "../runs/source-name.tsx";
import { useSourceNames } from "../runs/use-source-names.ts";
import { reasonWords } from "../sources/words.ts";
import { reportQuery, type Report } from "./queries.ts";

/** One day: what came, what it told, what could not be read. */
export function ReportView({ day }: { day: string }): ReactElement {
  const query = useQuery(reportQuery(day));
  return (
    <div className="min-w-0">
      <Loaded query={query}>
        {(report) => (
          <div className="flex flex-col gap-5 p-4">
            <Summary report={report} />
            <Stories stories={report.stories} />
            <Indicators indicators={report.indicators} />
            <Sources report={report} />
          </div>
        )}
      </Loaded>
    </div>
  );
}

function Summary({ report }: { report: Report }): ReactElement {
  const { articles, runs, from, until, created_at: at } = report;
  const between = { since: from, until };
  return (
    <p>
      <Link to="/articles" search={between} className={link}>
        {plural(articles.new, "new article")}
      </Link>
      , {count(articles.updated)} updated, by{" "}
      <Link to="/ops/runs" search={{ ...between, all: "true" }} className={link}>
        {plural(runs.total, "run")}
      </Link>
      {runs.failed > 0 && (
        <>
          , of which{" "}
          <Link to="/ops/runs" search={{ ...between, all: "true", status: "failed" }} className={link}>
            {count(runs.failed)} failed
          </Link>
        </>
      )}
      .{" "}
      <span className="text-muted">
        {utc(from)} to {utc(until)}, written <Time at={at} />.
      </span>
    </p>
  );
}

const link = "font-medium underline-offset-2 hover:underline";

function Part({ title, children }: { title: string; children: ReactNode }): ReactElement {
  return (
    <section>
      <h3 className="overline-label mb-1.5">{title}</h3>
      {children}
    </section>
  );
}

function Stories({ stories }: { stories: Report["stories"] }): ReactElement {
  return (
    <Part title="Top stories">
      {stories.length === 0 && <p className="text-muted">No story began or went on that day.</p>}
      <ol>
        {stories.map(({ id, title, score, articles, owners }) => (
          <li key={id} className="flex min-h-10 items-center gap-3 border-b border-line py-1 last:border-0">
            {score !== null && <Score value={score} />}
            <span className="min-w-0">
              <Link to="/stories/$id" params={{ id: String(id) }} className={link}>
                <Remote text={title} />
              </Link>
              <span className="text-small text-muted">
                {" "}
                {plural(articles, "article")}, {plural(owners, "source")}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </Part>
  );
}

function Indicators({ indicators }: { indicators: Report["indicators"] }): ReactElement | null {
  if (indicators.length === 0) return null;
  return (
    <Part title="New indicators">
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {indicators.map(({ type, new: fresh }) => (
          <li key={type}>
            <Link to="/indicators" search={{ type, sort: "newest" }} className="hover:underline">
              <span className="font-semibold">{count(fresh)}</span>{" "}
              <span className="text-muted">{typeName(type)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Sources({ report: { sources, articles } }: { report: Report }): ReactElement {
  const names = useSourceNames();
  return (
    <div className="grid gap-5 lg:grid-cols-3">
      <Part title="Brought most">
        <ul className="text-small">
          {articles.by_source.slice(0, 10).map(({ source, new: fresh }) => (
            <li key={source} className="flex min-h-7 items-center justify-between gap-3">
              <SourceName slug={source} names={names} />
              <span>{count(fresh)}</span>
            </li>
          ))}
          {articles.by_source.length === 0 && <li className="text-muted">None brought anything.</li>}
        </ul>
      </Part>
      <Part title={`Failing, ${count(sources.failing.length)}`}>
        <ul className="text-small">
          {sources.failing.slice(0, 15).map(({ source, reason, failures }) => (
            <li key={source} className="flex min-h-7 items-center justify-between gap-3">
              <SourceName slug={source} names={names} />
              <span className="text-bad" title={visible(plural(failures, "failure"))}>
                {reasonWords(reason)}
              </span>
            </li>
          ))}
          {sources.failing.length > 15 && (
            <li>
              <Link
                to="/ops/sources"
                search={{ state: "failing" }}
                className="inline-flex min-h-6 items-center text-accent hover:underline"
              >
                {sources.failing.length - 15} more
              </Link>
            </li>
          )}
          {sources.failing.length === 0 && <li className="text-muted">None.</li>}
        </ul>
      </Part>
      <Part title="Quiet">
        <ul className="text-small">
          {sources.quiet.slice(0, 15).map(({ source, last_new_at: at }) => (
            <li key={source} className="flex min-h-7 items-center justify-between gap-3">
              <SourceName slug={source} names={names} />
              <span className="text-muted">
                <Time at={at} />
              </span>
            </li>
          ))}
          {sources.quiet.length === 0 && <li className="text-muted">None.</li>}
        </ul>
      </Part>
    </div>
  );
}
