import { api } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { plural } from "../../kit/number.ts";
import { errorText } from "../../kit/states.tsx";
import { offerUndo, say } from "../../shell/bar-store.ts";
import { kindTitle } from "../runs/words.ts";
import { queuesQuery, schedulesQuery, type Schedule } from "./queries.ts";
import { jobTitle, queueTitle } from "./words.ts";

type Named = { id: string; name: string };

function readAgain(...keys: string[]): void {
  for (const key of keys) void queryClient.invalidateQueries({ queryKey: [key] });
}

/** Takes a waiting job out of its queue, or tells a running one to stop; what it did not do stays due. */
export async function cancelJob({ id, name }: Named): Promise<void> {
  try {
    const { outcome } = await api.cancelJob({ params: { id } });
    say(outcome === "removed" ? `Cancelled: ${jobTitle(name)}` : `Told to stop: ${jobTitle(name)}`);
  } catch (error) {
    say(`${jobTitle(name)} was not cancelled: ${errorText(error).title}`, "bad");
  }
  readAgain("job-list", "jobs", "run", "nav");
}

export async function retryJob({ id, name }: Named): Promise<void> {
  try {
    await api.retryJob({ params: { id } });
    // A job that waits can be taken out again.
    offerUndo(`Queued again: ${jobTitle(name)}`, async () => {
      await api.cancelJob({ params: { id } });
      readAgain("job-list", "jobs");
    });
  } catch (error) {
    say(`${jobTitle(name)} was not queued: ${errorText(error).title}`, "bad");
  }
  readAgain("job-list", "jobs", "nav");
}

type QueueName = NonNullable<Parameters<typeof api.retryFailedJobs>[0]["body"]["queue"]>;

/** All that failed, or all of one queue. */
export async function retryFailed(queue: string | undefined): Promise<void> {
  try {
    const { retried, left } = await api.retryFailedJobs({
      body: queue === undefined ? {} : { queue: queue as QueueName },
    });
    const rest = left > 0 ? `; ${left} are left, ask again` : "";
    say(
      retried.length === 0
        ? "No failed job is left"
        : `Queued again: ${plural(retried.length, "job")}${rest}`,
    );
  } catch (error) {
    say(`Nothing was queued: ${errorText(error).title}`, "bad");
  }
  readAgain("job-list", "jobs", "nav");
}

/** Shown at once, put back when the server refuses. */
export async function pauseQueue(name: string, paused: boolean): Promise<void> {
  try {
    await writePaused(name, paused);
    const words = paused ? "Paused" : "Resumed";
    offerUndo(`${words} the queue ${queueTitle(name)}`, () => writePaused(name, !paused));
  } catch (error) {
    say(`The queue ${queueTitle(name)} stays as it is: ${errorText(error).title}`, "bad");
  }
}

async function writePaused(name: string, paused: boolean): Promise<void> {
  const show = (value: boolean): void => {
    queryClient.setQueryData(queuesQuery.queryKey, (all) =>
      all?.map((queue) => (queue.name === name ? { ...queue, paused: value } : queue)),
    );
  };
  show(paused);
  try {
    const params = { name: name as QueueName };
    await (paused ? api.pauseQueue({ params }) : api.resumeQueue({ params }));
  } catch (error) {
    show(!paused);
    throw error;
  } finally {
    readAgain("jobs", "health");
  }
}

export async function runSchedule({ name }: Pick<Schedule, "name">): Promise<void> {
  try {
    const { scheduler } = await api.runSchedule({ params: { name } });
    const when = scheduler ? "the scheduler starts it at its next look" : "it waits for a scheduler to live";
    say(`${kindTitle(name)}: ${when}`);
  } catch (error) {
    say(`${kindTitle(name)} was not started: ${errorText(error).title}`, "bad");
  }
  readAgain("schedules", "run-list");
}

export type ScheduleChange = Parameters<typeof api.changeSchedule>[0]["body"];

/** Writes a change over the revision that was read; throws what the server says. */
export async function changeSchedule(
  { name, revision }: Pick<Schedule, "name" | "revision">,
  body: ScheduleChange,
): Promise<void> {
  try {
    showSchedule(await api.changeSchedule({ params: { name }, body, ifMatch: revision }));
  } finally {
    readAgain("schedules", "health");
  }
}

/** The same, with a word about it and a way back. */
export async function switchSchedule(schedule: Schedule, enabled: boolean): Promise<void> {
  const { name } = schedule;
  showSchedule({ ...schedule, enabled });
  try {
    await changeSchedule(schedule, { enabled });
    offerUndo(`${enabled ? "Switched on" : "Switched off"}: ${kindTitle(name)}`, () =>
      changeAnyway(name, { enabled: !enabled }),
    );
  } catch (error) {
    showSchedule(schedule);
    say(`${kindTitle(name)} stays as it is: ${errorText(error).title}`, "bad");
  }
}

export async function resetSchedule(schedule: Schedule): Promise<void> {
  const { name } = schedule;
  try {
    showSchedule(await api.resetSchedule({ params: { name } }));
    offerUndo(`As in the configuration again: ${kindTitle(name)}`, () =>
      changeAnyway(name, timesOf(schedule)),
    );
  } catch (error) {
    say(`${kindTitle(name)} stays as it is: ${errorText(error).title}`, "bad");
  }
  readAgain("schedules", "health");
}

/** What is written to put a schedule back as it was. */
export function timesOf(schedule: Schedule): ScheduleChange {
  const { interval_seconds: interval, cron, time_zone, jitter_seconds, overlap, enabled } = schedule;
  return {
    enabled,
    jitter_seconds,
    overlap: overlap === "queue" ? "queue" : "skip",
    ...(interval !== null && { interval_seconds: interval }),
    ...(cron !== null && { cron, time_zone }),
  };
}

/** Taking back is about what this person did, whatever the revision has become since. */
export async function changeAnyway(name: string, body: ScheduleChange): Promise<void> {
  showSchedule(await api.changeSchedule({ params: { name }, body, ifMatch: "*" }));
  readAgain("schedules", "health");
}

function showSchedule(schedule: Schedule): void {
  queryClient.setQueryData(
    schedulesQuery.queryKey,
    (page) =>
      page && { ...page, items: page.items.map((old) => (old.name === schedule.name ? schedule : old)) },
  );
}
