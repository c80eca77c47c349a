import type { Db } from "@cti/db/client";
import { type Analysis, analyses, type AnalysisStatus, type AnalysisSubject } from "@cti/db/schema/analyses";
import type { AnalysisKind } from "@cti/llm/analysis";
import { eq, getTableColumns, sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";

/** An analysis as lists show it. */
export type AnalysisLine = {
  id: number;
  subject: AnalysisSubject;
  subject_id: number;
  kind: AnalysisKind;
  model: string;
  prompt_version: string;
  status: AnalysisStatus;
  job_id: string | null;
  run_id: number | null;
  error: string | null;
  prompt_tokens: number;
  output_tokens: number;
  seconds: number;
  repairs: number;
  supported: number;
  unsupported: number;
  requested_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
};

const { output: _, params: _params, inputHash: _hash, ...short } = getTableColumns(analyses);

/** Without the output itself, which may be large. */
export const lineColumns = {
  ...short,
  supported: countOf("supported"),
  unsupported: countOf("unsupported"),
};

export type LineRow = Omit<Analysis, "output" | "params" | "inputHash"> & {
  supported: number;
  unsupported: number;
};

/** Throws DomainError not_found. */
export async function readLine(db: Db, id: number): Promise<AnalysisLine> {
  const [row] = await db.select(lineColumns).from(analyses).where(eq(analyses.id, id));
  if (!row) throw notThere(id);
  return toLine(row);
}

export function notThere(id: number): DomainError {
  return new DomainError("not_found", `There is no analysis ${id}`);
}

export function toLine(row: LineRow): AnalysisLine {
  return {
    id: row.id,
    subject: row.subject,
    subject_id: row.subjectId,
    kind: row.kind as AnalysisKind,
    model: row.model,
    prompt_version: row.promptVersion,
    status: row.status,
    job_id: row.jobId,
    run_id: row.runId,
    error: row.error,
    prompt_tokens: row.promptTokens,
    output_tokens: row.outputTokens,
    seconds: row.modelMs / 1_000,
    repairs: row.repairs,
    supported: row.supported,
    unsupported: row.unsupported,
    requested_at: row.requestedAt,
    started_at: row.startedAt,
    finished_at: row.finishedAt,
  };
}

function countOf(status: "supported" | "unsupported"): ReturnType<typeof sql<number>> {
  return sql<number>`jsonb_array_length(jsonb_path_query_array(coalesce(${analyses.output}, '{}'),
    ${`$.claims[*] ? (@.status == "${status}")`}::jsonpath))::int`;
}
