import { useState, type ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { count, plural } from "../../kit/number.ts";
import { Outcome } from "../../kit/outcome.tsx";
import { Panel } from "../../kit/page.tsx";
import { Table, type Column } from "../../kit/table.tsx";
import { duration } from "../../kit/time.tsx";
import type { Run } from "./queries.ts";
import { SourceName } from "./source-name.tsx";
import type { Names } from "./use-source-names.ts";
import { reasonWords } from "../sources/words.ts";

type Check = Run["checks"][number];

const first = 50;
const order = ["failed", "ok", "not_modified"];

/** What each source gave: the failed ones first, then those that brought most. */
export function RunSources({ run, names }: { run: Run; names: Names }): ReactElement | null {
  const [all, setAll] = useState(false);
  if (run.checks.length === 0) return null;
  const checks = run.checks.toSorted(
    (a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome) || fresh(b) - fresh(a),
  );
  const shown = all ? checks : checks.slice(0, first);
  return (
    <Panel flush title={plural(checks.length, "source")}>
      <Table
        label="What each source gave"
        rows={shown}
        keyOf={({ source }) => source}
        columns={[
          {
            name: "Source",
            className: "min-w-40",
            cell: ({ source }) => <SourceName slug={source} names={names} />,
          },
          {
            name: "Outcome",
            cell: ({ outcome, reason }) => (
              <Outcome state={outcome} {...(reason !== null && { word: `Failed: ${reasonWords(reason)}` })} />
            ),
          },
          number("Found", "found"),
          number("New", "new"),
          { name: "Besides", className: "max-lg:hidden", cell: ({ counts }) => <Besides counts={counts} /> },
          {
            name: "Took",
            right: true,
            cell: ({ duration_ms: ms }) => <span className="whitespace-nowrap">{duration(ms)}</span>,
          },
        ]}
      />
      {shown.length < checks.length && (
        <div className="p-3">
          <Button onClick={() => setAll(true)}>Show all {checks.length}</Button>
        </div>
      )}
    </Panel>
  );
}

/** What became of the others. */
function Besides({ counts }: { counts: Check["counts"] }): ReactElement {
  const words = ["updated", "unchanged", "duplicate", "rejected", "failed"]
    .filter((name) => (counts[name] ?? 0) > 0)
    .map((name) => `${count(counts[name] ?? 0)} ${name}`);
  return <span className="text-muted">{words.join(", ")}</span>;
}

function fresh({ counts }: Check): number {
  return counts["new"] ?? 0;
}

function number(name: string, member: string): Column<Check> {
  return {
    name,
    right: true,
    cell: ({ counts }) => {
      const value = counts[member] ?? 0;
      return <span className={value === 0 ? "text-faint" : ""}>{count(value)}</span>;
    },
  };
}
