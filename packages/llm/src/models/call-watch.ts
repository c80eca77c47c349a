import { ModelError } from "./model-error.ts";

export type CallLimits = {
  /** From start to end; null for a call that may go on as long as something is heard. */
  wholeMs: number | null;
  /** Between two pieces of an answer that has begun. */
  idleMs: number;
};

export type CallWatch = {
  /** Aborts when the caller cancels or a limit is reached; its reason is what the call rejects with. */
  signal: AbortSignal;
  /** A piece of the answer has come. */
  heard(): void;
  /** Stops the clocks, and closes what is still open. */
  end(): void;
};

/** Watches one request: each has a signal of its own, so that none ends another. */
export function watchCall(limits: CallLimits, signal: AbortSignal | undefined, where: string): CallWatch {
  const controller = new AbortController();
  const cancel = (): void => controller.abort(signal?.reason);
  const late = (ms: number, what: string): NodeJS.Timeout =>
    setTimeout(() => {
      const cure = "give it more time, or take a smaller model";
      controller.abort(new ModelError("timeout", `Ollama at ${where} ${what} ${secondsOf(ms)}: ${cure}`));
    }, ms);

  signal?.addEventListener("abort", cancel, { once: true });
  if (signal?.aborted) cancel();
  const whole = limits.wholeMs === null ? null : late(limits.wholeMs, "did not finish within");
  // A cold model says nothing while it is loaded; where no other limit holds, even that has one.
  let idle = whole === null ? late(limits.idleMs, "has said nothing for") : null;

  return {
    signal: controller.signal,
    heard: () => {
      if (idle) idle.refresh();
      else idle = late(limits.idleMs, "has said nothing for");
    },
    end: () => {
      for (const timer of [whole, idle]) if (timer) clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
      controller.abort();
    },
  };
}

function secondsOf(ms: number): string {
  return `${ms < 1000 ? ms / 1000 : Math.round(ms / 1000)} s`;
}
