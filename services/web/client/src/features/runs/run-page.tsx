import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { Page, Panel } from "../../kit/page.tsx";
import { OutcomeIcon } from "../../kit/outcome.tsx";
import { visible } from "../../kit/remote.tsx";
import { Empty, Loaded } from "../../kit/states.tsx";
import { duration, Time } from "../../kit/time.tsx";
import { ButtonLink } from "../../kit/button.tsx";
import { runQuery, type Run } from "./queries.ts";
import { RunActions } from "./run-actions.tsx";
import { RunCompare } from "./run-compare.tsx";
import { RunErrors } from "./run-errors.tsx";
import { RunFacts } from "./run-facts.tsx";
import { RunSources } from "./run-sources.tsx";
import { RunStages } from "./run-stages.tsx";
import { RunSubject } from "./run-subject.tsx";
import { useRunProgress } from "./use-run-progress.ts";
import { onlySource, useSourceNames, type Names } from "./use-source-names.ts";
import { kindTitle, startedBy } from "./words.ts";

const route = getRouteApi("/inside/ops/runs/$id");

/** One run: what went in, what came out, what failed and why. */
export function RunPage(): ReactElement {
  const { id } = route.useParams();
  const { with: other } = route.useSearch();
  const number = Number(id);
  const query = useQuery({ ...runQuery(number), enabled: Number.isInteger(number) });
  const progress = useRunProgress().get(number);
  const names = useSourceNames();
  const run = query.data;
  if (!Number.isInteger(number))
    return (
      <Page title="Run">
        <Empty
          title={`There is no run ${visible(id)}`}
          actions={<ButtonLink to="/ops/runs">All runs</ButtonLink>}
        />
      </Page>
    );
  return (
    <Page
      title={run ? `${kindTitle(run.kind)}, run ${id}` : `Run ${id}`}
      heading={run && <Heading run={run} names={names} />}
      actions={run && <RunActions run={run} names={names} />}
    >
      <Loaded query={query}>
        {(loaded) => (
          <>
            <Meta run={loaded} />
            {other && <RunCompare run={loaded} other={Number(other)} names={names} />}
            <Panel title="What became of it">
              <RunStages run={loaded} progress={progress} />
            </Panel>
            <Rest run={loaded} names={names} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Rest({ run, names }: { run: Run; names: Names }): ReactElement {
  if (run.errors.length + run.checks.length === 0) return <RunFacts run={run} wide />;
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="flex min-w-0 flex-col gap-4">
        <RunErrors run={run} names={names} />
        <RunSources run={run} names={names} />
      </div>
      <RunFacts run={run} wide={false} />
    </div>
  );
}

function Heading({ run, names }: { run: Run; names: Names }): ReactElement {
  const source = names.get(onlySource(run) ?? "");
  return (
    <span className="inline-flex items-center gap-2.5">
      <OutcomeIcon state={run.status} size={20} />
      <span>
        {kindTitle(run.kind)}
        {source && (
          <>
            {" · "}
            <Link to="/ops/sources/$id" params={{ id: String(source.id) }} className="hover:underline">
              {source.name}
            </Link>
          </>
        )}
      </span>
    </span>
  );
}

const endings: Record<string, string> = {
  running: "Running now.",
  completed: "Completed.",
  completed_with_errors: "Completed with errors.",
  failed: "Failed.",
  cancelled: "Cancelled.",
};

function Meta({ run }: { run: Run }): ReactElement {
  return (
    <p className="text-muted md:-mt-3">
      <span className="text-text">{endings[run.status] ?? run.status}</span> Run {run.id}, started{" "}
      {startedBy(run)}, <Time at={run.started_at} />
      {run.duration_ms !== null && `, took ${duration(run.duration_ms)}`}.
      <RunSubject run={run} />
    </p>
  );
}
