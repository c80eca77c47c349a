import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { ArrowLeft, RotateCw, Square, X } from "lucide-react";
import { useCallback, type ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Button, IconButton } from "../../kit/button.tsx";
import { Outcome } from "../../kit/outcome.tsx";
import { Loaded } from "../../kit/states.tsx";
import { cancelJob, retryJob } from "./actions.ts";
import { JobDetail } from "./job-detail.tsx";
import { jobQuery, type Job } from "./queries.ts";
import { jobTitle } from "./words.ts";

const route = getRouteApi("/inside/ops/jobs");

/** The open job: beside the list, or in its place where there is no room for both. */
export function JobPane({ id }: { id: string }): ReactElement {
  const navigate = route.useNavigate();
  const query = useQuery(jobQuery(id));
  const close = useCallback(
    () => void navigate({ search: (old) => ({ ...old, job: "" }), replace: true }),
    [navigate],
  );
  useKeys("Job", { close: { key: "Escape", label: "Close the job", run: close } });
  return (
    <section
      aria-label="Job"
      className="flex min-w-0 flex-1 flex-col overflow-y-auto border-line bg-surface xl:max-w-[34rem] xl:border-l"
    >
      <header className="flex min-h-12 flex-wrap items-center gap-2 border-b border-line px-4 py-2">
        <Button
          kind="quiet"
          className="-ml-2 xl:!hidden"
          icon={<ArrowLeft size={15} aria-hidden />}
          onClick={close}
        >
          All jobs
        </Button>
        <h2 className="mr-auto font-semibold">{query.data ? jobTitle(query.data.name) : "Job"}</h2>
        {query.data && <Steer job={query.data} />}
        <span className="max-xl:hidden">
          <IconButton label="Close" action="job.close" icon={<X size={16} aria-hidden />} onClick={close} />
        </span>
      </header>
      <Loaded query={query}>
        {(job) => (
          <div className="flex flex-col gap-5 p-4">
            <Outcome state={job.state} />
            <JobDetail job={job} />
          </div>
        )}
      </Loaded>
    </section>
  );
}

function Steer({ job }: { job: Job }): ReactElement | null {
  const { operate } = useRights();
  if (!operate || !job.is_held) return null;
  if (job.state === "failed")
    return (
      <Button icon={<RotateCw size={14} aria-hidden />} onClick={() => void retryJob(job)}>
        Retry
      </Button>
    );
  if (["waiting", "delayed", "active"].includes(job.state))
    return (
      <Button icon={<Square size={14} aria-hidden />} onClick={() => void cancelJob(job)}>
        Cancel
      </Button>
    );
  return null;
}
