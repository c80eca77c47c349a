import { tell } from "@cti/domain/events/announce";
import type { StageDeps } from "@cti/domain/stages/run-stages";
import { recordableMessage } from "@cti/domain/workers/recordable";
import type { Logger } from "@cti/observe/logger";
import type { JobEnd } from "@cti/queue/queue-types";

export type JobAnnouncer = {
  add(ends: readonly JobEnd[]): void;
  close(): void;
};

const pauseMs = 1_000;
/** More that failed at once are told as a number. */
const mostNamed = 10;

/**
 * Tells open screens what became of jobs: each that failed or was cancelled, and once a second how many ended in which
 * way. Nobody waits for it; what cannot be told is logged and forgotten.
 */
export function createJobAnnouncer({ db, log }: Pick<StageDeps, "db"> & { log: Logger }): JobAnnouncer {
  let summary: Record<string, number> = {};
  let timer: NodeJS.Timeout | null = null;
  let isTelling = false;

  const report = (error: unknown): void => log.warn({ err: error }, "open screens were not told of jobs");
  const send = (data: Record<string, unknown>): Promise<void> =>
    tell(db, { event: "job.changed", topic: "jobs", data }, report);
  const sendSummary = (): void => {
    timer = null;
    const ended = summary;
    summary = {};
    if (Object.keys(ended).length > 0) void send({ ended });
  };
  const sendNamed = async (ends: readonly JobEnd[]): Promise<void> => {
    isTelling = true;
    for (const end of ends) await send(told(end));
    isTelling = false;
  };
  return {
    add: (ends) => {
      for (const { outcome } of ends) summary[outcome] = (summary[outcome] ?? 0) + 1;
      timer ??= setTimeout(sendSummary, pauseMs).unref();
      const named = ends.filter(({ outcome }) => outcome === "failed" || outcome === "cancelled");
      // A database that is slow to take them is not given more.
      if (named.length > 0 && !isTelling) void sendNamed(named.slice(0, mostNamed));
    },
    close: () => {
      if (timer) clearTimeout(timer);
      sendSummary();
    },
  };
}

function told({ id, queue, name, outcome, attempt, error }: JobEnd): Record<string, unknown> {
  const message = error === null ? null : recordableMessage(error).slice(0, 500);
  return { job_id: id, queue, name, outcome, attempt, error: message };
}
