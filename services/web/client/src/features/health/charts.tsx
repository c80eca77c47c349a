import { useQuery } from "@tanstack/react-query";
import { useMemo, type ReactElement, type ReactNode } from "react";

import { Panel } from "../../kit/page.tsx";
import { Loaded } from "../../kit/states.tsx";
import { queuesQuery } from "../jobs/queries.ts";
import type { ChartSeries } from "./chart-options.ts";
import { ChartPanel, type ChartRow } from "./chart-panel.tsx";
import { runsPerHour, stacked } from "./hours.ts";
import { daysQuery, runsOfDayQuery } from "./queries.ts";
import { useQueueDepth } from "./queue-depth.ts";

/** What came in, what ran and what waits, over time. Each picture asks for itself: one that fails leaves the others. */
export function Charts(): ReactElement {
  return (
    <Panel title="Over time">
      <div className="grid gap-x-8 gap-y-6 lg:grid-cols-2 xl:grid-cols-3">
        <ArticlesPerDay />
        <RunsPerHour />
        <QueueDepth />
      </div>
    </Panel>
  );
}

function ArticlesPerDay(): ReactElement {
  const query = useQuery(daysQuery);
  return (
    <Slot title="Articles per day" isThere={query.data !== undefined}>
      <Loaded query={query} lines={9}>
        {({ days }) => <Days days={days} />}
      </Loaded>
    </Slot>
  );
}

function Days({
  days,
}: {
  days: { day: string; tier_1: number; tier_2: number; tier_3: number }[];
}): ReactElement {
  const rows = useMemo(() => days.map(dayRow), [days]);
  const series = useMemo(
    () =>
      stack(rows, [
        ["tier 3", "faint"],
        ["tier 2", "violet"],
        ["tier 1", "accent"],
      ]),
    [rows],
  );
  return <ChartPanel title="Articles per day" kind="days" series={series} rows={rows} note="14 days, UTC" />;
}

function dayRow({
  day,
  ...tiers
}: {
  day: string;
  tier_1: number;
  tier_2: number;
  tier_3: number;
}): ChartRow {
  const at = Date.parse(`${day}T00:00:00Z`) / 1_000;
  const next = new Date((at + 86_400) * 1_000).toISOString().slice(0, 10);
  return {
    at,
    name: day,
    values: [tiers.tier_3, tiers.tier_2, tiers.tier_1],
    link: { to: "/articles", search: { since: day, until: next } },
  };
}

function RunsPerHour(): ReactElement {
  const query = useQuery(runsOfDayQuery);
  return (
    <Slot title="Runs per hour" isThere={query.data !== undefined}>
      <Loaded query={query} lines={9}>
        {(data) => <Hours {...data} />}
      </Loaded>
    </Slot>
  );
}

function Hours({
  runs,
  isCut,
  now,
}: {
  runs: Parameters<typeof runsPerHour>[0];
  isCut: boolean;
  now: number;
}): ReactElement {
  const rows = useMemo(
    () =>
      runsPerHour(runs, now).map(({ at, well, withErrors, failed }): ChartRow => {
        const since = timeText(at);
        return {
          at,
          name: `${since.slice(11, 16)}Z`,
          values: [failed, withErrors, well],
          link: { to: "/ops/runs", search: { since, until: timeText(at + 3_600), all: "true" } },
        };
      }),
    [runs, now],
  );
  const series = useMemo(
    () =>
      stack(rows, [
        ["failed", "bad"],
        ["with errors", "warn"],
        ["completed", "good"],
      ]),
    [rows],
  );
  const note = isCut ? "24 h, UTC; only the latest 3,000 runs" : "24 h, UTC";
  return <ChartPanel title="Runs per hour" kind="hours" series={series} rows={rows} note={note} />;
}

function QueueDepth(): ReactElement {
  const query = useQuery(queuesQuery);
  return (
    <Slot title="Jobs waiting and running" isThere={query.data !== undefined}>
      <Loaded query={query} lines={9}>
        {() => <Depths />}
      </Loaded>
    </Slot>
  );
}

function Depths(): ReactElement {
  const samples = useQueueDepth();
  const rows = useMemo(
    () =>
      samples.map(({ at, waiting, running }): ChartRow => ({
        at,
        name: `${timeText(at).slice(11, 19)}Z`,
        values: [waiting, running],
      })),
    [samples],
  );
  const series = useMemo(
    (): ChartSeries[] => [
      { name: "waiting", colour: "warn", tops: rows.map(({ values }) => values[0] ?? 0) },
      { name: "running", colour: "accent", tops: rows.map(({ values }) => values[1] ?? 0) },
    ],
    [rows],
  );
  if (rows.length < 2)
    return (
      <figure className="flex flex-col gap-2">
        <h3 className="font-medium">Jobs waiting and running</h3>
        <p className="text-muted">Measured while this page is open: the line begins in some seconds.</p>
      </figure>
    );
  return (
    <ChartPanel
      title="Jobs waiting and running"
      kind="line"
      series={series}
      rows={rows}
      note="this session, UTC"
    />
  );
}

/** The place of a picture. While there is none, its name stands above the reason. */
function Slot({
  title,
  isThere,
  children,
}: {
  title: string;
  isThere: boolean;
  children: ReactNode;
}): ReactElement {
  return (
    <div className="min-w-0">
      {!isThere && <h3 className="font-medium">{title}</h3>}
      <div className={isThere ? "" : "-mx-4"}>{children}</div>
    </div>
  );
}

/** Series of a stack, the highest first, from rows whose values stand in the same order. */
function stack(rows: readonly ChartRow[], names: readonly (readonly [string, string])[]): ChartSeries[] {
  const values = names.map((_, index) => rows.map((row) => row.values[index] ?? 0));
  const tops = stacked(values.toReversed()).toReversed();
  return names.map(([name, colour], index) => ({ name, colour, tops: tops[index] ?? [] }));
}

function timeText(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}
