import type { ReactElement } from "react";

import { More } from "../../kit/more.tsx";
import { count, plural } from "../../kit/number.ts";
import { Table } from "../../kit/table.tsx";
import { useNow } from "../../kit/time.tsx";
import { weeksOf, type Day } from "./weeks.ts";

const dayFormat = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  timeZone: "UTC",
});

/** New articles on each of the last days, week by week. */
export function YieldPicture({ days }: { days: readonly number[] }): ReactElement {
  const weeks = weeksOf(days, useNow());
  const most = Math.max(1, ...days);
  const total = days.reduce((all, day) => all + day, 0);
  if (total === 0) return <p className="text-muted">Nothing new in the last {days.length} days.</p>;
  return (
    <figure>
      <div
        role="img"
        aria-label={`${plural(total, "new article")} in ${days.length} days, ${count(Math.max(...days))} on the best day`}
        className="flex gap-3"
      >
        {weeks.map((week) => (
          <div key={week.from} className="min-w-0" style={{ flex: week.days.length }}>
            <div className="flex h-16 items-end gap-[3px] border-b border-line">
              {week.days.map((day) => (
                <Bar key={day.date} day={day} most={most} />
              ))}
            </div>
            {week.days.length > 1 && (
              <p className="mt-1 truncate text-tiny text-faint">
                <span className="text-muted">{count(week.total)}</span>
                {week.days.length > 4 && <span className="max-sm:hidden"> {week.label}</span>}
              </p>
            )}
          </div>
        ))}
      </div>
      <More className="mt-2" summary="As a table">
        <Table
          label="New articles per day"
          columns={[
            { name: "Day (UTC)", cell: ({ date }) => dayFormat.format(new Date(date)) },
            { name: "New articles", right: true, cell: ({ value }) => count(value) },
          ]}
          rows={weeks.flatMap((week) => week.days).toReversed()}
          keyOf={({ date }) => date}
        />
      </More>
    </figure>
  );
}

function Bar({ day, most }: { day: Day; most: number }): ReactElement {
  return (
    <div
      title={`${dayFormat.format(new Date(day.date))}: ${plural(day.value, "new article")}`}
      className="flex h-full flex-1 items-end"
    >
      <div
        className={`w-full rounded-t-[2px] ${day.value === 0 ? "bg-line" : "bg-accent"}`}
        style={{ height: day.value === 0 ? "2px" : `${Math.max(5, (day.value / most) * 100)}%` }}
      />
    </div>
  );
}
