import { openLeaderLock } from "@cti/domain/schedules/leader-lock";
import type { QueueingDeps } from "@cti/domain/schedules/queue-due-sources";
import { openStartDelays } from "@cti/domain/schedules/start-delays";
import type { Logger } from "@cti/observe/logger";
import type { Queues } from "@cti/queue/queue-types";

import { openComplaints } from "./complaints.ts";
import { look, type LookMemory, type LookParts, type TickReport } from "./look.ts";

export type SchedulerSettings = {
  /** Pause between two looks at what is due, in milliseconds. */
  lookEveryMs: number;
  /** Most sources of one host that wait or run at a time. */
  perHost: number;
  requeueAfterMs: number;
  /** False starts only what a person asks for. */
  enabled: boolean;
};

export type Scheduler = {
  /** As the last look found it. */
  isLeader(): boolean;
  /** For how long the start that is due longest has not been made; 0 while another process leads. */
  lateSeconds(): number;
  /** Looks now, or joins the look that is going on. Never rejects; null when the database could not be asked. */
  tick(): Promise<TickReport | null>;
  /** Ends after the schedule in hand and gives the lead away. */
  close(): Promise<void>;
};

/**
 * Looks every so often at what is due and queues it, beginning at once. Several may run at a time: one leads, the
 * others wait to take over. No error ends it.
 */
export async function startScheduler(options: {
  db: QueueingDeps["db"];
  sql: QueueingDeps["sql"];
  queues: Queues;
  log: Logger;
  now: () => Date;
  random: () => number;
  settings: SchedulerSettings;
  onTick?: (report: TickReport) => void;
}): Promise<Scheduler> {
  const { db, sql, queues, log, now, random, settings, onTick } = options;
  const lead = openLeaderLock(sql);
  const complaints = openComplaints(log);
  const memory: LookMemory = {
    isLeader: false,
    expected: new Map(),
    closedDeadRunsAt: 0,
    failures: new Map(),
  };
  const parts: LookParts = {
    deps: { db, sql, queues, now, limits: settings },
    lead,
    delays: openStartDelays(random),
    complaints,
    log,
    enabled: settings.enabled,
    memory,
  };
  const lookOnce = async (): Promise<TickReport | null> => {
    try {
      const report = await withinTime((signal) => look(parts, signal), stop.signal);
      complaints.settle("look");
      onTick?.(report);
      return report;
    } catch (error) {
      // Without an answer of the database nobody knows who leads.
      memory.isLeader = false;
      if (!stop.signal.aborted) complaints.raise("look", error);
      return null;
    }
  };
  const stop = new AbortController();
  const loop = startLoop(lookOnce, settings.lookEveryMs);
  return {
    isLeader: () => memory.isLeader,
    lateSeconds: () => lateSeconds(memory, now()),
    tick: () => loop.tick(),
    close: async () => {
      stop.abort();
      await loop.close();
      await lead.close();
      memory.isLeader = false;
      memory.expected.clear();
    },
  };
}

function lateSeconds({ expected }: LookMemory, now: Date): number {
  const earliest = Math.min(...[...expected.values()].map((time) => time.getTime()));
  return Math.max(0, (now.getTime() - earliest) / 1_000);
}

/** Runs `work` at once and then `everyMs` after each end, never twice at a time. */
function startLoop<T>(
  work: () => Promise<T>,
  everyMs: number,
): { tick(): Promise<T>; close(): Promise<void> } {
  let running: Promise<T> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const tick = (): Promise<T> => {
    clearTimeout(timer);
    running ??= work().finally(() => {
      running = null;
      if (!isClosed) timer = setTimeout(() => void tick(), everyMs);
    });
    return running;
  };
  void tick();
  return {
    tick,
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await running;
    },
  };
}

const longestLookMs = 120_000;
const stopGraceMs = 5_000;

/**
 * A connection that neither answers nor ends must not end the looking, nor hold up the end: work is told to stop by
 * its signal and no longer waited for.
 */
async function withinTime<T>(work: (signal: AbortSignal) => Promise<T>, stop: AbortSignal): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const endIn = (ms: number, reason: string): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        controller.abort();
        reject(new Error(reason));
      }, ms);
    };
    endIn(longestLookMs, `no end after ${longestLookMs / 1_000} s`);
    stop.addEventListener(
      "abort",
      () => {
        controller.abort();
        endIn(stopGraceMs, "stopped");
      },
      { signal: controller.signal },
    );
  });
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
    // Takes the listener off; nobody listens to an ended look.
    controller.abort();
  }
}
