import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { Button, ButtonLink } from "../../kit/button.tsx";
import { plural } from "../../kit/number.ts";
import { Panel } from "../../kit/page.tsx";
import { Empty, Loaded } from "../../kit/states.tsx";
import { reportsQuery } from "./queries.ts";
import { ReportView } from "./report-view.tsx";

const route = getRouteApi("/inside/ops/health");

/** What each day brought: the days beside the one that is open. */
export function Reports(): ReactElement {
  const { day } = route.useSearch();
  const query = useInfiniteQuery(reportsQuery);
  return (
    <div id="reports" className="scroll-mt-4">
      <Panel flush title="Daily reports">
        <Loaded query={query} lines={4}>
          {({ pages }) => {
            const days = pages.flatMap(({ items }) => items);
            const open = day ?? days[0]?.day;
            if (days.length === 0 || open === undefined) return <NoReports />;
            return (
              <div className="grid md:grid-cols-[15rem_minmax(0,1fr)]">
                <nav
                  aria-label="Days"
                  className="flex max-h-[32rem] flex-col overflow-y-auto border-line max-md:max-h-44 max-md:border-b md:border-r"
                >
                  {days.map((line) => (
                    <Link
                      key={line.day}
                      to="/ops/health"
                      search={{ day: line.day }}
                      replace
                      resetScroll={false}
                      aria-current={line.day === open ? "page" : undefined}
                      className={`flex min-h-12 flex-col justify-center border-b border-line px-4 py-1 last:border-0 ${line.day === open ? "bg-selected" : "hover:bg-hover"}`}
                    >
                      <span className="font-medium">{line.day}</span>
                      <span className="text-small text-muted">
                        {plural(line.articles, "article")}, {plural(line.stories, "story", "stories")}
                      </span>
                    </Link>
                  ))}
                  {query.hasNextPage && (
                    <div className="p-3">
                      <Button size="small" onClick={() => void query.fetchNextPage()}>
                        Older
                      </Button>
                    </div>
                  )}
                </nav>
                <ReportView day={open} />
              </div>
            );
          }}
        </Loaded>
      </Panel>
    </div>
  );
}

function NoReports(): ReactElement {
  return (
    <Empty
      title="No report yet"
      actions={
        <ButtonLink to="/ops/jobs" search={{ tab: "schedules" }}>
          See the schedule
        </ButtonLink>
      }
    >
      Each morning one is written about the day before. The schedule “Daily report” can be run now.
    </Empty>
  );
}
