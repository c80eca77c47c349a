import type { eventRoutes } from "@cti/contract/routes/events";
import { isStillSignedIn } from "@cti/domain/events/is-still-signed-in";

import { eventStream } from "../events/event-stream.ts";
import type { Handlers } from "../handler.ts";

const heartbeatMs = 15_000;

export const eventHandlers: Handlers<typeof eventRoutes> = {
  streamEvents: async ({ query, who, lastEventId, signal, header }, { db, events, settings, now }) => {
    const { tenantId, userId, id: credential } = who;
    const listener = { tenantId, userId, credential, topics: query.topics ?? null };
    const afterId = readId(lastEventId) ?? query.after ?? null;
    const body = eventStream({
      open: () => events.open(listener, afterId, settings.eventsPerUser),
      credential,
      signal,
      isStillSignedIn: () => isStillSignedIn(db, who, { now: now(), idleMs: settings.sessionIdleMs }),
      heartbeatMs,
    });
    // When it ends there is nothing to keep the connection for; a service that stops would wait for it.
    header("connection", "close");
    return { type: "text/event-stream", body };
  },
};

/** Whatever a client made up is as good as nothing. */
function readId(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
