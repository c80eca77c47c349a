import type { Db } from "@cti/db/client";
import { type RunStatus, type RunTrigger, runs } from "@cti/db/schema/runs";
import { and, desc, eq, gte, lt, sql } from "drizzle-orm";

import { pageOf, writeCursor } from "../paging/cursor.ts";
import { readRowCursor } from "../paging/row-cursor.ts";
import { isNews } from "./history.ts";
import { type RunLine, type RunView, toRunLine } from "./run-line.ts";

/** What is not given does not narrow. */
export type RunPageFilter = {
  kind?: string | undefined;
  status?: RunStatus | undefined;
  trigger?: RunTrigger | undefined;
  /** Bounds of the start: from `since` on, before `until`. */
  since?: Date | undefined;
  until?: Date | undefined;
  /** Without scheduled checks and rounds that brought nothing new, of which there are thousands a day. */
  news?: boolean | undefined;
  limit: number;
  cursor: string | null;
};

const sort = "started";

/** Runs, the latest first. */
export async function pageRuns(
  db: Db,
  filter: RunPageFilter,
  view: RunView,
): Promise<{ items: RunLine[]; next_cursor: string | null }> {
  const { kind, status, trigger, since, until, news = false, limit } = filter;
  const after = readRowCursor(filter.cursor, sort, "time");
  const rows = await db
    .select({ run: runs, key: sql<string>`${runs.startedAt}::text` })
    .from(runs)
    .where(
      and(
        kind === undefined ? undefined : eq(runs.kind, kind),
        status === undefined ? undefined : eq(runs.status, status),
        trigger === undefined ? undefined : eq(runs.trigger, trigger),
        since === undefined ? undefined : gte(runs.startedAt, since),
        until === undefined ? undefined : lt(runs.startedAt, until),
        news ? isNews : undefined,
        after
          ? sql`(${runs.startedAt}, ${runs.id}) < (${after.key}::timestamptz, ${after.id}::bigint)`
          : undefined,
      ),
    )
    .orderBy(desc(runs.startedAt), desc(runs.id))
    .limit(limit + 1);
  const { items, next_cursor } = pageOf(rows, limit, ({ run, key }) => writeCursor(sort, key, run.id));
  return { items: items.map(({ run }) => toRunLine(run, view)), next_cursor };
}
