import type { Client } from "@cti/contract/client";

import { exitCodes, Exit } from "../../exit.ts";
import type { Data, Schedule, ScheduleWish } from "../data.ts";
import { walk } from "../walk.ts";
import { pageOf } from "./asked.ts";

export function remoteRuns(client: Client): Data["runs"] {
  return {
    list: async ({ limit, all, ...filter }) => {
      const query = { ...filter, news: !all };
      const items = await walk(limit, (page) => client.listRuns({ query: { ...query, ...pageOf(page) } }));
      return { items, hidden: null };
    },
    show: (id) => client.getRun({ params: { id } }),
    stats: async (days) => {
      const { as_of: _, ...stats } = await client.getRunStats({ query: { days } });
      return stats;
    },
  };
}

export function remoteSchedules(client: Client): Data["schedules"] {
  return {
    list: async () => {
      const { scheduler } = await client.listSchedules({ query: { limit: 1 } });
      const schedules = await walk(Infinity, (page) => client.listSchedules({ query: pageOf(page) }));
      return { schedules, scheduler };
    },
    show: (name) => client.getSchedule({ params: { name } }),
    run: (name) => client.runSchedule({ params: { name } }),
    change: async (name, wish) => {
      const { revision } = await client.getSchedule({ params: { name } });
      return client.changeSchedule({ params: { name }, body: bodyOf(wish), ifMatch: revision });
    },
    reset: (name) => client.resetSchedule({ params: { name } }),
  };
}

type ChangeBody = Parameters<Client["changeSchedule"]>[0]["body"];

function bodyOf({ enabled, every, cron, timeZone, jitter, overlap }: ScheduleWish): ChangeBody {
  return {
    enabled,
    cron,
    time_zone: timeZone,
    overlap: overlap as Schedule["overlap"] as "skip" | undefined,
    interval_seconds: every === undefined ? undefined : secondsOf(every),
    jitter_seconds: jitter === undefined ? undefined : jitter.trim() === "0" ? 0 : secondsOf(jitter),
  };
}

const units: Record<string, number> = { s: 1, m: 60, min: 60, h: 3_600, d: 86_400 };

function secondsOf(text: string): number {
  const [, number, unit = ""] = /^(\d{1,9})\s*(s|m|min|h|d)$/.exec(text.trim().toLowerCase()) ?? [];
  if (number === undefined)
    throw new Exit(exitCodes.usage, `"${text}" is no time: write a number and s, m, h or d, such as 30m`);
  return Number(number) * (units[unit] ?? 0);
}

export function remoteJobs(client: Client): Data["jobs"] {
  return {
    list: async ({ queue, states, limit }) => {
      const filter = { queue, state: states };
      const jobs = await walk(limit, (page) => client.listJobs({ query: { ...filter, ...pageOf(page) } }));
      const queues = await walk(Infinity, (page) => client.listQueues({ query: pageOf(page) }));
      return { queues, jobs };
    },
    show: (id) => client.getJob({ params: { id } }),
    history: ({ limit, since, name, outcome, ...filter }) => {
      const query = { ...filter, name, outcome, since: since?.toISOString() };
      return walk(limit, (page) => client.listJobRecords({ query: { ...query, ...pageOf(page) } }));
    },
    retry: async (id) => void (await client.retryJob({ params: { id } })),
    cancel: async (id) => (await client.cancelJob({ params: { id } })).outcome,
  };
}

export function remoteWorkers(client: Client): Data["workers"] {
  return {
    list: (all) => walk(Infinity, (page) => client.listWorkers({ query: { all, ...pageOf(page) } })),
  };
}
