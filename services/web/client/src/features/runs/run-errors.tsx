import { RotateCw } from "lucide-react";
import { useState, type ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { Badge } from "../../kit/chip.tsx";
import { plural } from "../../kit/number.ts";
import { Panel } from "../../kit/page.tsx";
import { Remote } from "../../kit/remote.tsx";
import { collectNow } from "../sources/actions.ts";
import type { Run } from "./queries.ts";
import { SourceName } from "./source-name.tsx";
import type { Names } from "./use-source-names.ts";
import { reasonWords } from "../sources/words.ts";

const first = 50;

/** What failed, why, and a way to try it again. */
export function RunErrors({ run, names }: { run: Run; names: Names }): ReactElement | null {
  const { operate } = useRights();
  const [all, setAll] = useState(false);
  const { errors } = run;
  if (errors.length === 0) return null;
  const shown = all ? errors : errors.slice(0, first);
  return (
    <div id="errors" className="scroll-mt-4">
      <Panel flush title={plural(errors.length, "error")}>
        <ul>
          {shown.map((error, index) => (
            <li key={index} className="border-b border-line px-4 py-2.5 last:border-0">
              <Problem error={error} names={names} operate={operate} />
            </li>
          ))}
        </ul>
        {shown.length < errors.length && (
          <div className="p-3">
            <Button onClick={() => setAll(true)}>Show all {errors.length}</Button>
          </div>
        )}
      </Panel>
    </div>
  );
}

function Problem({
  error: { source, reason, message },
  names,
  operate,
}: {
  error: Run["errors"][number];
  names: Names;
  operate: boolean;
}): ReactElement {
  return (
    <div className="flex items-start gap-4">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          {source !== undefined && <SourceName slug={source} names={names} />}
          <Badge tone="bad">{reasonWords(reason)}</Badge>
        </p>
        <p className="text-small text-muted">
          <Remote text={message} />
        </p>
      </div>
      {operate && source !== undefined && <Again source={names.get(source)} />}
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
