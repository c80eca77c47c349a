import { useEffect, useRef } from "react";

/** What the server tells while it happens; `data` is what the event carries. */
export type LiveEvent = { event: LiveName; data: Record<string, unknown> };

const names = [
  "run.progress",
  "run.finished",
  "job.changed",
  "story.created",
  "story.merged",
  "source.health",
  "triage.changed",
  "analysis.changed",
  "llm.delta",
  "session.revoked",
  "missed",
] as const;
type LiveName = (typeof names)[number];

const listeners = new Set<(event: LiveEvent) => void>();
const restAfterMs = 5 * 60_000;

function tell(event: LiveEvent): void {
  for (const listener of listeners) listener(event);
}

/** Calls `told` for each event of these names; the function that it returns ends that. */
export function listen(wanted: readonly LiveName[], told: (event: LiveEvent) => void): () => void {
  const listener = (event: LiveEvent): void => {
    if (wanted.includes(event.event)) told(event);
  };
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Calls `told` for each event of these names while the component stands. */
export function useLive(wanted: readonly LiveName[], told: (event: LiveEvent) => void): void {
  const latest = useRef(told);
  useEffect(() => {
    latest.current = told;
  });
  const key = wanted.join(",");
  useEffect(() => listen(key.split(",") as LiveName[], (event) => latest.current(event)), [key]);
}

/**
 * Keeps one stream of events per browser: HTTP/1.1 allows six connections to a server, so a stream in each tab would
 * hang the seventh. The tab that holds the lock reads the stream and passes it on; a tab hidden for long lets go.
 */
export function startLive(): () => void {
  const stopped = new AbortController();
  const channel = new BroadcastChannel("cti.live");
  channel.addEventListener("message", ({ data }: MessageEvent<LiveEvent>) => tell(data));
  const pass = (event: LiveEvent): void => {
    tell(event);
    channel.postMessage(event);
  };
  void takeTurns(pass, stopped.signal);
  return () => {
    stopped.abort();
    channel.close();
  };
}

async function takeTurns(pass: (event: LiveEvent) => void, signal: AbortSignal): Promise<void> {
  for (let turn = 0; !signal.aborted; turn += 1) {
    await shown(signal);
    const resting = new AbortController();
    const over = AbortSignal.any([signal, resting.signal]);
    const stopWatching = watchHidden(() => resting.abort());
    const start = (tellAll: typeof pass): Promise<void> => {
      // Nobody listened while all tabs rested.
      if (turn > 0) tellAll({ event: "missed", data: {} });
      return readEvents(tellAll, over);
    };
    // Locks exist only where the page came over TLS or from this machine; elsewhere each tab reads for itself.
    if ("locks" in navigator)
      await navigator.locks.request("cti.live", { signal: over }, () => start(pass)).catch(() => undefined);
    else await start(tell);
    stopWatching();
  }
}

function readEvents(pass: (event: LiveEvent) => void, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    // The browser connects again by itself, with Last-Event-ID; a refusal (signed out) ends it.
    const source = new EventSource("/api/v1/events");
    const end = (): void => {
      source.close();
      resolve();
    };
    for (const name of names)
      source.addEventListener(name, ({ data }: MessageEvent<string>) =>
        pass({ event: name, data: parse(data) }),
      );
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(end, 10_000);
    });
    signal.addEventListener("abort", end, { once: true });
  });
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function shown(signal: AbortSignal): Promise<void> {
  if (document.visibilityState === "visible") return Promise.resolve();
  return new Promise((resolve) => {
    const look = (): void => {
      if (document.visibilityState === "visible" || signal.aborted) {
        document.removeEventListener("visibilitychange", look);
        resolve();
      }
    };
    document.addEventListener("visibilitychange", look);
    signal.addEventListener("abort", look, { once: true });
  });
}

function watchHidden(long: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(timer);
    if (document.visibilityState === "hidden") timer = setTimeout(long, restAfterMs);
  };
  document.addEventListener("visibilitychange", look);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
  };
}
