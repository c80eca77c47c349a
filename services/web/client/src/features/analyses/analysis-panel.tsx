import { useQuery } from "@tanstack/react-query";
import type { LinkProps } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { ErrorPanel, Loading } from "../../kit/states.tsx";
import { askModel, stopAnalysis } from "./actions.ts";
import { AnalysisView, type Reading } from "./analysis-view.tsx";
import { Idle } from "./idle.tsx";
import { KindTabs } from "./kind-tabs.tsx";
import { ModelLine } from "./model-line.tsx";
import { Progress } from "./progress.tsx";
import { analysisQuery, isOpen, modelsQuery, type Kind, type Subject } from "./queries.ts";
import { useAnalyses } from "./use-analyses.ts";
import { kinds } from "./words.ts";

/** The kind that an address names. */
export function kindOf(text: string | undefined): Kind {
  return kinds.find(({ kind }) => kind === text)?.kind ?? "summary";
}

type Props = Reading & {
  about: Subject;
  kind: Kind;
  linkOf: (kind: Kind) => LinkProps;
  /** Whether its text is written in another language than English. */
  isForeign: boolean;
};

/** What the local model says of an article or a story, each sentence with what it rests on; and how it is asked. */
export function AnalysisPanel({ about, kind, linkOf, isForeign, ...reading }: Props): ReactElement {
  const { write } = useRights();
  const { lines, newest, completed, delta, query } = useAnalyses(about, kind);
  const models = useQuery(modelsQuery).data;
  const full = useQuery({ ...analysisQuery(completed?.id ?? 0), enabled: completed !== null });
  const canAsk = write && models !== undefined && models.status !== "off";
  const isRunning = newest !== null && isOpen(newest);
  const isDone = newest !== null && newest.status === "completed";
  const ask = (force = false): void => void askModel(about, kind, force);
  const stop = (): void => {
    if (newest) void stopAnalysis(about, newest);
  };
  const isDue = query.data !== undefined && !isRunning && (!isDone || full.data?.outdated === true);
  // Who may only read learns of the model where there is nothing to read; what waits says by itself why.
  const isModelLineDue = models !== undefined && (write || !completed) && !(isRunning && newest.error);
  useKeys("Analysis", {
    ...(canAsk && isDue && { ask: { key: "i", label: "Ask the model", run: () => ask() } }),
    ...(write && isRunning && { stop: { key: "q", label: "Stop the model", run: stop } }),
  });
  return (
    <section aria-label="Analysis" className="flex min-w-0 flex-col gap-4">
      <h2 className="sr-only">Analysis</h2>
      <KindTabs current={kind} lines={lines} linkOf={linkOf} isForeign={isForeign} />
      {query.data === undefined ? (
        query.error ? (
          <ErrorPanel error={query.error} retry={() => void query.refetch()} />
        ) : (
          <Loading lines={5} label="Loading the analysis" />
        )
      ) : (
        <>
          {isModelLineDue && <ModelLine models={models} isAsked={lines.length > 0} />}
          {isRunning && <Progress line={newest} delta={delta} onStop={write ? stop : null} />}
          {!isRunning && !isDone && (
            <Idle kind={kind} newest={newest} models={models} onAsk={canAsk ? () => ask() : null} />
          )}
          {completed !== null &&
            (full.data ? (
              <AnalysisView
                key={full.data.id}
                analysis={full.data}
                onAsk={canAsk && !isRunning ? ask : null}
                {...reading}
              />
            ) : full.error ? (
              <ErrorPanel error={full.error} retry={() => void full.refetch()} />
            ) : (
              <Loading lines={6} label="Loading the analysis" />
            ))}
        </>
      )}
    </section>
  );
}
