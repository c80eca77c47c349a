import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { memo, useEffect, useRef, type ReactElement } from "react";

import type { Answer } from "../../api/client.ts";
import { count, plural } from "../../kit/number.ts";
import { Table } from "../../kit/table.tsx";
import { dashboardQuery } from "./queries.ts";

type Day = Answer<"getDashboard">["days"][number];

const tiers = [
  { key: "tier_1", name: "Tier 1", fill: "fill-accent", dot: "bg-accent" },
  { key: "tier_2", name: "Tier 2", fill: "fill-heat-3", dot: "bg-heat-3" },
  { key: "tier_3", name: "Tier 3", fill: "fill-line-strong", dot: "bg-line-strong" },
] as const;

/** How many articles came on each of the last days, by how much their sources are trusted. */
export const DayStrip = memo(function DayStrip(): ReactElement | null {
  const { data } = useQuery(dashboardQuery);
  const table = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = ({ target }: Event): void => {
      if (table.current?.open && !table.current.contains(target as Node)) table.current.open = false;
    };
    const escape = ({ key }: KeyboardEvent): void => {
      if (key === "Escape" && table.current?.open) table.current.open = false;
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("focusin", close);
    document.addEventListener("keydown", escape);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("focusin", close);
      document.removeEventListener("keydown", escape);
    };
  }, []);
  if (!data) return null;
  const { days } = data;
  const most = Math.max(...days.map(({ total }) => total), 1);
  return (
    <div className="flex min-w-0 items-end gap-x-3 max-md:order-2 max-md:w-full max-md:flex-col max-md:items-stretch">
      <ol aria-label="Articles per day" className="flex h-9 w-84 items-stretch max-md:w-full">
        {days.map((day) => (
          <Bar key={day.day} day={day} most={most} />
        ))}
      </ol>
      <details ref={table} className="relative shrink-0 text-tiny text-muted">
        <summary className="inline-block min-h-6 list-none content-center hover:text-text [&::-webkit-details-marker]:hidden">
          Articles per day
        </summary>
        <div className="absolute top-full right-0 z-30 mt-1 max-h-[60vh] w-96 max-w-[calc(100vw-2rem)] overflow-y-auto rounded-lg border border-line-strong bg-surface shadow-panel">
          <p className="flex flex-wrap gap-x-4 px-3 pt-3">
            {tiers.map(({ key, name, dot }) => (
              <span key={key} className="inline-flex items-center gap-1.5">
                <span className={`size-2 rounded-xs ${dot}`} aria-hidden="true" />
                {name}
              </span>
            ))}
          </p>
          <DayTable days={days} />
        </div>
      </details>
    </div>
  );
});

function Bar({ day, most }: { day: Day; most: number }): ReactElement {
  const next = new Date(Date.parse(day.day) + 86_400_000).toISOString().slice(0, 10);
  return (
    <li className="flex-1 max-md:nth-[-n+4]:hidden">
      <Link
        to="/articles"
        search={{ since: day.day, until: next }}
        aria-label={`${day.day}: ${plural(day.total, "article")}`}
        title={`${day.day}: ${plural(day.total, "article")}`}
        preload={false}
        className="block h-full rounded-sm hover:bg-hover"
      >
        <svg aria-hidden="true" className="size-full" preserveAspectRatio="none" viewBox="0 0 10 100">
          <rect x="1" y="98" width="8" height="2" className="fill-line" />
          {tiers.map(({ key, fill }, at) => {
            const below = tiers.slice(0, at).reduce((sum, tier) => sum + day[tier.key], 0);
            const height = (day[key] / most) * 98;
            return (
              <rect
                key={key}
                x="1"
                y={98 - (below / most) * 98 - height}
                width="8"
                height={height}
                className={fill}
              />
            );
          })}
        </svg>
      </Link>
    </li>
  );
}

function DayTable({ days }: { days: Day[] }): ReactElement {
  return (
    <Table
      label="Articles per day, by tier of their sources"
      rows={days.toReversed()}
      keyOf={({ day }) => day}
      columns={[
        { name: "Day", cell: ({ day }) => day },
        ...tiers.map(({ key, name }) => ({
          name,
          right: true,
          cell: (day: Day) => count(day[key]),
        })),
        { name: "All", right: true, cell: ({ total }) => count(total) },
      ]}
    />
  );
}
