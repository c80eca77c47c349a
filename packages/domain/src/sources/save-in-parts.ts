import type { Db } from "@cti/db/client";
import type { Source } from "@cti/db/schema/sources";

import { isConflict, isDataError } from "../database-error.ts";
import type { CollectDeps } from "../deps.ts";
import type { PageReading } from "./read-pages.ts";

type Batch = { readings: PageReading[]; first: boolean; last: boolean };

/**
 * Stores a batch by `save`, which is a transaction. A row that PostgreSQL refuses is found by halving and kept without
 * its words; its neighbours are not lost.
 */
export async function saveInParts<B extends Batch>(
  deps: Pick<CollectDeps, "report">,
  source: Source,
  batch: B,
  save: (part: B) => Promise<void>,
): Promise<void> {
  const { readings } = batch;
  try {
    await save(batch);
  } catch (error) {
    if (!isDataError(error) || readings.length === 0) throw error;
    if (readings.length > 1) {
      const half = Math.ceil(readings.length / 2);
      await saveInParts(deps, source, { ...batch, readings: readings.slice(0, half), last: false }, save);
      await saveInParts(deps, source, { ...batch, readings: readings.slice(half), first: false }, save);
      return;
    }
    deps.report(error, { source: source.slug, url: readings[0]?.entry?.url ?? null });
    await save({ ...batch, readings: readings.map(withoutWords) });
  }
}

function withoutWords(reading: PageReading): PageReading {
  const error = { reason: "unstorable", message: "The database refuses the text of this article." };
  const words = { text: "", html: "", links: [], summary: null, contentHash: null, wordCount: 0 };
  const text = reading.text && {
    ...reading.text,
    ...words,
    textSource: "none" as const,
    understanding: null,
  };
  return { ...reading, visit: "failed", text, error };
}

/** Two sources that store the same two articles in another order meet in a deadlock; one of them tries again. */
export async function inTransaction<T>(db: Db, action: (tx: Db) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction(action);
    } catch (error) {
      if (attempt >= 4 || !isConflict(error)) throw error;
    }
  }
}
