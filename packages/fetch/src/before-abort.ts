import { FetchError } from "./fetch-error.ts";

/** Waits for the work, but no longer than the signal allows; the work itself goes on. Rejects with the signal's reason. */
export async function beforeAbort<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => {
    reject(signal.reason);
  };
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/** Gives a wait that the caller's own signal ended its proper reason. */
export async function orCancelled<T>(
  wait: Promise<T>,
  url: URL,
  signal: AbortSignal | undefined,
): Promise<T> {
  try {
    return await wait;
  } catch (cause) {
    if (!signal?.aborted) throw cause;
    const message = `The request to ${url.hostname} was cancelled.`;
    throw new FetchError("cancelled", message, { url: url.href, cause });
  }
}
