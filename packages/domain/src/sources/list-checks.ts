import type { Db } from "@cti/db/client";
import type { Counts } from "@cti/db/schema/runs";
import { sourceChecks } from "@cti/db/schema/source-checks";
import { and, desc, eq, sql } from "drizzle-orm";

import { pageOf, writeCursor } from "../paging/cursor.ts";
import { readRowCursor } from "../paging/row-cursor.ts";
import { maskAddresses } from "./mask-address.ts";

export type CheckLine = {
  id: number;
  run_id: number | null;
  started_at: Date;
  duration_ms: number;
  outcome: string;
  reason: string | null;
  message: string | null;
  wire_bytes: number;
  counts: Counts;
  warnings: string[];
};

const sort = "check";

/** What the looks at a source found, the latest first. */
export async function listChecks(
  db: Db,
  sourceId: number,
  { limit, cursor, secrets }: { limit: number; cursor: string | null; secrets: boolean },
): Promise<{ items: CheckLine[]; next_cursor: string | null }> {
  const after = readRowCursor(cursor, sort, "time");
  const rows = await db
    .select({ check: sourceChecks, key: sql<string>`${sourceChecks.startedAt}::text` })
    .from(sourceChecks)
    .where(
      and(
        eq(sourceChecks.sourceId, sourceId),
        after
          ? sql`(${sourceChecks.startedAt}, ${sourceChecks.id}) < (${after.key}::timestamptz, ${after.id}::bigint)`
          : undefined,
      ),
    )
    .orderBy(desc(sourceChecks.startedAt), desc(sourceChecks.id))
    .limit(limit + 1);
  const { items, next_cursor } = pageOf(rows, limit, ({ check, key }) => writeCursor(sort, key, check.id));
  return { items: items.map(({ check }) => toLine(check, secrets)), next_cursor };
}

function toLine(check: typeof sourceChecks.$inferSelect, secrets: boolean): CheckLine {
  const told = (text: string): string => (secrets ? text : maskAddresses(text));
  return {
    id: check.id,
    run_id: check.runId,
    started_at: check.startedAt,
    duration_ms: check.durationMs,
    outcome: check.outcome,
    reason: check.reason,
    message: check.message === null ? null : told(check.message),
    wire_bytes: check.wireBytes,
    counts: check.counts,
    warnings: check.warnings.map(told),
  };
}
