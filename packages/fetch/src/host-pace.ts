import { FetchError } from "./fetch-error.ts";
import type { Sleep } from "./fetch-types.ts";

export type Pace = { intervalMs: number; concurrency: number };
export type WaitOptions = {
  signal?: AbortSignal | undefined;
  onWait?: ((wait: { reason: "pace" | "retry_after"; ms: number }) => void) | undefined;
};

type Waiter = Pace & { url: URL; start(): void; fail(error: FetchError): void };
type Host = {
  name: string;
  queue: Waiter[];
  running: number;
  nextAt: number;
  heldUntil: number;
  alarm: AbortController | null;
};

const maxHoldMs = 3_600_000;
const patienceMs = 30_000;
const firstSweep = 1000;

/** One queue per host and port: a least gap between starts, a bound on what runs at once, and holds. */
export class HostPace {
  #hosts = new Map<string, Host>();
  #sweepAt = firstSweep;
  #now: () => number;
  #sleep: Sleep;

  constructor({ now, sleep }: { now: () => number; sleep: Sleep }) {
    this.#now = now;
    this.#sleep = sleep;
  }

  /** How many hosts are remembered. */
  get size(): number {
    return this.#hosts.size;
  }

  /**
   * Waits for the host's turn, first come first served, and returns the function that gives the turn back.
   * Rejects with `cancelled`, or with `rate_limited` when the host asked for more patience than 30 s.
   */
  acquire(url: URL, pace: Pace, { signal, onWait }: WaitOptions = {}): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(cancelled(url, signal.reason));
      const host = this.#hostOf(url.host);
      const leaveQueue = (): void => {
        host.queue.splice(host.queue.indexOf(waiter), 1);
        reject(cancelled(url, signal?.reason));
        this.#advance(host);
      };
      const waiter: Waiter = {
        ...pace,
        url,
        start: () => {
          signal?.removeEventListener("abort", leaveQueue);
          resolve(this.#releaserOf(host));
        },
        fail: (error) => {
          signal?.removeEventListener("abort", leaveQueue);
          reject(error);
        },
      };
      signal?.addEventListener("abort", leaveQueue, { once: true });
      host.queue.push(waiter);
      const wait = Math.max(host.nextAt, host.heldUntil) - this.#now();
      this.#advance(host);
      if (wait > 0 && host.queue.includes(waiter)) {
        onWait?.({ reason: host.heldUntil > host.nextAt ? "retry_after" : "pace", ms: wait });
      }
    });
  }

  /** Keeps everybody from the host for this long (Retry-After), at most an hour. */
  hold(url: URL, ms: number): void {
    const host = this.#hostOf(url.host);
    host.heldUntil = Math.max(host.heldUntil, this.#now() + Math.min(ms, maxHoldMs));
  }

  /** Sends away everybody who waits. */
  close(): void {
    for (const host of this.#hosts.values()) {
      for (const waiter of host.queue.splice(0)) waiter.fail(cancelled(waiter.url, "closed"));
      this.#advance(host);
    }
  }

  /** Starts whoever may start now and sets one alarm for the next one who must wait. */
  #advance(host: Host): void {
    for (let first = host.queue[0]; first; first = host.queue[0]) {
      const now = this.#now();
      const held = host.heldUntil - now;
      if (held > patienceMs) {
        for (const waiter of host.queue.splice(0)) waiter.fail(rateLimited(waiter.url, held));
        break;
      }
      if (host.running >= first.concurrency) return;
      const wait = Math.max(held, first.intervalMs > 0 ? host.nextAt - now : 0);
      if (wait > 0) return this.#setAlarm(host, wait);
      host.queue.shift();
      host.running += 1;
      host.nextAt = now + first.intervalMs;
      first.start();
    }
    host.alarm?.abort();
    host.alarm = null;
    this.#forgetIfIdle(host);
  }

  #setAlarm(host: Host, ms: number): void {
    if (host.alarm) return;
    const alarm = new AbortController();
    host.alarm = alarm;
    const ring = (): void => {
      if (host.alarm !== alarm) return;
      host.alarm = null;
      this.#advance(host);
    };
    void this.#sleep(ms, alarm.signal).then(ring, ring);
  }

  #releaserOf(host: Host): () => void {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      host.running -= 1;
      this.#advance(host);
    };
  }

  #hostOf(name: string): Host {
    const known = this.#hosts.get(name);
    if (known) return known;
    if (this.#hosts.size >= this.#sweepAt) this.#sweep();
    const host: Host = { name, queue: [], running: 0, nextAt: 0, heldUntil: 0, alarm: null };
    this.#hosts.set(name, host);
    return host;
  }

  /** Most hosts are still within their gap when their last turn ends, so they are forgotten here, in bulk. */
  #sweep(): void {
    for (const host of this.#hosts.values()) this.#forgetIfIdle(host);
    this.#sweepAt = Math.max(firstSweep, this.#hosts.size * 2);
  }

  #forgetIfIdle(host: Host): void {
    const busy = host.running > 0 || host.queue.length > 0;
    if (!busy && Math.max(host.nextAt, host.heldUntil) <= this.#now()) this.#hosts.delete(host.name);
  }
}

function rateLimited(url: URL, retryAfterMs: number): FetchError {
  const seconds = Math.ceil(retryAfterMs / 1000);
  return new FetchError("rate_limited", `${url.hostname} asked not to be visited for another ${seconds} s.`, {
    url: url.href,
    retryAfterMs,
  });
}

function cancelled(url: URL, cause: unknown): FetchError {
  return new FetchError("cancelled", `The wait for ${url.hostname} was cancelled.`, { url: url.href, cause });
}
