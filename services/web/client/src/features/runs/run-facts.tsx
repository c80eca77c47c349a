import type { ReactElement } from "react";

import { Facts, Panel } from "../../kit/page.tsx";
import { Remote } from "../../kit/remote.tsx";
import { utc } from "../../kit/time.tsx";
import { factsOf } from "./facts.ts";
import type { Run } from "./queries.ts";

/** What a run was told to do, what it measured and what it warned of. */
export function RunFacts({ run }: { run: Run }): ReactElement {
  const asked = factsOf(run.params);
  const { sources: _told, durationMs: _took, ...rest } = run.metrics;
  const measured = factsOf(rest);
  return (
    <div className="flex min-w-0 flex-col gap-4">
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
            ["Started", utc(run.started_at)],
            ["Ended", run.finished_at === null ? "not yet" : utc(run.finished_at)],
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
