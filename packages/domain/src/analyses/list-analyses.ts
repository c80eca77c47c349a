import type { Db } from "@cti/db/client";
import { analyses, type AnalysisStatus, type AnalysisSubject } from "@cti/db/schema/analyses";
import type { AnalysisKind } from "@cti/llm/analysis";
import { and, desc, eq, lt } from "drizzle-orm";

import { pageOf, writeCursor } from "../paging/cursor.ts";
import { readRowCursor } from "../paging/row-cursor.ts";
import { type AnalysisLine, lineColumns, toLine } from "./analysis-line.ts";

/** What is not given does not narrow. */
export type AnalysisFilter = {
  subject?: AnalysisSubject | undefined;
  subjectId?: number | undefined;
  kind?: AnalysisKind | undefined;
  status?: AnalysisStatus | undefined;
  limit: number;
  cursor: string | null;
};

const sort = "newest";

/** Analyses, the newest first. Throws BadCursor. */
export async function listAnalyses(
  db: Db,
  { subject, subjectId, kind, status, limit, cursor }: AnalysisFilter,
): Promise<{ items: AnalysisLine[]; next_cursor: string | null }> {
  const after = readRowCursor(cursor, sort, "any");
  const rows = await db
    .select(lineColumns)
    .from(analyses)
    .where(
      and(
        subject === undefined ? undefined : eq(analyses.subject, subject),
        subjectId === undefined ? undefined : eq(analyses.subjectId, subjectId),
        kind === undefined ? undefined : eq(analyses.kind, kind),
        status === undefined ? undefined : eq(analyses.status, status),
        after ? lt(analyses.id, after.id) : undefined,
      ),
    )
    .orderBy(desc(analyses.id))
    .limit(limit + 1);
  const { items, next_cursor } = pageOf(rows, limit, ({ id }) => writeCursor(sort, null, id));
  return { items: items.map(toLine), next_cursor };
}
