import type { BullQueue } from "./backends/backend.ts";
import { bullStates, splitJobId, toState, viewJob } from "./job-view.ts";
import { type QueueName, queueNames } from "./jobs.ts";
import { type JobFilter, jobStates, type JobView } from "./queue-types.ts";

/**
 * Jobs by when they were added, the youngest first: their keys begin with that time and never change, so that a page
 * can go on where the one before ended. Only the keys of a state are read whole.
 */
export async function listAdded(
  all: Readonly<Record<QueueName, BullQueue>>,
  { queue, states = [...jobStates], limit, before }: JobFilter,
): Promise<JobView[]> {
  const names = queue === undefined ? queueNames : [queue];
  const after = before === undefined ? null : splitJobId(before);
  const lists = await Promise.all(
    names.map(async (name) => {
      const types = states.flatMap((state) => bullStates[state].map(toRange));
      const ranges = await all[name].getBackend().getRanges(types, 0, -1);
      // One that goes on to another state at this moment may be in both.
      return Array.from(new Set(ranges.flat()), (key) => ({ name, key }));
    }),
  );
  const places = lists
    .flat()
    .filter((place) => after === null || compare(place, { name: after.queue, key: after.key }) > 0)
    .sort(compare);
  const found: JobView[] = [];
  for (let from = 0; found.length < limit && from < places.length; from += limit) {
    const jobs = await Promise.all(
      places.slice(from, from + limit).map(({ name, key }) => view(all, name, key)),
    );
    // One that is removed, or goes on to another state, meanwhile leaves a hole.
    found.push(
      ...jobs.filter((job) => job !== null && states.includes(job.state)).map((job) => job as JobView),
    );
  }
  return found.slice(0, limit);
}

/** The backends call their list of waiting jobs otherwise. */
function toRange(state: BullState): Exclude<BullState, "waiting"> | "wait" {
  return state === "waiting" ? "wait" : state;
}

type BullState = (typeof bullStates)[keyof typeof bullStates][number];
type Place = { name: QueueName; key: string };

function compare(one: Place, other: Place): number {
  if (one.key !== other.key) return one.key < other.key ? 1 : -1;
  return one.name === other.name ? 0 : one.name < other.name ? -1 : 1;
}

async function view(
  all: Readonly<Record<QueueName, BullQueue>>,
  name: QueueName,
  key: string,
): Promise<JobView | null> {
  const job = await all[name].getJob(key);
  if (!job) return null;
  const state = toState(await job.getState());
  return state && viewJob(name, job, state);
}
