import type { FeedEvent } from "@cti/domain/events/concerns";
import type { EventReading } from "@cti/domain/events/event-feed";

export type EventStreamOptions = {
  /** At the first piece: what is never read has opened nothing. */
  open: () => Promise<EventReading>;
  /** `session:ID` or `token:ID`: with its end the stream ends. */
  credential: string;
  /** Aborted when the client has gone. */
  signal: AbortSignal;
  /** Asked at each heartbeat, and never longer ago than that before an event is told. */
  isStillSignedIn: () => Promise<boolean>;
  heartbeatMs: number;
};

/** Milliseconds after which a browser that lost the stream comes back. */
const retryMs = 3_000;

/**
 * A reading as server-sent events, one at a time as the client takes them: what it has not taken yet waits in the table,
 * not in memory. Ends with the client, the credential, or the feed.
 */
export async function* eventStream(options: EventStreamOptions): AsyncGenerator<string> {
  const { open, credential, signal, isStillSignedIn, heartbeatMs } = options;
  const reading = await open();
  let checkedAt = performance.now();
  const isDue = (): boolean => performance.now() - checkedAt >= heartbeatMs;
  const mayGoOn = async (): Promise<boolean> => {
    checkedAt = performance.now();
    return isStillSignedIn();
  };
  try {
    // The position by itself, so that who loses the stream before its first event misses none.
    yield `retry: ${retryMs}\nid: ${reading.position}\n\n`;
    if (reading.missed) yield block("missed", {});
    for (;;) {
      const events = await nextEvents(reading, signal, heartbeatMs);
      if (signal.aborted || reading.isOver()) return;
      if ((events.length === 0 || isDue()) && !(await mayGoOn())) {
        yield block("session.revoked", {});
        return;
      }
      if (events.length === 0) yield ": still here\n\n";
      for (const event of events) {
        if (isDue() && !(await mayGoOn())) return;
        yield `id: ${event.id}\n${block(event.event, { ...event.data, topic: event.topic })}`;
        if (isEndOf(event, credential)) return;
      }
    }
  } finally {
    reading.close();
  }
}

async function nextEvents(
  reading: EventReading,
  signal: AbortSignal,
  heartbeatMs: number,
): Promise<FeedEvent[]> {
  const pause = new AbortController();
  const timer = setTimeout(() => {
    pause.abort();
  }, heartbeatMs);
  try {
    return await reading.next(AbortSignal.any([signal, pause.signal]));
  } finally {
    clearTimeout(timer);
  }
}

function isEndOf({ event, topic }: FeedEvent, credential: string): boolean {
  return event === "session.revoked" && topic === credential;
}

/** JSON has no line breaks of its own, so one data line holds it. */
function block(event: string, data: Record<string, unknown>): string {
  return `event: ${event.replaceAll(/[^\w.-]/g, "")}\ndata: ${JSON.stringify(data)}\n\n`;
}
