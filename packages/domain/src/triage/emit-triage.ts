import type { Db } from "@cti/db/client";
import type { Subject } from "@cti/db/schema/notes";
import { sql } from "drizzle-orm";

import { emitEvent } from "../events/emit-event.ts";

const mostIds = 200;

/** Tells the tenant's open screens which subjects people changed; the last thing in a transaction, as `emitEvent` says. */
export async function emitTriage(
  tx: Db,
  { subject, ids, actor }: { subject: Subject; ids: readonly number[]; actor: string },
): Promise<void> {
  if (ids.length === 0) return;
  const [row] = await tx.execute<{ id: string | null }>(sql`select current_tenant() as id`);
  if (!row?.id) return;
  await emitEvent(tx, {
    event: "triage.changed",
    topic: "triage",
    tenantId: Number(row.id),
    // Of many only the first are named: whoever shows more reads its list again.
    data: { subject, ids: ids.slice(0, mostIds), count: ids.length, actor },
  });
}
