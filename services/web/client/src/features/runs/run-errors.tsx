import { RotateCw } from "lucide-react";
import { useState, type ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { Badge } from "../../kit/chip.tsx";
import { plural } from "../../kit/number.ts";
import { Panel } from "../../kit/page.tsx";
import { Remote } from "../../kit/remote.tsx";
import { Table, type Column } from "../../kit/table.tsx";
import { collectNow } from "../sources/actions.ts";
import type { Run } from "./queries.ts";
import { SourceName } from "./source-name.tsx";
import type { Names } from "./use-source-names.ts";
import { reasonWords } from "../sources/words.ts";

type Problem = Run["errors"][number] & { index: number };

const first = 50;

/** What failed, why, and a way to try it again. */
export function RunErrors({ run, names }: { run: Run; names: Names }): ReactElement | null {
  const { operate } = useRights();
  const [all, setAll] = useState(false);
  const { errors } = run;
  if (errors.length === 0) return null;
  const shown = all ? errors : errors.slice(0, first);
  const columns: Column<Problem>[] = [
    {
      name: "Source",
      className: "w-1/4",
      cell: ({ source }) => (source === undefined ? "–" : <SourceName slug={source} names={names} />),
    },
    { name: "Why", cell: ({ reason }) => <Badge tone="bad">{reasonWords(reason)}</Badge> },
    { name: "What it said", cell: ({ message }) => <Remote text={message} /> },
  ];
  if (operate)
    columns.push({
      name: "Again",
      cell: ({ source }) => <Again source={source === undefined ? undefined : names.get(source)} />,
    });
  return (
    <div id="errors" className="scroll-mt-4">
      <Panel flush title={plural(errors.length, "error")}>
        <Table
          label="Errors of this run"
          columns={columns}
          rows={shown.map((error, index) => ({ ...error, index }))}
          keyOf={({ index }) => index}
        />
        {shown.length < errors.length && (
          <div className="p-3">
            <Button onClick={() => setAll(true)}>Show all {errors.length}</Button>
          </div>
        )}
      </Panel>
    </div>
  );
}

function Again({ source }: { source: { id: number; name: string } | undefined }): ReactElement | null {
  if (!source) return null;
  return (
    <Button
      size="small"
      icon={<RotateCw size={14} aria-hidden />}
      aria-label={`Retry ${source.name}`}
      onClick={() => void collectNow([{ ...source, enabled: true }])}
    >
      Retry
    </Button>
  );
}
