import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { ListPage } from "../../kit/list-page.tsx";
import { TabLinks } from "../../kit/tabs.tsx";
import { History } from "./history.tsx";
import { Jobs } from "./jobs.tsx";
import { Queues } from "./queues.tsx";
import { Schedules } from "./schedules.tsx";
import { Workers } from "./workers.tsx";

const route = getRouteApi("/inside/ops/jobs");

const tabs = [
  ["jobs", "Jobs", Jobs],
  ["queues", "Queues", Queues],
  ["workers", "Workers", Workers],
  ["schedules", "Schedules", Schedules],
  ["history", "History", History],
] as const;

/** What waits, runs and ran in the background, who does it and when. */
export function JobsPage(): ReactElement {
  const { tab } = route.useSearch();
  const open = tabs.find(([id]) => id === tab) ?? tabs[0];
  const Part = open[2];
  return (
    <ListPage
      title="Jobs"
      above={
        <div className="-mb-3">
          <TabLinks
            label="Parts of jobs"
            tabs={tabs.map(([id, name]) => ({
              name,
              current: id === open[0],
              to: "/ops/jobs",
              search: id === "jobs" ? {} : { tab: id },
            }))}
          />
        </div>
      }
    >
      <Part />
    </ListPage>
  );
}
