import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";

import { OutcomeIcon } from "../../kit/outcome.tsx";
import { Page } from "../../kit/page.tsx";
import { visible } from "../../kit/remote.tsx";
import { Loaded } from "../../kit/states.tsx";
import { duration, utcSeconds } from "../../kit/time-words.ts";
import { useRefetchOn } from "../../kit/use-refetch-on.ts";
import { Charts } from "./charts.tsx";
import { Knowledge } from "./knowledge.tsx";
import { Numbers } from "./numbers.tsx";
import { overall } from "./overall.ts";
import { healthQuery, type Health } from "./queries.ts";
import { Reports } from "./reports.tsx";
import { Tiles } from "./tiles.tsx";

/** How the installation does. Every part asks for itself, so that what is broken does not hide the rest. */
export function HealthPage(): ReactElement {
  const query = useQuery(healthQuery);
  useRefetchOn(["source.health", "missed"], ["health"], { pauseMs: 10_000 });
  return (
    <Page title="Health">
      <Loaded query={query} lines={19}>
        {(health) => (
          <>
            <Overall health={health} />
            <section aria-label="Components">
              <h2 className="sr-only">Components</h2>
              <Tiles health={health} />
            </section>
          </>
        )}
      </Loaded>
      <Charts />
      <Numbers />
      <Reports />
      <Knowledge />
    </Page>
  );
}

function Overall({ health }: { health: Health }): ReactElement {
  const { status, timestamp, uptime_seconds: up, version } = health;
  return (
    <div className="-mt-2 flex items-start gap-3">
      <span className="pt-0.5">
        <OutcomeIcon state={status} size={22} />
      </span>
      <div>
        <p className="text-base font-semibold">{overall(health)}</p>
        <p className="text-small text-muted">
          Checked at {utcSeconds(timestamp).slice(11)}, up for {duration(up * 1_000)}, version{" "}
          {visible(version)}
        </p>
      </div>
    </div>
  );
}
