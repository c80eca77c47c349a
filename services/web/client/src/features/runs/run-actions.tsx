import { useQuery } from "@tanstack/react-query";
import { GitCompare, RotateCw, Square } from "lucide-react";
import type { ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { Button, ButtonLink } from "../../kit/button.tsx";
import { cancelJob } from "../jobs/actions.ts";
import { collectNow } from "../sources/actions.ts";
import { earlierRunsQuery, runningJobQuery, type Run } from "./queries.ts";
import { startStage } from "./run-now.tsx";
import { stageOf } from "./stages.ts";
import { onlySource, type Names } from "./use-source-names.ts";

/** What can be done with a run: stop it, do again what failed, put it beside the one before. */
export function RunActions({ run, names }: { run: Run; names: Names }): ReactElement {
  const { operate } = useRights();
  const source = names.get(onlySource(run) ?? "")?.id ?? null;
  const { data: earlier } = useQuery(earlierRunsQuery(run, source));
  const previous = earlier?.[0]?.id;
  return (
    <>
      {previous !== undefined && (
        <ButtonLink to="/ops/runs/$id" params={{ id: String(run.id) }} search={{ with: String(previous) }}>
          <GitCompare size={15} aria-hidden />
          Compare with previous
        </ButtonLink>
      )}
      {operate && run.status === "running" && <Cancel run={run} source={source} />}
      {operate && run.status !== "running" && <Retry run={run} names={names} />}
    </>
  );
}

function Retry({ run, names }: { run: Run; names: Names }): ReactElement | null {
  const failed = run.checks
    .filter(({ outcome }) => outcome === "failed")
    .flatMap(({ source }) => names.get(source) ?? [])
    .map((source) => ({ ...source, enabled: true }));
  const stage = stageOf(run.kind);
  if (failed.length > 0)
    return (
      <RetryButton
        name={failed.length > 1 ? `Retry ${failed.length} failed only` : "Retry failed only"}
        onClick={() => void collectNow(failed)}
      />
    );
  // A stage takes up whatever has no result yet: what failed, and what it did not come to.
  if (stage && (run.counts["failed"] ?? 0) > 0)
    return <RetryButton name="Retry failed only" onClick={() => void startStage(stage)} />;
  if (stage && ["failed", "cancelled"].includes(run.status))
    return (
      <RetryButton name="Run again" onClick={() => void startStage(stage, run.params["all"] === true)} />
    );
  return null;
}

function RetryButton({ name, onClick }: { name: string; onClick: () => void }): ReactElement {
  return (
    <Button kind="primary" icon={<RotateCw size={15} aria-hidden />} onClick={onClick}>
      {name}
    </Button>
  );
}

function Cancel({ run, source }: { run: Run; source: number | null }): ReactElement | null {
  const { data: job } = useQuery(runningJobQuery(run, source));
  if (!job) return null;
  return (
    <Button icon={<Square size={14} aria-hidden />} onClick={() => void cancelJob(job)}>
      Cancel
    </Button>
  );
}
