import { findJobRecords } from "@cti/domain/workers/find-job-records";

import type { MonitorDeps } from "../monitor-deps.ts";
import { readNumber, readText, readTime } from "../pages/history-search.ts";
import { type Task, taskOfJob, taskOfRecord, type TaskState, taskStates } from "./task.ts";

export type TaskFilter = {
  limit: number;
  state: TaskState | undefined;
  taskname: string | undefined;
  workername: string | undefined;
  /** Bounds of the time at which a job was added. */
  receivedStart: Date | undefined;
  receivedEnd: Date | undefined;
  /** A part of the id, name, payload, result or error. */
  search: string | undefined;
};

const usual = 100;
const most = 1_000;
/** So many records are looked through for one answer. */
const pageSize = 500;
const mostPages = 10;

/** Reads the query that Flower's /api/tasks takes; "All" means any. */
export function readTaskFilter(query: Record<string, unknown>): TaskFilter {
  const text = (name: string): string | undefined => {
    const value = readText(query[name]);
    return value?.toLowerCase() === "all" ? undefined : value;
  };
  const wanted = text("state")?.toUpperCase();
  return {
    limit: Math.min(most, readNumber(query["limit"]) ?? usual),
    state: taskStates.find((state) => state === wanted),
    taskname: text("taskname"),
    workername: text("workername"),
    receivedStart: readTime(query["received_start"]),
    receivedEnd: readTime(query["received_end"]),
    search: text("search")?.toLowerCase(),
  };
}

/** Jobs that wait or run, then those that ended, the latest first; each once, by its id. */
export async function findTasks({ db, queues }: MonitorDeps, filter: TaskFilter): Promise<Map<string, Task>> {
  const found = new Map<string, Task>();
  const add = (task: Task): void => {
    if (found.size < filter.limit && !found.has(task.uuid) && fits(task, filter)) found.set(task.uuid, task);
  };
  const live = await queues.list({ states: ["active", "waiting", "delayed"], limit: most });
  live.forEach((job) => add(taskOfJob(job)));
  // An older try of a job that still waits or runs is not its state.
  const alive = new Set(live.map(({ id }) => id));
  let before: number | undefined;
  for (let page = 0; page < mostPages && found.size < filter.limit; page++) {
    const { records, next } = await findJobRecords(db, {
      name: filter.taskname,
      worker: filter.workername,
      // Nothing ends before it was added.
      since: filter.receivedStart,
      before,
      limit: pageSize,
    });
    for (const record of records) if (!alive.has(record.jobId)) add(taskOfRecord(record));
    if (next === null) break;
    before = next;
  }
  return found;
}

function fits(task: Task, filter: TaskFilter): boolean {
  const { state, taskname, workername, receivedStart, receivedEnd, search } = filter;
  if (state !== undefined && task.state !== state) return false;
  if (taskname !== undefined && task.name !== taskname) return false;
  if (workername !== undefined && task.worker !== workername) return false;
  if (receivedStart && task.received < receivedStart.getTime() / 1_000) return false;
  if (receivedEnd && task.received > receivedEnd.getTime() / 1_000) return false;
  if (search === undefined) return true;
  const { uuid, name, kwargs, result, exception } = task;
  return [uuid, name, kwargs, result, exception].some((text) => text?.toLowerCase().includes(search));
}
