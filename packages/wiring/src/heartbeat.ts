import { hostname } from "node:os";

import type { ProcessKind } from "@cti/db/schema/workers";
import type { StageDeps } from "@cti/domain/stages/run-stages";
import { beat, type Pulse, sayGoodbye } from "@cti/domain/workers/beat";
import type { Logger } from "@cti/observe/logger";

import { version } from "./settings.ts";
import { within } from "./within.ts";

export type Heartbeat = {
  /** Says goodbye, and waits no longer than `withinMs` for it. */
  stop(withinMs: number): Promise<void>;
};

type HeartbeatDeps = Pick<StageDeps, "db" | "now"> & { log: Logger };

/** Beats at once and then every `everyMs`. A beat that fails is told once; the next one tries again. */
export async function startHeartbeat(
  { db, now, log }: HeartbeatDeps,
  { everyMs, pulse }: { everyMs: number; pulse: () => Pulse },
): Promise<Heartbeat> {
  let isStopped = false;
  let isMissing = false;
  let timer: NodeJS.Timeout | null = null;
  let beating = Promise.resolve();

  const beatOnce = async (): Promise<void> => {
    try {
      await beat(db, pulse(), now);
      if (isMissing) log.info("heartbeat is back");
      isMissing = false;
    } catch (error) {
      if (!isMissing) log.warn({ error: reasonOf(error) }, "heartbeat failed");
      isMissing = true;
    }
  };
  const loop = (): void => {
    beating = beatOnce().finally(() => {
      if (!isStopped) timer = setTimeout(loop, everyMs).unref();
    });
  };
  loop();
  await beating;
  return {
    stop: async (withinMs) => {
      isStopped = true;
      if (timer) clearTimeout(timer);
      // A beat under way would take the goodbye back.
      await within(
        withinMs,
        beating.then(() => sayGoodbye(db, pulse().id)),
      );
    },
  };
}

/** What the driver says, not the statement that failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** Of a process without jobs, as it looks now. */
export function plainPulse(id: string, kind: ProcessKind, startedAt: Date): Pulse {
  return {
    id,
    kind,
    startedAt,
    version,
    host: hostname(),
    pid: process.pid,
    queues: {},
    active: [],
    rssBytes: process.memoryUsage.rss(),
  };
}
