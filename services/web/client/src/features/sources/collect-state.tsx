import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { LoaderCircle } from "lucide-react";
import { useEffect, type ReactElement } from "react";

import type { Answer } from "../../api/client.ts";
import { visible } from "../../kit/remote.tsx";
import { say } from "../../shell/bar-store.ts";
import { readSourcesAgain } from "./actions.ts";
import { endedCollecting } from "./collecting.ts";
import { outcomeOf } from "./outcome-of.ts";
import { isEnded, jobQuery, type SourceLine } from "./queries.ts";

type Named = Pick<SourceLine, "id" | "name">;

/** Follows a job that collects a source, until it is over; then tells what came of it. */
export function useCollectJob({ id, name }: Named, jobId: string): Answer<"getJob"> | undefined {
  const { data } = useQuery(jobQuery(jobId));
  useEffect(() => {
    if (!data || !isEnded(data.state)) return;
    const asked = endedCollecting(id);
    if (!asked) return;
    readSourcesAgain();
    const { failed, words } = outcomeOf(data);
    if (asked.alone) say(`${visible(name)}: ${visible(words)}`, failed ? "bad" : "plain");
  }, [data, id, name]);
  return data;
}

/** In a row: that it is being collected, leading to the job. */
export function CollectState({ source, jobId }: { source: Named; jobId: string }): ReactElement {
  const job = useCollectJob(source, jobId);
  return (
    <Link
      to="/ops/jobs"
      search={{ job: jobId }}
      tabIndex={-1}
      className="inline-flex items-center gap-1.5 text-accent hover:underline"
    >
      <LoaderCircle size={14} aria-hidden className="animate-spin" />
      {job?.state === "active" ? "Collecting now" : "Waiting to be collected"}
    </Link>
  );
}
