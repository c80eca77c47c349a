import type { queueRoutes } from "@cti/contract/routes/queues";
import { emitEvent } from "@cti/domain/events/emit-event";
import { pageOf, readCursor, writeCursor } from "@cti/domain/paging/cursor";
import { toQueueLine } from "@cti/domain/workers/job-line";
import type { QueueName } from "@cti/queue/jobs";

import type { Call, Handlers } from "../handler.ts";

const sort = "queue";

export const queueHandlers: Handlers<typeof queueRoutes> = {
  listQueues: async ({ query }, { queues }) => {
    const after = readCursor(query.cursor ?? null, sort, "text");
    const states = (await queues.states()).sort((one, other) => (one.queue < other.queue ? -1 : 1));
    const rest = states.filter(({ queue }) => after === null || queue > after.key).map(toQueueLine);
    return pageOf(rest.slice(0, query.limit + 1), query.limit, ({ name }) => writeCursor(sort, name, name));
  },
  pauseQueue: async (call, { queues }) => {
    const { name } = call.params;
    await queues.pause(name);
    return record(call, name, true);
  },
  resumeQueue: async (call, { queues }) => {
    const { name } = call.params;
    await queues.resume(name);
    return record(call, name, false);
  },
};

/** The queue is no part of the transaction: what is written down has happened. */
async function record(
  call: Pick<Call, "inTenant" | "audit">,
  name: QueueName,
  paused: boolean,
): Promise<{ name: string; paused: boolean }> {
  await call.inTenant(async (tx) => {
    await call.audit(tx, paused ? "queue.pause" : "queue.resume", `queue ${name}`, { after: { paused } });
    await emitEvent(tx, { event: "job.changed", topic: "jobs", data: { queue: name, paused } });
  });
  return { name, paused };
}
