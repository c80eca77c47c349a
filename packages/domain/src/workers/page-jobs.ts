import { type QueueName, queueNames } from "@cti/queue/jobs";
import type { JobState, Queues } from "@cti/queue/queue-types";

import { BadCursor, pageOf, readCursor, writeCursor } from "../paging/cursor.ts";
import type { RunView } from "../runs/run-line.ts";
import { type JobLine, toJobLine } from "./job-line.ts";

const sort = "job";

/** Jobs that the queues hold, the one that was added last first. Those that ended stay there for a while only. */
export async function pageJobs(
  queues: Pick<Queues, "list">,
  filter: {
    queue?: QueueName | undefined;
    states?: JobState[] | undefined;
    limit: number;
    cursor: string | null;
  },
  view: RunView,
): Promise<{ items: JobLine[]; next_cursor: string | null }> {
  const { queue, states, limit, cursor } = filter;
  const after = readCursor(cursor, sort, "text");
  if (after !== null && !isJobId(after.key)) throw new BadCursor();
  const jobs = await queues.list({
    order: "added",
    limit: limit + 1,
    ...(queue !== undefined && { queue }),
    ...(states !== undefined && { states }),
    ...(after !== null && { before: after.key }),
  });
  const { items, next_cursor } = pageOf(jobs, limit, ({ id }) => writeCursor(sort, id, id));
  return { items: items.map((job) => toJobLine(job, view)), next_cursor };
}

function isJobId(text: string): boolean {
  return queueNames.some((name) => text.startsWith(`${name}:`) && text.length > name.length + 1);
}
