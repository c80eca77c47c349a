import type { Db } from "@cti/db/client";
import { analysisParts } from "@cti/db/schema/analyses";
import type { AnalyseEvents } from "@cti/llm/analyse/ask-part";
import { eq } from "drizzle-orm";

import { storable } from "../storable.ts";

type Saved = NonNullable<AnalyseEvents["saved"]>;
type PartResult = Parameters<Saved["put"]>[1];

/** Answers that an earlier try of this analysis got, and the place where those of this one are kept. */
export async function openSavedParts(db: Db, analysisId: number): Promise<Saved> {
  const rows = await db.select().from(analysisParts).where(eq(analysisParts.analysisId, analysisId));
  const parts = new Map(rows.map(({ part, result }) => [part, result as PartResult]));
  return {
    get: (part) => parts.get(part),
    put: async (part, result) => {
      const kept = storable(result);
      parts.set(part, kept);
      await db
        .insert(analysisParts)
        .values({ analysisId, part, result: kept })
        .onConflictDoUpdate({
          target: [analysisParts.analysisId, analysisParts.part],
          set: { result: kept },
        });
    },
  };
}
