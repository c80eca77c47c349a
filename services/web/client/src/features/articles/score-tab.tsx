import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";

import { Panel } from "../../kit/page.tsx";
import { visible } from "../../kit/remote.tsx";
import { ErrorPanel, Loading } from "../../kit/states.tsx";
import { Time } from "../../kit/time.tsx";
import { rankQuery, type Article } from "./queries.ts";

type Part = { name: string; points: number; reason: string };

/** Where its numbers come from, point by point. A score says what to read first, not what is true. */
export function ScoreTab({ article }: { article: Article }): ReactElement {
  const { id, score, hunt, hunt_parts, quality, quality_parts } = article;
  const { data: rank, error, isPending } = useQuery({ ...rankQuery(id), enabled: score !== null });
  return (
    <div className="flex max-w-5xl flex-col gap-4">
      <p className="text-small text-muted">
        Scores put first what is likely to matter to you. They are no verdict on what an article says.
      </p>
      <Panel title="Score" aside={<Total value={score} />}>
        {score === null && <p className="text-muted">It is ranked by the next ranking.</p>}
        {score !== null && isPending && <Loading lines={4} />}
        {score !== null && error && <ErrorPanel error={error} />}
        {rank && (
          <>
            <Parts label="Parts of the score" parts={rank.parts} />
            <p className="mt-3 text-small text-faint">
              ranked <Time at={rank.ranked_at} /> · weights of version {rank.version}
            </p>
          </>
        )}
      </Panel>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Panel title="Hunt score: how much a hunter can use" aside={<Total value={hunt} />}>
          <Parts label="Parts of the hunt score" parts={hunt_parts} />
        </Panel>
        <Panel title="Quality of the text" aside={<Total value={quality} />}>
          <Parts label="Parts of the quality" parts={quality_parts} />
        </Panel>
      </div>
    </div>
  );
}

function Total({ value }: { value: number | null }): ReactElement {
  return (
    <span className="text-muted">
      <b className="text-base text-text">{value === null ? "–" : Math.round(value)}</b> of 100
    </span>
  );
}

function Parts({ label, parts }: { label: string; parts: readonly Part[] | null }): ReactElement {
  if (!parts || parts.length === 0) return <p className="text-muted">Nothing was found that counts.</p>;
  const sorted = parts.toSorted((a, b) => b.points - a.points);
  const widest = Math.max(...sorted.map(({ points }) => Math.abs(points)), 1);
  return (
    <table className="w-full border-collapse text-[0.875rem]">
      <caption className="sr-only">{label}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Part</th>
          <th scope="col">Points</th>
          <th scope="col">Why</th>
        </tr>
      </thead>
      <tbody>
        {sorted.map(({ name, points, reason }) => (
          <tr key={name} className="border-b border-line align-top last:border-0">
            <th scope="row" className="w-28 py-1.5 pr-3 text-left font-medium">
              {name.replaceAll("_", " ")}
            </th>
            <td className="w-16 py-1.5 pr-4 text-right tabular-nums">
              {points > 0 ? "+" : ""}
              {points.toFixed(1).replace("-", "−")}
              <span className="mt-0.5 block h-[3px] rounded-full bg-line" aria-hidden="true">
                <span
                  className={`block h-full rounded-full ${points < 0 ? "bg-bad" : "bg-accent"}`}
                  style={{ width: `${(Math.abs(points) / widest) * 100}%` }}
                />
              </span>
            </td>
            <td className="py-1.5 text-muted">{visible(reason)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
