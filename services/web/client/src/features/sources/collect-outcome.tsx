import { Link } from "@tanstack/react-router";
import { LoaderCircle } from "lucide-react";
import type { ReactElement } from "react";

import { visible } from "../../kit/remote.tsx";
import { duration } from "../../kit/time.tsx";
import { useCollectJob } from "./collect-state.tsx";
import { useCollecting } from "./collecting.ts";
import { outcomeOf } from "./outcome-of.ts";
import type { SourceLine } from "./queries.ts";

type Named = Pick<SourceLine, "id" | "name" | "slug">;

/** What the collecting that was asked for here does, and what came of it; nothing when none was asked for. */
export function CollectOutcome({ source }: { source: Named }): ReactElement | null {
  const asked = useCollecting(source.id);
  return asked ? <Outcome source={source} jobId={asked.jobId} /> : null;
}

function Outcome({ source, jobId }: { source: Named; jobId: string }): ReactElement {
  const job = useCollectJob(source, jobId);
  const link = (
    <Link to="/ops/jobs" search={{ job: jobId }} className={linked}>
      job
    </Link>
  );
  if (!job || job.state === "waiting" || job.state === "active" || job.state === "delayed")
    return (
      <p className="flex items-center gap-2 text-accent">
        <LoaderCircle size={15} aria-hidden className="animate-spin" />
        <span>
          {job?.state === "active" ? "Collecting now" : "Waiting for a worker"} · {link}
        </span>
      </p>
    );
  const { failed, words, fresh, ms } = outcomeOf(job);
  return (
    <p className={failed ? "text-bad" : "text-good"}>
      {visible(words)}
      <span className="text-muted">
        {ms !== null && ` · ${duration(ms)}`}
        {fresh > 0 && (
          <>
            {" · "}
            <Link to="/articles" search={{ source: source.slug }} className={linked}>
              its articles
            </Link>
          </>
        )}
        {" · "}
        {job.run_id ? (
          <Link to="/ops/runs/$id" params={{ id: String(job.run_id) }} className={linked}>
            run {job.run_id}
          </Link>
        ) : (
          link
        )}
      </span>
    </p>
  );
}

const linked = "text-accent underline decoration-line-strong underline-offset-2 hover:decoration-accent";
