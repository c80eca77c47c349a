import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { More } from "../../kit/more.tsx";
import { count, plural } from "../../kit/number.ts";
import { Panel } from "../../kit/page.tsx";
import { Loaded } from "../../kit/states.tsx";
import { Table } from "../../kit/table.tsx";
import { Time } from "../../kit/time.tsx";
import { activityQuery, activityWeeks, type Activity, type Entity } from "./queries.ts";
import { searchFor } from "./search-for.ts";

type Week = Activity["weeks"][number];

/** How many articles named it, week by week; a bar leads to them. */
export function ActivityPanel({ entity }: { entity: Entity }): ReactElement {
  const query = useQuery(activityQuery(entity.id));
  const total = query.data?.weeks.reduce((sum, { articles }) => sum + articles, 0) ?? 0;
  return (
    <Panel
      title="Articles per week"
      aside={
        query.data && (
          <span className="text-small text-muted">
            {count(total)} in {activityWeeks} weeks
          </span>
        )
      }
    >
      <Loaded query={query} lines={3}>
        {({ weeks }) => (total === 0 ? <Quiet entity={entity} /> : <Weeks weeks={weeks} entity={entity} />)}
      </Loaded>
    </Panel>
  );
}

function Quiet({ entity: { last_seen } }: { entity: Entity }): ReactElement {
  return (
    <p className="text-muted">
      No article of the last {activityWeeks} weeks names it
      {last_seen && (
        <>
          ; the last one appeared <Time at={last_seen} />
        </>
      )}
      .
    </p>
  );
}

function Weeks({ weeks, entity }: { weeks: Week[]; entity: Entity }): ReactElement {
  const most = Math.max(...weeks.map(({ articles }) => articles));
  return (
    <div className="flex flex-col gap-2">
      <ol className="flex h-28 items-stretch border-b border-line-strong" aria-label="Articles per week">
        {weeks.map((week, index) => (
          <li
            key={week.week}
            className={`flex min-w-0 flex-1 ${index < weeks.length / 2 ? "max-lg:hidden" : ""} ${index < weeks.length * (2 / 3) ? "max-[26rem]:hidden" : ""}`}
          >
            <Bar week={week} most={most} entity={entity} />
          </li>
        ))}
      </ol>
      <div className="flex justify-between text-tiny text-faint" aria-hidden="true">
        <span className="max-lg:hidden">{weeks[0]?.week}</span>
        <span className="lg:hidden">{weeks[Math.floor(weeks.length / 2)]?.week}</span>
        <span>this week</span>
      </div>
      <More summary="As a table">
        <Table
          label="Articles and stories per week"
          rows={weeks.toReversed().filter(({ articles, stories }) => articles + stories > 0)}
          keyOf={({ week }) => week}
          columns={[
            { name: "Week of", cell: ({ week }) => week },
            {
              name: "Articles",
              right: true,
              cell: (week) => (
                <Link to="/articles" search={searchOf(week, entity)} className="text-accent hover:underline">
                  {count(week.articles)}
                </Link>
              ),
            },
            { name: "Stories", right: true, cell: ({ stories }) => count(stories) },
          ]}
        />
      </More>
    </div>
  );
}

function Bar({ week, most, entity }: { week: Week; most: number; entity: Entity }): ReactElement {
  const { articles, stories } = week;
  if (articles === 0) return <span className="flex-1" title={`Week of ${week.week}: none`} />;
  const text = `Week of ${week.week}: ${plural(articles, "article")} in ${plural(stories, "story", "stories")}`;
  return (
    <Link
      to="/articles"
      search={searchOf(week, entity)}
      aria-label={text}
      title={text}
      className="group flex min-w-6 flex-1 flex-col items-center justify-end gap-0.5 px-[12%]"
    >
      <span aria-hidden="true" className="text-tiny text-muted">
        {count(articles)}
      </span>
      <span
        className="w-full rounded-t-[2px] bg-accent-strong group-hover:bg-accent"
        style={{ height: `${Math.max(4, (articles / most) * 82)}%` }}
      />
    </Link>
  );
}

function searchOf({ week }: Week, { type, value }: Entity): { q: string } {
  const end = new Date(Date.parse(week) + 7 * 86_400_000).toISOString().slice(0, 10);
  return { q: `${searchFor(type, value)} since:${week} before:${end}` };
}
