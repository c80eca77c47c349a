import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Square } from "lucide-react";
import type { ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { CommandText } from "../../kit/command-text.tsx";
import { plural } from "../../kit/number.ts";
import { OutcomeIcon } from "../../kit/outcome.tsx";
import { Time } from "../../kit/time.tsx";
import { defangWords } from "./defang-words.ts";
import { waitingQuery, type AnalysisLine } from "./queries.ts";
import type { Delta } from "./use-analyses.ts";

/** It waits for its turn, or the model writes: how far it is, and what is written so far. */
export function Progress({
  line,
  delta,
  onStop,
}: {
  line: AnalysisLine;
  delta: Delta | null;
  /** null for who may not. */
  onStop: (() => void) | null;
}): ReactElement {
  const isQueued = line.status === "queued";
  return (
    <div className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-3">
      <div className="flex items-start justify-between gap-3">
        <p className="flex min-w-0 items-start gap-2 pt-0.5">
          <span className="pt-0.5">
            <OutcomeIcon state={isQueued ? "waiting" : "running"} />
          </span>
          <span>{isQueued ? <Waiting line={line} /> : <Running line={line} delta={delta} />}</span>
        </p>
        {onStop && (
          <Button
            size="small"
            action="analysis.stop"
            icon={<Square size={12} aria-hidden className="fill-current" />}
            onClick={onStop}
          >
            Stop
          </Button>
        )}
      </div>
      {!isQueued && <Bar delta={delta} />}
      {!isQueued && delta && delta.text !== "" && (
        <div
          role="region"
          aria-label="What the model writes"
          tabIndex={0}
          className="flex max-h-72 flex-col-reverse overflow-y-auto border-l-2 border-line-strong pl-3"
        >
          <p className="text-small whitespace-pre-line text-muted">
            {defangWords(delta.text)}
            <span
              aria-hidden="true"
              className="ml-0.5 inline-block h-3.5 w-1.5 animate-pulse bg-accent align-[-2px]"
            />
          </p>
        </div>
      )}
      {!isQueued && (
        <p className="text-tiny text-faint">Not checked yet: what is borne out is told at the end.</p>
      )}
    </div>
  );
}

function Waiting({ line }: { line: AnalysisLine }): ReactElement {
  const { data = [] } = useQuery(waitingQuery);
  const others = data.filter(({ id }) => id !== line.id).length;
  return (
    <>
      Waits for its turn
      <span className="text-muted">
        {others > 0 && ` with ${plural(others, "other")}`}, asked <Time at={line.requested_at} />
      </span>
      {line.error && (
        <span className="block text-small text-warn">
          <CommandText text={line.error} />
        </span>
      )}
    </>
  );
}

function Running({ line, delta }: { line: AnalysisLine; delta: Delta | null }): ReactElement {
  return (
    <>
      The model {delta ? "writes" : "reads"}
      <span className="text-muted">
        {delta && delta.total > 1 && `, ${delta.done} of ${delta.total} parts done`}, begun{" "}
        {line.run_id === null ? (
          <Time at={line.started_at} />
        ) : (
          <Link to="/ops/runs/$id" params={{ id: String(line.run_id) }} className="hover:underline">
            <Time at={line.started_at} />
          </Link>
        )}
      </span>
    </>
  );
}

function Bar({ delta }: { delta: Delta | null }): ReactElement | null {
  if (!delta || delta.total <= 1) return null;
  const done = Math.min(delta.done, delta.total);
  return (
    <div
      role="progressbar"
      aria-label="Parts that are done"
      aria-valuemin={0}
      aria-valuemax={delta.total}
      aria-valuenow={done}
      className="h-1.5 w-full overflow-hidden rounded-full bg-raised"
    >
      <div
        className="h-full rounded-full bg-accent transition-[width] duration-500"
        style={{ width: `${(done / delta.total) * 100}%` }}
      />
    </div>
  );
}
