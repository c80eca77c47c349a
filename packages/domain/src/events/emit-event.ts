import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

import { recordable } from "../workers/recordable.ts";

/** What open screens are told. Without tenant and user it is for everybody. */
export type NewEvent = {
  event:
    | "run.progress"
    | "run.finished"
    | "job.changed"
    | "story.created"
    | "story.merged"
    | "source.health"
    | "triage.changed"
    | "analysis.changed"
    | "llm.delta"
    | "session.revoked";
  /** Whom it concerns: `run:311`, `runs`, `jobs`, `stories`, `sources`, `triage`, `analyses`, `analysis:9`, `session:7` … */
  topic: string;
  tenantId?: number | null;
  userId?: number | null;
  data: Record<string, unknown>;
};

/**
 * Tells every process that serves screens. Emitters take turns until they commit, so this belongs at the very end of a
 * transaction, or outside of any.
 */
export async function emitEvent(db: Db, { event, topic, tenantId, userId, data }: NewEvent): Promise<void> {
  const told = JSON.stringify(recordable(data));
  await db.execute(
    sql`select emit_event(${event}, ${topic}, ${tenantId ?? null}, ${userId ?? null}, ${told}::jsonb)`,
  );
}
