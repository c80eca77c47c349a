import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

import { asTenant } from "../tenants/as-tenant.ts";
import { keptForMs } from "./idempotency.ts";

/** Rows that went. */
export type Forgotten = { requests: number; undoTokens: number; events: number };

/** Events are kept for screens that lost their connection. */
const eventsKeptMs = 3_600_000;

/** Forgets answers that were kept for a repetition, expired undo tokens, and events older than an hour. */
export async function forgetOldRequests(db: Db, now: Date): Promise<Forgotten> {
  const before = (ms: number): string => new Date(now.getTime() - ms).toISOString();
  const forgotten: Forgotten = { requests: 0, undoTokens: 0, events: 0 };
  for (const { id } of await db.execute<{ id: string }>(sql`select id from tenants`))
    await asTenant(db, Number(id), async (tx) => {
      const requests = await tx.execute(sql`
        delete from idempotency_keys
        where tenant_id = current_tenant() and created_at < ${before(keptForMs)}::timestamptz`);
      const undoTokens = await tx.execute(sql`
        delete from undo_tokens
        where tenant_id = current_tenant() and expires_at < ${before(0)}::timestamptz`);
      forgotten.requests += requests.count;
      forgotten.undoTokens += undoTokens.count;
    });
  const events = await db.execute(sql`delete from events where at < ${before(eventsKeptMs)}::timestamptz`);
  forgotten.events = events.count;
  return forgotten;
}
