import { useMutation, useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, CircleX } from "lucide-react";
import { useState, type ReactElement } from "react";

import { api, type Answer } from "../../api/client.ts";
import { Button, buttonClass } from "../../kit/button.tsx";
import { plural } from "../../kit/number.ts";
import { FormProblem, Loaded } from "../../kit/states.tsx";
import { Door } from "./door.tsx";

/** After the first account: is everything there, and a first run with what it brings. */
export function FirstSteps(): ReactElement {
  const health = useQuery({ queryKey: ["health"], queryFn: ({ signal }) => api.getHealth({ signal }) });
  return (
    <Door title="You are in" wide>
      <section className="flex flex-col gap-2">
        <h2 className="overline-label">Is everything there?</h2>
        <Loaded query={health} lines={3}>
          {(report) => <Checks report={report} />}
        </Loaded>
      </section>
      <FirstRun />
      <p className="text-small text-muted">
        Nothing here has to be done now: sources, people and schedules have their pages. Press{" "}
        <kbd className="rounded border border-line-strong px-1 font-mono">?</kbd> anywhere for the keys.
      </p>
    </Door>
  );
}

const icons = {
  ok: <CircleCheck size={17} aria-hidden className="mt-0.5 shrink-0 text-good" />,
  degraded: <CircleAlert size={17} aria-hidden className="mt-0.5 shrink-0 text-warn" />,
  error: <CircleX size={17} aria-hidden className="mt-0.5 shrink-0 text-bad" />,
};

function Checks({ report }: { report: Answer<"getHealth"> }): ReactElement {
  return (
    <ul className="flex flex-col gap-1.5">
      {Object.entries(report.components).map(([name, { status, message }]) => (
        <li key={name} className="flex gap-2">
          {icons[status]}
          <span>
            <span className="font-medium">{name.replaceAll("_", " ")}</span>{" "}
            <span className="text-muted">
              {status}
              {message && `: ${message}`}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Collects every source that is due and tells how it goes. */
function FirstRun(): ReactElement {
  const [since, setSince] = useState<string | null>(null);
  const start = useMutation({
    mutationFn: () => api.startRun({ body: { stage: "rss_fetcher" } }),
    onMutate: () => setSince(new Date().toISOString()),
  });
  const dashboard = useQuery({
    queryKey: ["dashboard", "setup"],
    queryFn: ({ signal }) => api.getDashboard({ signal }),
    refetchInterval: since ? 2_000 : false,
  }).data;
  return (
    <section className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4">
      <h2 className="font-semibold">First run</h2>
      <p className="text-muted">
        {dashboard
          ? `${plural(dashboard.sources.enabled, "source")} to follow, ${plural(dashboard.totals.articles, "article")} and ${plural(dashboard.totals.stories, "story", "stories")} so far.`
          : "Looking at what is there …"}
      </p>
      <FormProblem error={start.error} />
      <div className="flex flex-wrap gap-2">
        {!since && (
          <Button kind="primary" onClick={() => start.mutate()}>
            Collect now
          </Button>
        )}
        <a href="/" className={buttonClass(since ? "primary" : "plain")}>
          Go to Triage
        </a>
        <a href="/ops/runs" className={buttonClass()}>
          Watch the runs
        </a>
        <a href="/ops/sources/add" className={buttonClass()}>
          Add a source
        </a>
      </div>
    </section>
  );
}
