import type { ReactElement } from "react";

import { Facts, Panel } from "../../kit/page.tsx";
import { Remote } from "../../kit/remote.tsx";
import { utcSeconds } from "../../kit/time-words.ts";
import { factsOf } from "./facts.ts";
import type { Run } from "./queries.ts";

/** What a run was told to do, what it measured and what it warned of. */
export function RunFacts({ run, wide }: { run: Run; wide: boolean }): ReactElement {
  const asked = factsOf(run.params);
  const { sources: _told, durationMs: _took, ...rest } = run.metrics;
  const measured = factsOf(rest);
  return (
    <div className={`grid min-w-0 items-start gap-4 ${wide ? "lg:grid-cols-2" : ""}`}>
      {run.warnings.length > 0 && (
        <Panel title="Warnings">
          <ul className="flex flex-col gap-1.5 text-small">
            {run.warnings.slice(0, 100).map((warning, index) => (
              <li key={index}>
                <Remote text={warning} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Panel title="Measured">
        <Facts
          rows={[
            ["Started", utcSeconds(run.started_at)],
            ["Ended", run.finished_at === null ? "not yet" : utcSeconds(run.finished_at)],
            ...measured.map(({ name, text }): [string, ReactElement] => [
              name,
              <Remote key={name} text={text} />,
            ]),
          ]}
        />
      </Panel>
      {asked.length > 0 && (
        <Panel title="Asked for">
          <Facts
            rows={asked.map(({ name, text }): [string, ReactElement] => [
              name,
              <Remote key={name} text={text} />,
            ])}
          />
        </Panel>
      )}
    </div>
  );
}
