import { ModelError } from "./model-error.ts";
import type { Outage } from "./model-types.ts";

export type BreakerState = "closed" | "open" | "half-open";

export type Breaker = {
  /**
   * Does the work, or fails at once with ModelError `away` while it is open. A `light` call counts when it fails, but
   * does not close the breaker: that a server tells its version does not mean that its models answer.
   */
  run<T>(work: () => Promise<T>, options?: { light?: boolean }): Promise<T>;
  state(): BreakerState;
  /** What an open breaker says; null while it lets calls through. */
  problem(): string | null;
  /** See `Models.outage`. */
  outage(): Outage | null;
};

type Trouble = { since: Date; failures: number; last: string; waitMs: number; retryAt: Date | null };

const failuresToOpen = 3;
const firstWaitMs = 30_000;
const longestWaitMs = 300_000;
const counted = new Set(["away", "timeout", "failed"]);

/**
 * Opens after three failures in a row (no answer, no answer in time, HTTP 5xx) for 30 s, then lets one call try; each
 * failed try doubles the wait, up to 5 minutes.
 */
export function openBreaker(now: () => Date): Breaker {
  let trouble: Trouble | null = null;
  let trying = false;

  const state = (): BreakerState => {
    if (!trouble?.retryAt) return "closed";
    return now() < trouble.retryAt ? "open" : "half-open";
  };
  const problem = (): string | null => {
    if (!trouble?.retryAt) return null;
    if (state() === "half-open") return trying ? `${sentenceOf(trouble)} being tried again now` : null;
    return `${sentenceOf(trouble)} tried again at ${shown(trouble.retryAt)}`;
  };
  const note = (error: unknown, before: BreakerState): void => {
    if (!(error instanceof ModelError) || !counted.has(error.code)) return;
    trouble ??= { since: now(), failures: 0, last: "", waitMs: firstWaitMs, retryAt: null };
    trouble.failures += 1;
    trouble.last = error.message;
    if (before === "half-open") trouble.waitMs = Math.min(trouble.waitMs * 2, longestWaitMs);
    // A call that was under way when the breaker opened says nothing new.
    else if (trouble.retryAt || trouble.failures < failuresToOpen) return;
    trouble.retryAt = new Date(now().getTime() + trouble.waitMs);
  };

  return {
    state,
    problem,
    outage: () => trouble && { reason: trouble.last, retryAt: trouble.retryAt },
    run: async (work, { light = false } = {}) => {
      const said = problem();
      if (said !== null) throw new ModelError("away", said);
      const before = state();
      const tries = before === "half-open" && !light;
      if (tries) trying = true;
      try {
        const result = await work();
        if (!light) trouble = null;
        return result;
      } catch (error) {
        note(error, before);
        throw error;
      } finally {
        if (tries) trying = false;
      }
    },
  };
}

function sentenceOf({ since, last }: Trouble): string {
  return `${last} (failing since ${shown(since)});`;
}

function shown(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
