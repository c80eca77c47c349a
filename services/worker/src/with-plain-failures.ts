import type { Logger } from "@cti/observe/logger";
import type { JobName } from "@cti/queue/jobs";
import { GiveUp } from "@cti/queue/give-up";
import type { Handler, Workload } from "@cti/queue/queue-types";
import { TryLater } from "@cti/queue/try-later";

import { explainFailure } from "./explain-failure.ts";

/** The log gets the error itself, people a sentence. An aborted job keeps the reason of its signal, one that gave up or waits its words. */
export function withPlainFailures(workload: Workload, log: Logger): Workload {
  // The handler is called with what it was declared for: job and handler stay together.
  const run = workload.run as Handler<JobName>;
  const guarded: Handler<JobName> = async (context) => {
    try {
      return await run(context);
    } catch (error) {
      if (context.signal.aborted || error instanceof GiveUp || error instanceof TryLater) throw error;
      const { message, isLost, root } = explainFailure(error);
      if (!isLost) log.error({ err: root, job: workload.job, id: context.id }, "job met an error");
      throw new Error(message, { cause: error });
    }
  };
  return { job: workload.job, run: guarded };
}
