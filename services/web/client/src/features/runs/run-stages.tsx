import type { ReactElement } from "react";

import { count } from "../../kit/number.ts";
import { type Part, PartList, StackBar } from "../../kit/stack-bar.tsx";
import { balanceOf, sourceBalance, type Balance } from "./counts.ts";
import { ProgressBar } from "./progress-bar.tsx";
import type { Run } from "./queries.ts";
import { onlySource } from "./use-source-names.ts";
import type { Progress } from "./use-run-progress.ts";

const tones: Record<string, Part["tone"]> = {
  new: "accent",
  updated: "violet",
  unchanged: "muted",
  duplicate: "quiet",
  rejected: "warn",
  failed: "bad",
  done: "good",
  read: "good",
  "not changed": "muted",
  "not due": "quiet",
  "not reached": "quiet",
};

/** What went into a run and what became of it, stage by stage; what does not add up is said. */
export function RunStages({ run, progress }: { run: Run; progress: Progress | undefined }): ReactElement {
  const sources = sourceBalance(run.metrics);
  const items = balanceOf({ ...run, counts: progress?.counts ?? run.counts });
  return (
    <div className="flex flex-col gap-4">
      {run.status === "running" && (
        <ProgressBar kind={run.kind} startedAt={run.started_at} progress={progress} />
      )}
      {sources && <Stage title="Sources" balance={sources} links={{ failed: { to: ".", hash: "errors" } }} />}
      {items && (
        <Stage
          title={run.kind === "rss_fetcher" ? "Sources due" : "Items"}
          balance={items}
          links={linksOf(onlySource(run))}
        />
      )}
      {!items && run.status !== "running" && (
        <p className="text-muted">This kind of run counts no items; its numbers stand under Measured.</p>
      )}
    </div>
  );
}

type Links = Record<string, NonNullable<Part["link"]>>;

function linksOf(source: string | undefined): Links {
  if (source === undefined) return { failed: { to: ".", hash: "errors" } };
  const articles: Links[string] = { to: "/articles", search: { source } };
  return {
    new: articles,
    updated: articles,
    rejected: { to: "/articles", search: { source, rejected: "true" } },
    failed: { to: ".", hash: "errors" },
  };
}

function Stage({ title, balance, links }: { title: string; balance: Balance; links: Links }): ReactElement {
  const { found, missing } = balance;
  const parts: Part[] = balance.parts.map(({ name, value }) => {
    const link = links[name];
    return { name, value, tone: tones[name] ?? "muted", ...(link && { link }) };
  });
  if (missing > 0) parts.push({ name: "not accounted for", value: missing, tone: "open" });
  return (
    <div className="grid items-center gap-x-4 gap-y-1.5 sm:grid-cols-[8rem_minmax(0,1fr)]">
      <h3 className="font-medium">
        {title} <span className="text-muted">{count(found)}</span>
      </h3>
      <StackBar label={title} parts={parts} />
      <div className="sm:col-start-2">
        <PartList parts={parts.filter(({ value, name }) => value > 0 || name === "failed")} />
      </div>
    </div>
  );
}
