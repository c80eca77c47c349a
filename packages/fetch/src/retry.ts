import { orCancelled } from "./before-abort.ts";
import type { Exchange } from "./exchange.ts";
import { FetchError } from "./fetch-error.ts";
import type { Sleep, Trace } from "./fetch-types.ts";

type RetryDeps = { settings: { retries: number }; sleep: Sleep };
type Waiting = { url: URL; signal?: AbortSignal | undefined; trace?: Trace | undefined };

/** Tries again, after a short random pause, when the connection broke off or the server failed in passing. */
export async function withRetries(
  { settings, sleep }: RetryDeps,
  { url, signal, trace }: Waiting,
  attempt: () => Promise<Exchange>,
): Promise<Exchange> {
  for (let tries = 0; ; tries += 1) {
    const last = tries >= settings.retries;
    try {
      const answer = await attempt();
      if (last || !failsInPassing(answer)) return answer;
    } catch (error) {
      if (last || !(error instanceof FetchError) || error.reason !== "connection") throw error;
    }
    const ms = Math.round((tries + 1) * (250 + Math.random() * 500));
    trace?.({ step: "wait", reason: "retry", ms });
    await orCancelled(sleep(ms, signal), url, signal);
  }
}

function failsInPassing({ status, headers }: Exchange): boolean {
  return status >= 500 && status !== 501 && headers["retry-after"] === undefined;
}
