import { Sparkles } from "lucide-react";
import type { ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { CommandText } from "../../kit/command-text.tsx";
import { OutcomeIcon } from "../../kit/outcome.tsx";
import { Time } from "../../kit/time.tsx";
import type { AnalysisLine, Kind, Models } from "./queries.ts";
import { kinds } from "./words.ts";

/** Nothing is under way: it was never asked, it failed, or somebody stopped it. */
export function Idle({
  kind,
  newest,
  models,
  onAsk,
}: {
  kind: Kind;
  newest: AnalysisLine | null;
  models: Models | undefined;
  /** null for who may not ask, and where there is no model. */
  onAsk: (() => void) | null;
}): ReactElement {
  const { about, ask } = kinds.find((known) => known.kind === kind) ?? { about: "", ask: "Ask" };
  if (newest?.status === "failed")
    return (
      <div className="flex flex-col items-start gap-2 rounded-lg border border-bad bg-bad-soft p-3">
        <p className="flex items-start gap-2">
          <span className="pt-0.5">
            <OutcomeIcon state="failed" />
          </span>
          <span>
            <span className="font-semibold text-bad">It failed</span>{" "}
            <span className="text-muted">
              <Time at={newest.finished_at} />
            </span>
            <span className="block">
              <CommandText text={newest.error ?? "No reason was given."} />
            </span>
          </span>
        </p>
        {onAsk && (
          <Button size="small" action="analysis.ask" onClick={onAsk}>
            Try again
          </Button>
        )}
      </div>
    );
  if (newest?.status === "cancelled")
    return (
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="flex items-center gap-2 text-muted">
          <OutcomeIcon state="cancelled" />
          <span>
            Stopped <Time at={newest.finished_at} />
          </span>
        </p>
        {onAsk && (
          <Button size="small" action="analysis.ask" onClick={onAsk}>
            Ask again
          </Button>
        )}
      </div>
    );
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="max-w-prose text-muted">
        {about} Each sentence with the quote that it rests on; what the text does not bear out is kept apart.
      </p>
      {onAsk ? (
        <Button
          kind="primary"
          action="analysis.ask"
          icon={<Sparkles size={15} aria-hidden />}
          onClick={onAsk}
        >
          {ask}
        </Button>
      ) : (
        models?.status !== "off" && <p className="text-small text-faint">Nobody has asked for it yet.</p>
      )}
    </div>
  );
}
