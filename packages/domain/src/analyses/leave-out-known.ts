import type { Db } from "@cti/db/client";
import type { AnalysisOutput } from "@cti/llm/analysis";
import { sql } from "drizzle-orm";

import { idArray } from "../articles/sql-list.ts";

/** Entities are proposed where the rules did not find them: what the mentions of these articles name already is left out. */
export async function leaveOutKnown(
  db: Db,
  output: AnalysisOutput,
  articleIds: readonly number[],
): Promise<AnalysisOutput> {
  const rows = await db.execute<{ type: string; value: string }>(sql`
    select distinct e.type, lower(e.value) as value from mentions m join entities e on e.id = m.entity_id
    where m.article_id = ${idArray([...articleIds])}`);
  const known = new Set(rows.map(({ type, value }) => `${type}:${value}`));
  const claims = output.claims.filter(
    ({ subject }) => subject === null || !known.has(`${subject.type}:${subject.value.toLowerCase()}`),
  );
  return {
    ...output,
    claims: claims.map((claim, index) => ({ ...claim, id: index + 1 })),
    leftOut: { ...output.leftOut, known: output.claims.length - claims.length },
  };
}
