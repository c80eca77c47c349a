import { Pause, Play, RefreshCw, X } from "lucide-react";
import { useState, type ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { count, plural } from "../../kit/number.ts";
import { InBar } from "../../shell/bar.tsx";
import { collectNow, setFollowed } from "./actions.ts";
import type { SourceLine } from "./queries.ts";

/** What can be done with the sources that are picked. */
export function SelectionBar({
  picked,
  shown,
  onAll,
  onClear,
}: {
  picked: readonly SourceLine[];
  /** How many the list shows; null when all of them are picked. */
  shown: number | null;
  onAll: () => void;
  onClear: () => void;
}): ReactElement {
  const [busy, setBusy] = useState<string | null>(null);
  const run = async (
    what: string,
    work: (progress: (done: number) => void) => Promise<void>,
  ): Promise<void> => {
    await work((done) => setBusy(`${what} ${done + 1} of ${picked.length} …`));
    setBusy(null);
  };
  const running = picked.filter(({ enabled }) => enabled);
  if (busy) return <InBar>{busy}</InBar>;
  return (
    <InBar>
      <span className="font-medium">{plural(picked.length, "source")} selected</span>
      {shown !== null && (
        <Button size="small" kind="quiet" onClick={onAll}>
          Select all {count(shown)}
        </Button>
      )}
      <Button
        size="small"
        icon={<RefreshCw size={14} aria-hidden />}
        onClick={() => void run("Queueing", (progress) => collectNow(picked, progress))}
      >
        Collect now
      </Button>
      {running.length > 0 && (
        <Button
          size="small"
          icon={<Pause size={14} aria-hidden />}
          onClick={() => void run("Pausing", (progress) => setFollowed(picked, false, progress))}
        >
          Pause
        </Button>
      )}
      {running.length < picked.length && (
        <Button
          size="small"
          icon={<Play size={14} aria-hidden />}
          onClick={() => void run("Resuming", (progress) => setFollowed(picked, true, progress))}
        >
          Resume
        </Button>
      )}
      <Button size="small" kind="quiet" icon={<X size={14} aria-hidden />} onClick={onClear}>
        Clear
      </Button>
    </InBar>
  );
}
