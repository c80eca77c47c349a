import type { ReactElement } from "react";

import { visible } from "../../kit/remote.tsx";
import { Time, useNow } from "../../kit/time.tsx";
import { CollectState } from "./collect-state.tsx";
import { useCollecting } from "./collecting.ts";
import type { Activity, SourceLine } from "./queries.ts";
import { isOverdue, stateOf, stateParts } from "./words.ts";

type Shown = { source: SourceLine; activity: Activity | undefined };

/** How a source does, or that it is being collected. */
export function Words({ source, activity }: Shown): ReactElement {
  const now = useNow();
  const job = useCollecting(source.id);
  if (job && !job.over) return <CollectState source={source} jobId={job.jobId} />;
  const { what, more } = stateParts(source, activity, now);
  const state = stateOf(source);
  const late = state === "quiet" || (state === "ok" && isOverdue(source, activity, now));
  return (
    <span className="text-muted" title={visible(source.last_error_message ?? "") || undefined}>
      <span className={state === "dead" || state === "failing" ? "text-bad" : ""}>{what}</span>
      {more && <span className={late ? "text-warn" : ""}> {more}</span>}
    </span>
  );
}

/** How it usually is where that is a surprise, when it was looked at, and when it will be. */
export function Times({ source, activity }: Shown): ReactElement {
  const now = useNow();
  const { enabled, state, last_success_at, last_checked_at, next_check_at } = source;
  const { usual } = stateParts(source, activity, now);
  const next = (
    <>
      next <Time planned at={next_check_at} />
    </>
  );
  if (state === "never") return enabled ? next : <>never checked</>;
  if (usual)
    return (
      <>
        {usual} · {next}
      </>
    );
  const seen =
    state === "ok" || state === "quiet" ? (
      <>
        checked <Time at={last_checked_at} />
      </>
    ) : last_success_at ? (
      <>
        last good <Time at={last_success_at} />
      </>
    ) : (
      <>never read</>
    );
  if (!enabled) return seen;
  return (
    <>
      {seen} · {next}
    </>
  );
}
