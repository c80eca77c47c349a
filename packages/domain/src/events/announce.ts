import type { Db } from "@cti/db/client";

import { emitEvent, type NewEvent } from "./emit-event.ts";

/**
 * Tells open screens without waiting for it: work goes on, and a failure is only reported. For after a transaction,
 * with the pool and not a transaction as `db`.
 */
export function announce({ db, report }: AnnounceDeps, event: NewEvent): void {
  void tell(db, event, report);
}

export type AnnounceDeps = { db: Db; report?: (error: unknown, fields: Record<string, unknown>) => void };

/** The same for who wants to know when it is told; never rejects. */
export async function tell(db: Db, event: NewEvent, report?: AnnounceDeps["report"]): Promise<void> {
  await emitEvent(db, event)
    .catch((error: unknown) => report?.(error, { event: event.event }))
    .catch(() => undefined);
}
